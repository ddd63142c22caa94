import {
  aggregateRetention,
  dailyRate,
  isContract,
  naiveLifetime,
  purchaseModel,
} from "../../../models/index.js";
import { countedPeriod } from "../../config/billing.js";
import { monthOf, monthsBetween } from "../../sql/customer-months.js";
import { double, list, raw, type Sql, sql } from "../../sql/sql.js";
import { daysOf } from "../../time/period.js";
import { firstIncompleteMonth, firstOfMonth } from "../cohorts/observed.js";
import { cohortColumns, customersOf } from "../cohorts/prepared.js";
import type { MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { lapseMonths } from "./lapse-months.js";
import { ofScopes, scopes } from "./scopes.js";

/** What the formulas of value read; the tables of cohorts are there already. */
export async function prepareValueViews(services: MartServices): Promise<void> {
  const { inputs } = services;
  await services.make("mart_value_months", valueMonths(inputs));
  await services.make("mart_value_retention", await valueRetention(services));
  const customers = sql`(select c.*, ${monthOf(raw("first_day"))} as acquisition_month from ${inputs.table("customers")} c)`;
  for (const { bounds, joined } of scopes(inputs.facts))
    if (bounds !== null)
      await services.loadBounds(bounds, sql`select customer_id, ${joined} as group_key from ${customers} c`);
}

/**
 * mart_value_months: by cohort, from complete months alone: customer_months (a customer is current in a month with a purchase and in those
 * after it, as long as it has not lapsed), exposures (those of them whose next month is complete too), lapses (after which it was not
 * current), and what these customers paid and bought.
 */
export function valueMonths(inputs: MartInputs): Sql {
  const { table, facts, config } = inputs;
  const lapse = lapseMonths(config);
  const start = sql`date ${firstOfMonth(facts.firstDay)}`;
  const end = sql`date ${firstIncompleteMonth(facts)}`;
  // places of months, 0 for the first; `after` is the place of the month after the last complete one
  const after = monthsBetween(start, end);
  const placed = sql`select customer_id, ${monthsBetween(start, raw("month"))} as place, case when purchases > 0 then 1 else 0 end as active, purchases, orders, gross_revenue - refunds as net_revenue
from ${table("mart_customer_months")} m where month < ${end}`;
  const followed = sql`select p.*, lead(place) over (partition by customer_id, active order by place) as next_place, ${after} as after_last from (${placed}) p`;
  const current = sql`case when active = 1 then least(coalesce(next_place, after_last) - place, ${lapse}) else 0 end`;
  const atEnd = sql`case when active = 1 and next_place is null and place + ${lapse} >= after_last then 1 else 0 end`;
  const lapsed = sql`case when active = 1 and coalesce(next_place - place > ${lapse}, place + ${lapse} < after_last) then 1 else 0 end`;
  const columns = cohortColumns(inputs);
  const rows = sql`select ${columns}, ${current} as current_months, ${atEnd} as at_end, ${lapsed} as lapsed, net_revenue, purchases, orders
from (${followed}) f join (${customersOf(inputs)}) c on c.customer_id = f.customer_id where c.acquisition_month < ${end}`;
  return sql`select ${columns}, ${list([
    raw("cast(sum(current_months) as bigint) as customer_months"),
    raw("cast(sum(current_months - at_end) as bigint) as exposures"),
    raw("cast(sum(lapsed) as bigint) as lapses"),
    raw("cast(sum(net_revenue) as decimal(38,4)) as net_revenue"),
    raw("cast(sum(purchases) as bigint) as purchases"),
    raw("cast(sum(orders) as bigint) as orders"),
  ])}
from (${rows}) r group by ${columns}`;
}

const named = raw("value_key, alive, retention, lifetime, to_come");

/**
 * mart_value_retention: of contracts, how many subscribe still, the aggregate retention of those who did a period ago, and the lifetime in
 * periods that follows from it (and what of it is to come, discounted to now), by what they are valued together. No rows for shops, and where customers pay at intervals of their own.
 */
async function valueRetention({ inputs, context }: MartServices): Promise<Sql> {
  const { config, facts } = inputs;
  const period = countedPeriod(config);
  const { model } = config.purchase;
  const contract = model !== "auto" && isContract(purchaseModel(model));
  const rows =
    period === null || !contract ? [] : await context.engine.rows(aliveByCohort(inputs), context.signal);
  const byKey = new Map<string, { alive: number; before: number }[]>();
  for (const row of rows) {
    const key = String(row.value_key);
    byKey.set(key, [...(byKey.get(key) ?? []), { alive: Number(row.alive), before: Number(row.before) }]);
  }
  const discount = period === null ? 0 : Math.expm1(dailyRate(facts.annualDiscountRate) * daysOf(period));
  const values = [...byKey].map(([key, cohorts]) => {
    const alive = cohorts.reduce((sum, cohort) => sum + cohort.alive, 0);
    const retention = aggregateRetention(cohorts);
    const lifetime = naiveLifetime(retention, discount);
    // the next payment is a period away
    const figures = [retention, lifetime, lifetime / (1 + discount)].map((v) =>
      double(Number.isFinite(v) ? v : null),
    );
    return sql`(${list([sql`cast(${key} as varchar)`, sql`cast(${alive} as bigint)`, ...figures])})`;
  });
  if (values.length > 0) return sql`select ${named} from (values ${list(values)}) v(${named})`;
  return sql`select ${named} from (values (cast('' as varchar), cast(0 as bigint), ${list([double(null), double(null), double(null)])})) v(${named}) where 1 = 0`;
}

/** Of contracts, by what they are valued together and by cohort: those who subscribe still, and those who did a period ago. */
export function aliveByCohort({ table, facts }: MartInputs): Sql {
  const customers = sql`(select c.*, ${monthOf(raw("first_day"))} as acquisition_month from ${table("customers")} c)`;
  return ofScopes(
    facts,
    ({
      joined,
    }) => sql`select ${joined} as value_key, t_cal, cast(sum(case when t_x >= t_cal then 1 else 0 end) as bigint) as alive, cast(sum(case when t_cal >= 1 and t_x >= t_cal - 1 then 1 else 0 end) as bigint) as before
from ${customers} c group by ${joined}, t_cal`,
  );
}
