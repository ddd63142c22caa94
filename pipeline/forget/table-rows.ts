import type { Row } from "../engines/engine.js";
import { id, list, lit, raw, type Sql, sql } from "../sql/sql.js";
import type { Person } from "./person.js";

/** A table of any engine or file: where it is read, and its columns. */
export interface SearchedTable {
  readonly relation: Sql;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  rows(select: Sql): Promise<Row[]>;
}

/** What of a table is of a person. */
export interface FoundRows {
  /** Rows of theirs. */
  readonly rows: number;
  /** Texts that name them, by column; of rows that are not theirs, or of nobody. */
  readonly texts: readonly { readonly column: string; readonly values: readonly string[] }[];
  readonly textRows: number;
  /** Values equal to an id in columns that should hold none. */
  readonly elsewhere: number;
}

/** Columns of lines and sentences that may name someone. The text of clv_monitoring is about all, and full of numbers that are no ids. */
const proseColumns = new Set(["raw_text", "reason"]);

/**
 * Looks for a person in each column of texts: rows by customer_id, words in lines and sentences, equal values elsewhere.
 * Attributes are passed over.
 */
export async function findRows(
  table: SearchedTable,
  person: Person,
  attributes: ReadonlySet<string>,
): Promise<FoundRows> {
  const { relation, columns } = table;
  const texts = columns.filter(({ type }) => /char|text|string/i.test(type)).map(({ name }) => name);
  const customer = customerColumn(columns);
  const count = async (where: Sql): Promise<number> =>
    Number((await table.rows(sql`select count(*) as n from ${relation} t where ${where}`))[0]?.n);
  const rows = customer === undefined ? 0 : await count(isTheirs(customer, person));
  const prose: { column: string; values: string[] }[] = [];
  let textRows = 0;
  for (const column of texts.filter((name) => proseColumns.has(name.toLowerCase()))) {
    const mentions = list(
      person.ids.map((customerId) => sql`position(${customerId} in ${id(column)}) > 0`),
      " or ",
    );
    const found = await table.rows(
      sql`select ${id(column)} as value, count(*) as n from ${relation} t where ${mentions} group by ${id(column)}`,
    );
    const named = found.filter(({ value }) => person.isNamedIn(String(value)));
    if (named.length === 0) continue;
    prose.push({ column, values: named.map(({ value }) => String(value)) });
    textRows += named.reduce((sum, { n }) => sum + Number(n), 0);
  }
  const others = texts.filter((name) => {
    const lower = name.toLowerCase();
    return (
      name !== customer && !proseColumns.has(lower) && !lower.startsWith("attr_") && !attributes.has(lower)
    );
  });
  const elsewhere =
    others.length === 0
      ? 0
      : await count(
          list(
            others.map((name) => isTheirs(name, person)),
            " or ",
          ),
        );
  return { rows, texts: prose, textRows, elsewhere: Math.max(0, elsewhere) };
}

/** The table without their rows and without texts that name them, in its order. */
export function keptRows({ relation, columns }: SearchedTable, found: FoundRows, person: Person): Sql {
  const customer = customerColumn(columns);
  const blanked = new Map(found.texts.map(({ column, values }) => [column, values]));
  const kept = columns.map(({ name }) => {
    const values = blanked.get(name);
    return values === undefined
      ? id(name)
      : sql`case when ${id(name)} in (${list(values.map((value) => lit(value)))}) then '' else ${id(name)} end as ${id(name)}`;
  });
  const where =
    customer === undefined
      ? raw("")
      : sql` where ${id(customer)} is null or not ${isTheirs(customer, person)}`;
  return sql`select ${list(kept)} from ${relation} t${where}`;
}

export function customerColumn(columns: SearchedTable["columns"]): string | undefined {
  return columns.find(({ name }) => name.toLowerCase() === "customer_id")?.name;
}

/** Whether a column has one of their ids. */
export function isTheirs(column: string, { ids }: Person): Sql {
  return sql`cast(${id(column)} as varchar) in (${list(ids.map((customerId) => lit(customerId)))})`;
}
