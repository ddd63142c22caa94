import { historyKeys } from "../../sql/covariate-groups.js";
import { exactSum } from "../../sql/exact-sum.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import { type Block, blocks, cohortKey } from "../cohorts/blocks.js";
import { firstOfMonth } from "../cohorts/observed.js";
import { cohortColumns, customersOf, residualColumn } from "../cohorts/prepared.js";
import type { MartFacts } from "../facts.js";
import type { MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { prepareEconomics } from "./economics.js";

/** Days that a customer's first year has. */
export const firstYearDays = 365;

/** All customers, and the attributes that costs are by. */
export function costBlocks(facts: MartFacts): Block[] {
  const attributes = facts.costs?.attributes ?? [];
  return blocks(facts).filter((_, i) => i === 0 || attributes.includes(facts.attributes[i - 1]!));
}

/** What the tables of acquisition read: customers added up, pairs of source and month, and the curve of each. */
export async function prepareAcquisition(services: MartServices): Promise<void> {
  const { inputs, artifacts } = services;
  const grouped = artifacts.covariate_groups.rows > 0;
  await services.make("mart_acquisition_first_year", firstYearToDate(inputs));
  await services.make("mart_acquisition_to_come", firstYearToCome(inputs, grouped));
  await services.make("mart_acquisition_customers", customersTogether(inputs));
  await services.make("mart_acquisition_pairs", pairs(inputs));
  await services.make("mart_acquisition_curve", curve(inputs));
  await prepareEconomics(services);
}

/** Days from the first purchase of a customer c to the as-of date. */
function age({ dialect, facts }: MartInputs): Sql {
  return dialect.daysBetween(raw("c.first_day"), sql`date ${facts.asOf}`);
}

/** mart_acquisition_customers: what customers of a cohort and margin are worth, added up. */
export function customersTogether(inputs: MartInputs): Sql {
  const { table, facts } = inputs;
  const columns = cohortColumns(inputs);
  const values = facts.horizonsDays.map((days) => `clv_${days}d`);
  const customers = customersOf(inputs, [sql`${age(inputs)} as age_days`]);
  return sql`select ${columns}, count(*) as customers, min(age_days) as youngest_days, ${list([
    ...values.map((name) => sql`${exactSum(id(name))} as ${id(name)}`),
    sql`${exactSum(raw("residual_value"))} as residual_value`,
  ])}
from (select c.*, ${list(values.map((name) => sql`s.${id(name)}`))}, s.${id(residualColumn(facts))} as residual_value from (${customers}) c join ${table("scores")} s on s.customer_id = c.customer_id) k
group by ${columns}`;
}

/** mart_acquisition_first_year: the margin of the first 365 days of the customers of a cohort, as far as they are over. */
export function firstYearToDate(inputs: MartInputs): Sql {
  const { dialect, table } = inputs;
  const columns = cohortColumns(inputs);
  const within = sql`${dialect.daysBetween(raw("c.first_day"), raw("t.day"))} < ${firstYearDays}`;
  return sql`select ${columns}, cast(sum(amount) as double precision) * margin_rate as margin
from (select c.*, t.amount from ${table("transactions")} t join (${customersOf(inputs, [raw("c.first_day")])}) c on c.customer_id = t.customer_id
where ${within}) r group by ${columns}`;
}

/**
 * mart_acquisition_to_come: the margin that is expected of the rest of the first 365 days of the customers of a cohort. A month of which a
 * part is left counts by its days.
 */
export function firstYearToCome(inputs: MartInputs, grouped: boolean): Sql {
  const { table, facts } = inputs;
  const keys = historyKeys(grouped);
  const columns = cohortColumns(inputs);
  const left = sql`${firstYearDays - 1} - (${age(inputs)})`;
  const customers = customersOf(inputs, [...keys.map((key) => sql`c.${key}`), sql`${left} as days_left`]);
  const alike = sql`select ${columns}, ${list(keys)}, days_left, ${exactSum(raw("expected_spend"))} as spend
from (select c.*, s.expected_spend from (${customers}) c join ${table("scores")} s on s.customer_id = c.customer_id where c.days_left > 0) k
group by ${columns}, ${list(keys)}, days_left`;
  const same = keys.map((key) => sql`e.${key} = h.${key}`);
  return sql`select ${columns}, ${exactSum(sql`spend * margin_rate * (${valueOfDaysLeft(facts)})`)} as margin
from (${alike}) h join ${table("mart_expected_months")} e on ${list(same, " and ")} group by ${columns}`;
}

/** value_1, value_2, … each by the share of its days that are among the days left. */
function valueOfDaysLeft({ months, asOf }: MartFacts): Sql {
  const offset = (day: string): number => calendarDay(day)! - calendarDay(asOf)!;
  const parts = months
    .filter(({ from }) => offset(from) < firstYearDays)
    .map(({ from, to }, i) => {
      const [first, last] = [offset(from), offset(to)];
      const share = sql`case when days_left >= ${last} then 1 when days_left < ${first} then 0 else cast(days_left - ${first - 1} as double precision) / ${last - first + 1} end`;
      return sql`${raw(`value_${i + 1}`)} * (${share})`;
    });
  return parts.length === 0 ? raw("0") : list(parts, " + ");
}

/** What tells pairs of source and month of all blocks apart; null for spend without a month. */
function pairKey(attribute: Sql, source: Sql, month: Sql): Sql {
  return sql`coalesce(${attribute}, '') || '|' || ${cohortKey(source, month)}`;
}

/** mart_acquisition_pairs: every source and month with a cost or a customer. */
export function pairs(inputs: MartInputs): Sql {
  return list(
    costBlocks(inputs.facts).map((block) => pairsOf(block, inputs)),
    "\nunion all\n",
  );
}

function pairsOf(block: Block, { table, facts }: MartInputs): Sql {
  const figures = [...facts.horizonsDays.map((days) => `clv_${days}d`), "residual_value"];
  const nothing = (names: readonly string[]): Sql =>
    list(names.map((name) => sql`cast(null as double precision) as ${id(name)}`));
  const own = sql`${block.source} as source, acquisition_month`;
  const none = sql`cast(0 as bigint) as customers, cast(null as integer) as youngest_days`;
  const year = ["first_year_to_date", "first_year_to_come"];
  const costs = ["spend", "customers_reported"];
  const rows = list(
    [
      sql`select ${own}, customers, youngest_days, ${list(figures.map((name) => id(name)))}, ${nothing([...year, ...costs])} from ${table("mart_acquisition_customers")} k`,
      sql`select ${own}, ${none}, ${nothing(figures)}, margin, cast(null as double precision), ${nothing(costs)} from ${table("mart_acquisition_first_year")} y`,
      sql`select ${own}, ${none}, ${nothing(figures)}, cast(null as double precision), margin, ${nothing(costs)} from ${table("mart_acquisition_to_come")} y`,
      sql`select ${own}, ${none}, ${nothing([...figures, ...year])}, spend, new_customers from ${table("mart_costs")} m where counted`,
    ],
    "\n  union all ",
  );
  const sums = [...figures, ...year, ...costs].map((name) => sql`${exactSum(id(name))} as ${id(name)}`);
  return sql`select ${block.attribute} as attribute, ${cohortKey(raw("source"), raw("acquisition_month"))} as group_key, ${pairKey(block.attribute, raw("source"), raw("acquisition_month"))} as pair_key,
  source, acquisition_month, cast(sum(customers) as bigint) as customers, min(youngest_days) as youngest_days,
  ${list(sums)}
from (${rows}) r group by source, acquisition_month`;
}

const curveBounds = intervalBounds.map(({ name }) => `cumulative_margin_per_customer_${name}`);

/** mart_acquisition_curve: the margin of each cohort at each age, as observed and as expected; in a month that is not over both. */
export function curve({ table, facts }: MartInputs): Sql {
  const attributes = facts.costs?.attributes ?? [];
  const wanted = list(
    [raw("attribute is null"), ...attributes.map((name) => sql`attribute = ${name}`)],
    " or ",
  );
  const key = sql`${pairKey(raw("attribute"), raw("source"), raw("acquisition_month"))} as pair_key, age_months`;
  const nothing = list(curveBounds.map((name) => sql`cast(null as double precision) as ${id(name)}`));
  const seen = sql`select ${key}, margin as observed, 1 as is_seen, case when complete then 1 else 0 end as is_complete, cast(null as double precision) as expected, 0 as is_expected, ${nothing}
from ${table("clv_cohorts")} c where acquisition_month is not null and (${wanted})`;
  const toCome = sql`select ${key}, cast(null as double precision), 0, 0, expected_margin, case when ${isWhole(facts)} then 2 else 1 end, ${list(curveBounds.map((name) => id(name)))}
from ${table("clv_cohort_projection")} p where ${wanted}`;
  return sql`select pair_key, age_months, ${exactSum(raw("observed"))} as observed, ${exactSum(raw("expected"))} as expected,
  max(is_seen) as is_seen, max(is_complete) as is_complete, max(is_expected) as is_expected, ${list(curveBounds.map((name) => sql`max(${id(name)}) as ${id(name)}`))}
from (${seen} union all ${toCome}) r group by pair_key, age_months`;
}

/** Whether the last day of a month to come is within the horizons: only of the last one a part may be. */
function isWhole({ months }: MartFacts): Sql {
  const last = months.at(-1);
  if (last === undefined) return raw("true");
  if (isoDate(calendarDay(last.to)! + 1).endsWith("-01")) return raw("true");
  return sql`month < date ${firstOfMonth(last.from)}`;
}
