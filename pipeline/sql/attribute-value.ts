import type { Dialect } from "./dialect.js";
import { attributeColumn } from "./parse-rows.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** Which value of an attribute counts that changes over a customer's purchase days. */
export const attributeValues = ["first", "last", "mode"] as const;
export type AttributeValue = (typeof attributeValues)[number];

const column = (name: string): Sql => id(attributeColumn(name));

/**
 * Rows of customers' days; each attribute with its place, where the value of most days is wanted: 1 for that value, for the
 * smallest in text order of several such.
 */
export function attributePlaces(rows: Sql, names: readonly string[], choice: AttributeValue): Sql {
  if (choice !== "mode" || names.length === 0) return rows;
  const days = names.map(
    (name, i) =>
      sql`count(${column(name)}) over (partition by customer_id, ${column(name)}) as ${raw(`days_of_${i}`)}`,
  );
  const places = names.map(
    (name, i) =>
      sql`row_number() over (partition by customer_id order by ${raw(`days_of_${i}`)} desc, ${column(name)}) as ${raw(`place_of_${i}`)}`,
  );
  return sql`select *, ${list(places)} from (select *, ${list(days)} from (${rows}) v) n`;
}

/**
 * One value of each attribute out of a customer's rows; rows without a value do not count.
 * @param days a number or date that rises from a customer's first row on, and one that falls
 */
export function attributesOf(
  dialect: Dialect,
  names: readonly string[],
  choice: AttributeValue,
  days: { readonly rising: Sql; readonly falling: Sql },
): Sql[] {
  const key = (i: number): Sql =>
    ({ first: days.rising, last: days.falling, mode: raw(`place_of_${i}`) })[choice];
  return names.map((name, i) => sql`${dialect.firstBy(column(name), key(i))} as ${column(name)}`);
}

/** For each attribute, customers with a value of it, and customers with several, over their purchases. */
export function changingAttributes(transactions: Sql, names: readonly string[]): Sql {
  const bounds = names.flatMap((name, i) => [
    sql`min(${column(name)}) as ${raw(`low_${i}`)}`,
    sql`max(${column(name)}) as ${raw(`high_${i}`)}`,
  ]);
  const counts = names.flatMap((_, i) =>
    [
      `count(low_${i}) as customers_${i}`,
      `count(case when low_${i} <> high_${i} then 1 end) as changing_${i}`,
    ].map(raw),
  );
  return sql`select ${list(counts)} from (
  select customer_id, ${list(bounds)} from ${transactions} t where not is_refund group by customer_id
) c`;
}
