import { list, raw, type Sql, sql } from "./sql.js";

/** Orders that rows of a later file correct: order_key, last_file. Tables are staged sources, in the order of their files. */
export function correctedOrders(tables: readonly Sql[]): Sql {
  const rows = tables.map(
    (table, i) =>
      sql`select order_key, ${i} as file from ${table} where reason is null and order_key is not null`,
  );
  return sql`select order_key, max(file) as last_file from (${list(rows, "\nunion all ")}) a
group by order_key having min(file) < max(file)`;
}

/** A staged source without the rows of orders that a later file holds as well, usable after FROM, in no order. */
export function withoutCorrected(table: Sql, file: number, corrected: Sql): Sql {
  return sql`(select t.* from ${table} t left join ${corrected} c on c.order_key = t.order_key and c.last_file > ${file}
where c.order_key is null) ${raw(`current_${file}`)}`;
}
