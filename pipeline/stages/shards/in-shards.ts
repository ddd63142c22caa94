import type { TableRef } from "../../engines/engine.js";
import { list, type Sql, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";

/**
 * Materializes what a select makes of the transactions of each customer. Where there are more of them than the engine can
 * group at once, it takes one shard of the customers after the other.
 * @param transactions how many there are
 * @param together puts the results of the shards together; as they are unless said otherwise
 * @param finished what is made of the result, in shards or not
 * @returns rows of the table
 */
export async function materializeByCustomer(
  table: TableRef,
  transactions: number,
  select: (transactions: Sql) => Sql,
  { engine, signal, log }: StageContext,
  together: (parts: Sql) => Sql = (parts) => parts,
  finished: (rows: Sql) => Sql = (rows) => rows,
): Promise<number> {
  const all = engine.dialect.table("transactions");
  const shards = Math.ceil(transactions / (engine.rowsPerShard ?? Number.POSITIVE_INFINITY));
  if (shards <= 1) return engine.materialize(table, finished(select(all)), signal);
  log(`${transactions} transactions make ${table.name} in ${shards} shards of customers`);
  const parts = Array.from({ length: shards }, (_, i) => ({ name: `${table.name}_shard_${i}` }));
  for (const [i, part] of parts.entries()) {
    const isIn = sql`${engine.dialect.hash([sql`customer_id`])} % ${shards} = ${i}`;
    await engine.materialize(part, select(sql`(select * from ${all} where ${isIn})`), signal);
  }
  const each = parts.map((part) => sql`select * from ${engine.dialect.table(part.name)}`);
  const rows = await engine.materialize(table, finished(together(list(each, " union all "))), signal);
  for (const part of parts) await engine.drop(part);
  return rows;
}
