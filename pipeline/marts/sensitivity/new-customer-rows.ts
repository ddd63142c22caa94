import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { noBounds } from "../columns.js";
import type { MartInputs } from "../mart.js";
import { factor } from "./futures.js";

/** What a new customer brings less its mean cost, and what a tenth more cost leaves of that; nothing where no cost is known. */
export function newCustomerRows({ table, facts }: Pick<MartInputs, "table" | "facts">, days: number): Sql {
  const { meanCac } = facts;
  if (meanCac === null) return sql``;
  const from = sql`from ${table("clv_new_customers")} n where n.attribute is null and n.horizon_days = ${days} and n.expected_value is not null`;
  const worth = sql`(n.expected_value - ${double(meanCac)})`;
  const ofWorth = (change: number): Sql => sql`case when ${worth} > 0 then ${double(change)} / ${worth} end`;
  const row = (driver: string, change: string | null, times: number): Sql => {
    const cost = double(meanCac * times);
    const added = meanCac * (1 - times);
    const isBase = change === null;
    return sql`
union all
select 'new_customer' as scope, ${driver} as driver, cast(${change} as varchar) as ${id("change")}, cast(${days} as integer) as horizon_days,
  n.expected_value - ${cost} as clv, ${list(intervalBounds.map(({ name }) => sql`n.${id(`expected_value_${name}`)} - ${cost} as ${id(`clv_${name}`)}`))},
  ${double(added)} as difference, ${noBounds("difference")}, ${ofWorth(added)} as relative, ${isBase ? double(null) : ofWorth(added / (times - 1))} as elasticity,
  ${isBase ? double(null) : ofWorth(-meanCac)} as point_elasticity, ${raw("cast(null as varchar)")} as reason ${from}`;
  };
  return sql`${row("base", null, 1)}${row("CAC", "+10 %", factor)}`;
}
