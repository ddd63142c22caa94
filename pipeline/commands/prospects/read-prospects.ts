import { type Config, configSchema } from "../../config/config.js";
import { attributeNames } from "../../config/questions.js";
import type { Engine } from "../../engines/engine.js";
import { ClvError } from "../../errors.js";
import { textKeys } from "../../inspect/propose-config.js";
import type { ForgottenList } from "../../sources/forgotten-list.js";
import { lookUp } from "../../sources/map-columns.js";
import type { OfferedColumn } from "../../sources/offered-column.js";
import { resolveSources } from "../../sources/resolve-sources.js";
import { fileKind } from "../../sources/source-kinds.js";
import { forgottenAmong, rowsWithoutForgotten } from "../../sql/forgotten-rows.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";

/** The table of people without orders: place, customer_id and attributes; nobody of them is forgotten. */
export const prospectsTable = "prospects";
const readTable = "prospects_read";

export interface Prospects {
  readonly people: number;
  /** Attributes of the run that the file has. */
  readonly attributes: readonly string[];
  /** Those that it lacks. */
  readonly missing: readonly string[];
  /** Rows without an id, and lines that are no rows: they are left out. */
  readonly without: number;
  /** People who were forgotten: they are left out. */
  readonly forgotten: number;
}

/** What ids are called where nobody says it. */
const idNames = ["customer_id", "prospect_id", "id", "email"];

/**
 * Loads a file of people into the embedded engine.
 * @param work a folder for what is written on the way
 * @param idColumn null: the column that ids are in in the log, or one with a usual name
 * @throws ClvError SOURCE_NOT_FOUND, SOURCE_UNREADABLE, COLUMN_NOT_FOUND; PROSPECTS_INVALID for nobody and for ids that are there twice
 */
export async function readProspects(
  path: string,
  idColumn: string | null,
  run: Config,
  {
    engine,
    work,
    forgotten,
    signal,
  }: {
    readonly engine: Engine;
    readonly work: string;
    readonly forgotten: ForgottenList | null;
    readonly signal: AbortSignal;
  },
): Promise<Prospects> {
  const [file] = await resolveSources(configSchema.parse({ source: { paths: [path] } }), signal);
  const kind = fileKind(file!.format);
  const { dialect } = await kind.sample(file!, 0.1, engine, {});
  const written = dialect === null ? {} : textKeys(dialect);
  const config = configSchema.parse({ source: { ...written, paths: [path] } });
  const { relation, columns, line, unsplittable } = await kind.open(file!, 0, work, {
    engine,
    config,
    signal,
  });
  const own = idOf(idColumn, columns, run, path);
  const names = attributeNames(run);
  const found = names.flatMap((name) => {
    const column = lookUp(name, columns) ?? sourceColumn(run.columns.attributes[name]!, columns);
    return column === undefined || column === own ? [] : [{ name, column }];
  });
  if (found.length === 0)
    throw new ClvError("COLUMN_NOT_FOUND", say("prospects.noAttribute", path, names, named(columns)));
  const text = ({ text: asText, value }: OfferedColumn): Sql =>
    engine.dialect.cleanText(asText ?? value, run.ingest.nullTokens);
  await engine.materialize(
    { name: readTable },
    sql`select ${list([
      sql`${line ?? raw("row_number() over ()")} as place`,
      sql`${text(own)} as customer_id`,
      ...found.map(({ name, column }) => sql`${text(column)} as ${id(attributeColumn(name))}`),
    ])} from ${relation}`,
    signal,
  );
  const left = await leaveForgotten(engine, forgotten, signal);
  const { people, blank } = await countPeople(engine, path, signal);
  return {
    people,
    attributes: found.map(({ name }) => name),
    missing: names.filter((name) => !found.some((f) => f.name === name)),
    without: blank + (unsplittable?.rows ?? 0),
    forgotten: left,
  };
}

/** Makes the table of those who are not forgotten; how many are. */
async function leaveForgotten(
  engine: Engine,
  forgotten: ForgottenList | null,
  signal: AbortSignal,
): Promise<number> {
  const { dialect } = engine;
  const read = dialect.table(readTable);
  const columns = (await engine.describe(sql`select * from ${read}`)).map(({ name }) => name);
  const kept =
    forgotten === null ? sql`select * from ${read}` : rowsWithoutForgotten(dialect, read, columns, forgotten);
  await engine.materialize({ name: prospectsTable }, kept, signal);
  const [row] = forgotten === null ? [] : await engine.rows(forgottenAmong(dialect, read, forgotten), signal);
  await engine.drop({ name: readTable });
  return Number(row?.n ?? 0);
}

function idOf(
  wanted: string | null,
  columns: readonly OfferedColumn[],
  run: Config,
  path: string,
): OfferedColumn {
  const candidates = wanted === null ? [run.columns.customer, ...idNames] : [wanted];
  for (const name of candidates) {
    const column = typeof name === "string" ? lookUp(name, columns) : undefined;
    if (column !== undefined) return column;
  }
  throw new ClvError("COLUMN_NOT_FOUND", say("prospects.noId", path, wanted, named(columns)));
}

function sourceColumn(wanted: string | number, columns: readonly OfferedColumn[]): OfferedColumn | undefined {
  return typeof wanted === "string" ? lookUp(wanted, columns) : undefined;
}

function named(columns: readonly OfferedColumn[]): string[] {
  return columns.map(({ name }) => name).slice(0, 40);
}

async function countPeople(
  engine: Engine,
  path: string,
  signal: AbortSignal,
): Promise<{ people: number; blank: number }> {
  const from = engine.dialect.table(prospectsTable);
  const [counted] = await engine.rows(
    sql`select count(customer_id) as people, count(*) - count(customer_id) as blank from ${from}`,
    signal,
  );
  const people = Number(counted!.people);
  if (people === 0) throw new ClvError("PROSPECTS_INVALID", say("prospects.nobody", path));
  const twice = await engine.rows(
    sql`select customer_id, min(place) as place, count(*) as n, count(*) over () as ids from ${from} where customer_id is not null group by customer_id having count(*) > 1 order by place limit 3`,
    signal,
  );
  if (twice.length > 0)
    throw new ClvError(
      "PROSPECTS_INVALID",
      say(
        "prospects.twice",
        path,
        Number(twice[0]!.ids),
        twice.map(({ customer_id }) => String(customer_id)),
      ),
    );
  return { people, blank: Number(counted!.blank) };
}
