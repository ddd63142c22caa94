import { dailyRate, isContract, purchaseModel } from "../../../models/index.js";
import { countedPeriod } from "../../config/billing.js";
import { monthOf, monthsBetween } from "../../sql/customer-months.js";
import { list, raw, type Sql, sql } from "../../sql/sql.js";
import { daysOf } from "../../time/period.js";
import { firstIncompleteMonth, firstOfMonth } from "../cohorts/observed.js";
import { cohortColumns, customersOf } from "../cohorts/prepared.js";
import type { MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { lapseMonths } from "./lapse-months.js";
import { subscribersByAge, valueRetention } from "./retention.js";
import { scopes } from "./scopes.js";

/** What the formulas of value read; the tables of cohorts are there already. */
export async function prepareValueViews(services: MartServices): Promise<void> {
  const { inputs } = services;
  await services.make("mart_value_months", valueMonths(inputs));
  await services.make("mart_value_retention", await contractRetention(services));
  const customers = sql`(select c.*, ${monthOf(raw("first_day"))} as acquisition_month from ${inputs.table("customers")} c)`;
  for (const { bounds, joined } of scopes(inputs.facts))
    if (bounds !== null)
      await services.loadBounds(bounds, sql`select customer_id, ${joined} as group_key from ${customers} c`);
}

/** Aggregate retention of contracts whose periods are alike; none of shops, nor where customers pay at intervals of their own. */
async function contractRetention({ inputs, context }: MartServices): Promise<Sql> {
  const { config, facts } = inputs;
  const period = countedPeriod(config);
  const { model } = config.purchase;
  if (period === null || model === "auto" || !isContract(purchaseModel(model))) return valueRetention([], 0);
  const rows = await context.engine.rows(subscribersByAge(inputs), context.signal);
  return valueRetention(rows, Math.expm1(dailyRate(facts.annualDiscountRate) * daysOf(period)));
}

/**
 * mart_value_months: by cohort, from complete months alone: customer_months (a customer is current in a month with a purchase and in those
 * after it, as long as it has not lapsed), exposures (those of them whose next month is complete too) and lapses (after which it was not
 * current). A month with a purchase stands for those up to the next one.
 */
export function valueMonths(inputs: MartInputs): Sql {
  const { table, facts, config } = inputs;
  const lapse = lapseMonths(config);
  const start = sql`date ${firstOfMonth(facts.firstDay)}`;
  const end = sql`date ${firstIncompleteMonth(facts)}`;
  // places of months, 0 for the first; after_last is that of the month after the last complete one
  const placed = sql`select customer_id, ${monthsBetween(start, raw("month"))} as place from ${table("mart_customer_months")} m where month < ${end} and purchases > 0`;
  const followed = sql`select customer_id, place, lead(place) over (partition by customer_id order by place) as next_place, ${monthsBetween(start, end)} as after_last from (${placed}) p`;
  const columns = cohortColumns(inputs);
  const rows = sql`select ${columns}, least(coalesce(next_place, after_last) - place, ${lapse}) as current_months,
  case when next_place is null and place + ${lapse} >= after_last then 1 else 0 end as at_end,
  case when coalesce(next_place - place > ${lapse}, place + ${lapse} < after_last) then 1 else 0 end as lapsed
from (${followed}) f join (${customersOf(inputs)}) c on c.customer_id = f.customer_id`;
  return sql`select ${columns}, ${list([
    raw("cast(sum(current_months) as bigint) as customer_months"),
    raw("cast(sum(current_months - at_end) as bigint) as exposures"),
    raw("cast(sum(lapsed) as bigint) as lapses"),
  ])}
from (${rows}) r group by ${columns}`;
}
