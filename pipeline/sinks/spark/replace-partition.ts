import type { Engine } from "../../engines/engine.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { definitions, tableHead } from "./comments.js";

/**
 * The rows of one run, or of one date, in place of those it had before, in a table that is made if need be and gains the columns
 * that are new to it; a column that these rows lack is NULL in them.
 */
export async function replacePartition(
  { table, named }: { readonly table: string; readonly named: Sql },
  rows: Sql,
  replaces: "run" | "date",
  partition: Sql,
  server: Engine,
): Promise<void> {
  const own = await server.describe(rows);
  const by = raw(replaces === "run" ? "run_id" : "as_of");
  await server.execute(
    sql`create table if not exists ${named} ${tableHead(table, own)} partitioned by (${by})`,
  );
  const known = await server.describe(sql`select * from ${named}`);
  const without = (columns: typeof own, others: typeof own): typeof own =>
    columns.filter(({ name }) => !others.some((other) => other.name === name));
  const added = without(own, known);
  if (added.length > 0)
    await server.execute(sql`alter table ${named} add columns (${definitions(table, added)})`);
  const nulls = without(known, own).map(({ name, type }) => sql`cast(null as ${raw(type)}) as ${id(name)}`);
  await server.execute(sql`alter table ${named} drop if exists partition (${partition})`);
  await server.execute(
    sql`insert into ${named} by name select ${list([raw("*"), ...nulls])} from (${rows}) r`,
  );
}
