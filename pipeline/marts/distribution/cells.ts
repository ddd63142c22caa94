import { exactSum } from "../../sql/exact-sum.js";
import { list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { boundedValues } from "../columns.js";
import type { MartInputs } from "../mart.js";
import { rankedValues } from "./measures.js";

/** The tables of bounds of cells. */
export const cellTable = "mart_cell_bounds";

/** Purchases, the first one included, from which on a class begins; days since the last purchase likewise. */
const purchaseClasses = [1, 2, 3, 5, 10] as const;
const recencyClasses = [0, 31, 91, 181, 366] as const;

function classOf(value: Sql, from: readonly number[]): Sql {
  const above = from.slice(1).map((start, i) => sql`when ${value} < ${start} then ${i + 1}`);
  return sql`case ${list(above, " ")} else ${from.length} end`;
}

/** Customers with their classes and what is expected of them. */
function classed({ table, dialect, facts }: MartInputs): Sql {
  const expected = rankedValues(facts).find(({ horizonDays }) => horizonDays !== null && horizonDays > 0)!;
  const recency = dialect.daysBetween(raw("c.last_day"), sql`date ${facts.asOf}`);
  return sql`select s.customer_id, ${classOf(raw("c.x + 1"), purchaseClasses)} as purchases_class, ${classOf(recency, recencyClasses)} as recency_class, s.p_alive, ${raw(expected.expression)} as value
from ${table("customers")} c join ${table("scores")} s on s.customer_id = c.customer_id`;
}

/** The groups whose totals cells are. */
export function cellKey(inputs: MartInputs): Sql {
  return sql`select customer_id, cast(10 * purchases_class + recency_class as varchar) as group_key from (${classed(inputs)}) k`;
}

/** clv_frequency_recency: a row a class of purchases and a class of days since the last one. */
export function cellRows(inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const edge = (from: readonly number[], column: string, of: "from" | "to"): Sql =>
    sql`case ${raw(column)} ${list(
      from.map((start, i) => {
        const next = from[i + 1];
        return sql`when ${i + 1} then ${of === "from" ? start : next === undefined ? raw("cast(null as integer)") : lit(next - 1)}`;
      }),
      " ",
    )} end`;
  return sql`select ${edge(purchaseClasses, "g.purchases_class", "from")} as purchases_from, ${edge(purchaseClasses, "g.purchases_class", "to")} as purchases_to,
  ${edge(recencyClasses, "g.recency_class", "from")} as recency_days_from, ${edge(recencyClasses, "g.recency_class", "to")} as recency_days_to,
  g.customers, g.p_alive / g.customers as mean_p_alive, ${boundedValues("mean_value", raw("g.value / g.customers"), "b", facts.money ? "value" : "purchases")}
from (select purchases_class, recency_class, count(*) as customers, ${exactSum(raw("p_alive"))} as p_alive, ${exactSum(raw("value"))} as value from (${classed(inputs)}) k group by purchases_class, recency_class) g
left join ${table(cellTable)} b on b.group_key = cast(10 * g.purchases_class + g.recency_class as varchar) and b.horizon_days = ${facts.longestDays}`;
}
