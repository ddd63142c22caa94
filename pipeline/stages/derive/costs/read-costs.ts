import { rm } from "node:fs/promises";
import { isDatabase } from "../../../config/connections.js";
import type { Engine } from "../../../engines/engine.js";
import { ClvError } from "../../../errors.js";
import { makePrivateFolder } from "../../../files/folders.js";
import { textKeys } from "../../../inspect/propose-config.js";
import { tablesFolder, workFolder } from "../../../runs/layout.js";
import { costSourceConfig, describeCosts } from "../../../sources/cost-source.js";
import { sourceTable } from "../../../sources/read-typed.js";
import type { SourceFile } from "../../../sources/source-file.js";
import type { SourceRelation } from "../../../sources/source-kind.js";
import { sourceKinds } from "../../../sources/source-kinds.js";
import { detectDialect } from "../../../sources/text/dialect.js";
import { sourceChanged, whileUnchanged } from "../../../sources/unchanged.js";
import { id, list, raw, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { say } from "../../../text/messages/say.js";

/** A row of a table of costs as text, with its line or its number. */
export interface CostLine {
  readonly line: number;
  readonly fields: readonly (string | null)[];
}

/** A table of costs while it is open. */
export interface CostTable {
  readonly name: string;
  readonly names: readonly string[];
  /** By column: whether the source says itself that it holds numbers. */
  readonly isNumber: readonly boolean[];
  /** The first rows, for what their columns hold. */
  readonly head: readonly CostLine[];
  rows(): AsyncGenerator<CostLine, void>;
}

const headRows = 50_000;

/**
 * What `use` makes of costs.acquisition, which is still what the run began with.
 * @throws ClvError COSTS_INVALID where a line cannot be split; SOURCE_CHANGED where it is another file by now
 */
export async function withCosts<T>(context: StageContext, use: (table: CostTable) => Promise<T>): Promise<T> {
  const { config, engine, env, openLocal, runDir, signal, costFiles } = context;
  const file = (await describeCosts(config, env, signal))!;
  if (!costFiles.some(({ sha256 }) => sha256 === file.sha256)) throw sourceChanged(file.name);
  const isLocal = isDatabase(file.format) || engine.readsFiles;
  const work = workFolder(runDir);
  await makePrivateFolder(work);
  const reader = isLocal ? engine : await openLocal(tablesFolder(work));
  try {
    const relation = await openRelation(file, work, { ...context, engine: reader });
    return await whileUnchanged(
      file,
      async () => use(await tableOf(file, relation, reader, context)),
      signal,
    );
  } finally {
    if (sourceKinds[file.format].isLoaded) await reader.drop({ name: sourceTable(0) });
    if (reader !== engine) await reader.close();
    await rm(work, { recursive: true, force: true });
  }
}

async function openRelation(file: SourceFile, work: string, context: StageContext): Promise<SourceRelation> {
  const own = costSourceConfig(context.config)!;
  const text =
    file.format === "text"
      ? textKeys(await detectDialect(file.path, { validUtf8: file.probe?.validUtf8 ?? true }))
      : {};
  const config = { ...own, source: { ...own.source, ...text } } as typeof own;
  return sourceKinds[file.format].open(file, 0, work, { ...context, config });
}

async function tableOf(
  { name }: SourceFile,
  { relation, columns, line, broken, unsplittable }: SourceRelation,
  engine: Engine,
  { signal }: StageContext,
): Promise<CostTable> {
  if (unsplittable !== null && unsplittable.rows > 0) {
    const lost = await engine.rows(
      sql`select line, reason from (${unsplittable.select}) u order by line limit 5`,
      signal,
    );
    throw new ClvError(
      "COSTS_INVALID",
      say(
        "costs.unsplittable",
        name,
        unsplittable.rows,
        lost.map((row) => `line ${row.line} (${row.reason})`),
      ),
    );
  }
  const sound = broken === null ? sql`` : sql` where not ${broken.when}`;
  const texts = columns.map(({ value }, i) => sql`cast(${value} as varchar) as ${id(`f${i}`)}`);
  const at = line === null ? raw("cast(null as bigint)") : sql`cast(${line} as bigint)`;
  const order =
    line === null ? list(columns.map((_, i) => engine.dialect.byBytes(id(`f${i}`)))) : raw("at_line");
  const select = sql`select * from (select ${at} as at_line, ${list(texts)} from ${relation}${sound}) t order by ${order}`;
  async function* read(limit?: number): AsyncGenerator<CostLine, void> {
    let row = 0;
    const limited = limit === undefined ? select : sql`${select} limit ${limit}`;
    for await (const batch of engine.query(limited, signal))
      for (let i = 0; i < batch.numRows; i++) {
        row++;
        const own = batch.getChild("at_line")?.get(i);
        const fields = columns.map((_, c) => batch.getChild(`f${c}`)?.get(i) as string | null);
        yield { line: own == null ? row : Number(own), fields };
      }
  }
  const head: CostLine[] = [];
  for await (const each of read(headRows)) head.push(each);
  return {
    ...{ name, head },
    names: columns.map((column) => column.name),
    isNumber: columns.map(({ type }) => type === "number"),
    rows: () => read(),
  };
}
