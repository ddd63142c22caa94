import { list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { cellKey, cellTable } from "./cells.js";
import { boundsTable, type RankedValue, rankedTable, rankedValues } from "./measures.js";

/** Customers in the order of each value, and the bounds of totals of deciles, tiers and cells. */
export async function prepareDistribution({ inputs, make, loadBounds }: MartServices): Promise<void> {
  const { table, facts } = inputs;
  for (const [i, value] of rankedValues(facts).entries()) {
    await make(rankedTable(i), ranked(inputs, value));
    if (value.horizonDays === null) continue;
    const groups = (bin: Sql): Sql =>
      sql`select customer_id, cast(${bin} as varchar) as group_key from ${table(rankedTable(i))} r`;
    await loadBounds(boundsTable("decile", i), groups(decile));
    await loadBounds(boundsTable("tier", i), groups(tierOf(facts.tiers)));
  }
  await loadBounds(cellTable, cellKey(inputs));
}

/** place is 1 for the highest value; of equal ones the smaller id is first. */
export function ranked({ table, dialect }: MartInputs, { expression }: RankedValue): Sql {
  const order = sql`order by v.value desc, ${dialect.byBytes(raw("v.customer_id"))}`;
  return sql`select v.customer_id, v.value, v.value_tier, cast(row_number() over (${order}) as bigint) as place, count(*) over () as customers
from (select s.customer_id, coalesce(cast(${raw(expression)} as double precision), 0) as value, s.value_tier from ${table("scores")} s) v`;
}

/** 1 for the tenth with the highest values; of numbers that ten does not divide the last one is the smallest. */
export const decile: Sql = raw(
  "cast(floor(cast((r.place - 1) * 10 as double precision) / r.customers) as integer) + 1",
);

export function tierOf(tiers: readonly string[]): Sql {
  const cases = tiers.map((tier, i) => sql`when ${tier} then ${i + 1}`);
  return sql`case r.value_tier ${list(cases, " ")} end`;
}
