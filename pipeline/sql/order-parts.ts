import type { Dialect } from "./dialect.js";
import type { ExcludedColumn } from "./excluded-rows.js";
import type { MappedColumns, SourceColumn } from "./parse-rows.js";
import { list, raw, type Sql, sql } from "./sql.js";

/** The mark of a further row of an order, which is no row of its own: neither accepted nor rejected. */
export const partReason = "CONTINUATION";

/** Source rows with what is known of them as parts of orders, in the order of the file, and the columns over these. */
export interface RowsOfOrders {
  readonly relation: Sql;
  readonly columns: MappedColumns;
}

const above = raw("order by part_line rows between unbounded preceding and 1 preceding");
const upToHere = raw("order by part_line rows between unbounded preceding and current row");

/**
 * Marks further rows of an order, which have no amount: their order id is that of a row above, or they have neither order id
 * nor customer (without a mapped order: neither customer nor date) below a row that has. The embedded engine runs this.
 */
export function withPartsMarked(
  dialect: Dialect,
  relation: Sql,
  columns: MappedColumns,
  nullTokens: readonly string[],
): RowsOfOrders {
  const isBlank = (c: SourceColumn): Sql => sql`${dialect.cleanText(c.text ?? c.value, nullTokens)} is null`;
  const amounts = [columns.amount, columns.quantity, columns.unitPrice].flatMap((c) => (c ? [c] : []));
  const readable = columns.broken === null ? raw("true") : sql`not ${columns.broken.when}`;
  const key = columns.order ?? columns.customer;
  const alsoBlank = columns.order === null ? columns.date : columns.customer;
  const read = sql`select *, ${columns.line!} as part_line, ${dialect.cleanText(key.text ?? key.value, nullTokens)} as part_key,
  ${readable} and ${list(amounts.map(isBlank), " and ")} as part_blank, ${isBlank(alsoBlank)} as part_blank_too from ${relation}`;
  const isRepeated =
    columns.order === null
      ? raw("false")
      : sql`part_key is not null and count(*) over (partition by part_key ${above}) > 0`;
  const isBelow = sql`part_key is null and part_blank_too and count(part_key) over (${above}) > 0`;
  return {
    relation: sql`(select *, part_blank and (${isRepeated} or ${isBelow}) as is_part from (${read}) r order by part_line) p`,
    columns: { ...columns, line: raw("part_line"), part: raw("is_part") },
  };
}

/**
 * Fills what is blank on further rows of an order from the row above: rows without an order id belong to the last one that
 * has one, and customer, date, currency and the columns of excluded values are those of the same order. An order's own
 * first row is never filled. Without a mapped order, a row with a customer begins a group. The embedded engine runs this.
 */
export function withPartsFilled(
  dialect: Dialect,
  relation: Sql,
  columns: MappedColumns,
  nullTokens: readonly string[],
): RowsOfOrders {
  const { customer, date, order, currency, excluded = [] } = columns;
  const wanted = [customer, date, ...(currency ? [currency] : []), ...excluded.map((e) => e.column)];
  const asText = (c: SourceColumn): Sql => dialect.cleanText(c.text ?? c.value, nullTokens);
  const blankAsNull = (c: SourceColumn): Sql =>
    c === date ? sql`case when ${asText(c)} is not null then ${c.value} end` : asText(c);
  const own = (i: number): Sql => raw(`own_${i}`);
  const read = sql`select *, ${columns.line!} as part_line, ${order ? asText(order) : raw("null")} as own_order,
  ${list(wanted.map((c, i) => sql`${blankAsNull(c)} as ${own(i)}`))} from ${relation}`;
  const isFirst = sql`${own(0)} is not null and ${own(1)} is not null${raw(order ? " and own_order is not null" : "")}`;
  const group = order
    ? sql`last_value(own_order ignore nulls) over (${upToHere})`
    : sql`nullif(count(${own(0)}) over (${upToHere}), 0)`;
  const grouped = sql`select *, ${group} as part_key, count(case when ${isFirst} then 1 end) over (${upToHere}) as part_block,
  ${dialect.hash(columns.all)} as part_hash from (${read}) r`;
  const filled = (i: number): Sql => raw(`filled_${i}`);
  const fill = wanted.map(
    (_, i) =>
      sql`case when part_key is null then ${own(i)} else last_value(${own(i)} ignore nulls) over (partition by part_key ${upToHere}) end as ${filled(i)}`,
  );
  const all = sql`select *, ${list(fill)}, row_number() over (partition by part_block, part_hash order by part_line) as part_copy
from (${grouped}) g`;
  const at = (i: number): SourceColumn => ({ value: filled(i), type: i === 1 ? date.type : "text" });
  const firstExcluded = currency ? 3 : 2;
  return {
    relation: sql`(select * from (${all}) f order by part_line) p`,
    columns: {
      ...columns,
      customer: at(0),
      date: at(1),
      currency: currency && at(2),
      order: order && { value: raw("part_key"), type: "text" },
      excluded: excluded.map((e, i): ExcludedColumn => ({ ...e, column: at(firstExcluded + i) })),
      // two equal lines of one order are two; the same order in two files, or twice in one, is one
      all: [raw("part_hash"), raw("part_copy")],
      line: raw("part_line"),
    },
  };
}
