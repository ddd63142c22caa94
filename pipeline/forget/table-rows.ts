import type { Row } from "../engines/engine.js";
import { id, list, lit, raw, type Sql, sql } from "../sql/sql.js";
import type { Eraser } from "./erased-file.js";
import { type Found, foundTimes, type Person } from "./person.js";

/** A table of any engine or file: where it is read, and its columns. */
export interface SearchedTable {
  readonly relation: Sql;
  readonly columns: readonly { readonly name: string }[];
  rows(select: Sql): Promise<Row[]>;
}

/** What of a table is of a person: rows by customer_id, or lines of the log that were rejected. */
export interface FoundRows {
  readonly rows: Found;
  readonly lines: Found;
  /** These lines, by file and reason. */
  readonly texts: readonly FoundTexts[];
}

interface FoundTexts {
  readonly file: string;
  readonly reason: string;
  readonly texts: readonly string[];
}

const none: Found = new Map();

/** A person's rows are those of their customer_id; no other column of a table is looked at, but the lines in rejected rows. */
export async function findRows(
  table: SearchedTable,
  { person, lines }: Pick<Eraser, "person" | "lines">,
): Promise<FoundRows> {
  return {
    rows: hasColumn(table, "customer_id") ? await customersOf(table, person) : none,
    ...(hasColumn(table, "raw_text") && hasColumn(table, "reason")
      ? await findLines(table, person, lines)
      : { lines: none, texts: [] }),
  };
}

/** How many rows and lines, and whose. */
export function allFound({ rows, lines }: FoundRows): Found {
  const all = new Map(rows);
  for (const [customer, times] of lines) all.set(customer, (all.get(customer) ?? 0) + times);
  return all;
}

export function countFound(found: FoundRows): number {
  return foundTimes(allFound(found));
}

async function customersOf({ relation, rows }: SearchedTable, person: Person): Promise<Found> {
  const found = await rows(
    sql`select cast(customer_id as varchar) as customer, count(*) as n from ${relation} t where ${isTheirs(person)} group by customer_id`,
  );
  return new Map(found.map(({ customer, n }) => [String(customer), Number(n)]));
}

async function findLines(
  table: SearchedTable,
  person: Person,
  lines: Eraser["lines"],
): Promise<Pick<FoundRows, "lines" | "texts">> {
  const { relation } = table;
  const file = hasColumn(table, "file") ? raw("file") : sql`''`;
  const candidates = await table.rows(
    sql`select file, reason, raw_text, count(*) as n from (select ${file} as file, reason, raw_text from ${relation} t) r where ${mayName(person)} group by file, reason, raw_text`,
  );
  const found = new Map<string, number>();
  const texts = new Map<string, FoundTexts & { texts: string[] }>();
  for (const row of candidates) {
    const line = { file: String(row.file), reason: String(row.reason), text: String(row.raw_text) };
    const customer = await lines.personOf(line);
    if (customer === null) continue;
    found.set(customer, (found.get(customer) ?? 0) + Number(row.n));
    const key = JSON.stringify([line.file, line.reason]);
    const group = texts.get(key) ?? { file: line.file, reason: line.reason, texts: [] };
    group.texts.push(line.text);
    texts.set(key, group);
  }
  return { lines: found, texts: [...texts.values()] };
}

/** Whether a text may hold an id, as it is, with its quotes doubled, or as JSON writes it. */
function mayName({ ids }: Person): Sql {
  const written = ids.flatMap((customer) => [
    customer,
    customer.replaceAll('"', '""'),
    customer.replaceAll("'", "''"),
    JSON.stringify(customer).slice(1, -1),
  ]);
  const forms = [...new Set([...written, "\\u"])];
  return list(
    forms.map((form) => sql`position(${form} in raw_text) > 0`),
    " or ",
  );
}

/** The table without their rows, and with nothing in place of their lines, in its order. */
export function keptRows(table: SearchedTable, { texts }: FoundRows, person: Person): Sql {
  const file = hasColumn(table, "file");
  const isText = texts.map(
    (group) =>
      sql`${file ? sql`file = ${group.file} and ` : raw("")}reason = ${group.reason} and raw_text in (${list(group.texts.map((text) => lit(text)))})`,
  );
  const kept = table.columns.map(({ name }) =>
    name === "raw_text" && isText.length > 0
      ? sql`case when ${list(isText, " or ")} then '' else raw_text end as raw_text`
      : id(name),
  );
  const where = hasColumn(table, "customer_id")
    ? sql` where customer_id is null or not ${isTheirs(person)}`
    : raw("");
  return sql`select ${list(kept)} from ${table.relation} t${where}`;
}

function hasColumn({ columns }: SearchedTable, wanted: string): boolean {
  return columns.some(({ name }) => name === wanted);
}

/** Whether a row is theirs. */
export function isTheirs({ ids }: Person): Sql {
  return sql`cast(customer_id as varchar) in (${list(ids.map((customerId) => lit(customerId)))})`;
}
