import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { calendarDay } from "../../time/day-number.js";
import type { Band } from "../bands.js";
import type { Block } from "../cohorts/blocks.js";
import { firstIncompleteMonth } from "../cohorts/observed.js";
import { boundedValues } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartInputs } from "../mart.js";
import { paybacks, reaches } from "./payback.js";
import { costBlocks, firstYearDays } from "./prepared.js";

const suffixes = ["", ...intervalBounds.map(({ name }) => `_${name}`)];

/** A figure and its bounds, each worked out alike of those of others. */
export function alike(name: string, of: (suffix: string) => Sql): Sql {
  return list(suffixes.map((suffix) => sql`${of(suffix)} as ${id(`${name}${suffix}`)}`));
}

/** A figure that has no bounds where it is known exactly, or nothing is known of them. */
const ratioTo =
  (name: string, to: Sql): ((suffix: string) => Sql) =>
  (suffix) =>
    sql`case when ${to} > 0 then ${id(`${name}${suffix}`)} / ${to} end`;

/** clv_acquisition: what a source cost in a month, what its customers have brought, and when that pays back. */
export function selectAcquisition(inputs: MartInputs): Sql {
  const { facts, config } = inputs;
  const { horizonsDays } = facts;
  const values = list(
    costBlocks(facts).map((block) => valued(block, inputs)),
    "\nunion all\n",
  );
  const judged = sql`select v.*, p.mean_month, p.payback_months as paid_after, p.least_months,
  ${alike("expected_after", (suffix) => id(`payback_expected_months${suffix}`))},
  ${alike("for_payback", (suffix) => id(`affordable_cac_payback${suffix}`))},
  ${status(facts, raw("p.payback_expected_months"))} as status
from (${values}) v left join (${paybacks(inputs)}) p on p.pair_key = v.pair_key`;
  const target = double(config.targets.ltvCac);
  const isOpen = raw("status in ('not_yet', 'never')");
  return sql`select attribute, source, acquisition_month, spend, customers, customers_reported, cac, value_to_date,
  ${list(
    [
      ...horizonsDays.map((days) => alike(`ltv_next_${days}d`, (suffix) => id(`ltv_next_${days}d${suffix}`))),
      alike("ltv_first_365d", (suffix) => id(`ltv_first_365d${suffix}`)),
      alike("ltv", (suffix) => id(`ltv${suffix}`)),
      ...horizonsDays.map((days) => alike(`ltv_cac_${days}d`, ratioTo(`ltv_next_${days}d`, raw("cac")))),
      alike("ltv_cac", ratioTo("ltv", raw("cac"))),
      sql`case when cac <= 0 then 0 when mean_month > 0 then cac / mean_month end as payback_months_simple`,
      sql`case when cac <= 0 then 0 when status = 'paid_back' then paid_after end as payback_months`,
      alike(
        "payback_expected_months",
        (suffix) => sql`case when ${isOpen} then ${id(`expected_after${suffix}`)} end`,
      ),
      raw("status"),
      alike("affordable_cac_ratio", (suffix) => sql`${id(`ltv${suffix}`)} / ${target}`),
      alike("affordable_cac_payback", (suffix) => id(`for_payback${suffix}`)),
      sql`${verdict(facts.bands.ltvCac, sql`case when cac > 0 then ltv / cac end`)} as verdict`,
      sql`${paybackVerdict(facts.bands.payback)} as payback_verdict`,
      sql`acquisition_month < date ${firstIncompleteMonth(facts)} as complete`,
    ],
    ",\n  ",
  )}
from (${judged}) j`;
}

/** The pairs of a block with what their customers are worth. */
function valued(block: Block, { table, facts }: MartInputs): Sql {
  const { horizonsDays, forEver, longestDays } = facts;
  const mean = (name: string): Sql => sql`p.${id(name)} / nullif(p.customers, 0)`;
  const toDate = raw("p.value_to_date");
  const bound = (days: number): string => `b${days}`;
  const ever = forEver ? 0 : longestDays;
  const shortest = Math.min(...horizonsDays);
  const joined = [...new Set([...horizonsDays, ever])].map(
    (days) =>
      sql`left join ${table(block.bounds)} ${raw(bound(days))} on ${raw(bound(days))}.group_key = p.group_key and ${raw(bound(days))}.horizon_days = ${days}`,
  );
  const first = sql`coalesce(p.first_year_to_date, 0) / nullif(p.customers, 0)`;
  const rest = sql`coalesce(p.first_year_to_come, 0) / nullif(p.customers, 0)`;
  const known = sql`${firstYearDays - 1} - p.youngest_days <= ${lastDayAhead(facts)}`;
  const seen = sql`(select pair_key, cast(sum(cast(observed as decimal(38,12))) as double precision) as margin from ${table("mart_acquisition_curve")} c where is_seen = 1 group by pair_key)`;
  return sql`select p.attribute, p.source, p.acquisition_month, p.pair_key, p.spend, p.customers, p.customers_reported, p.cac, p.value_to_date,
  ${list(
    [
      ...horizonsDays.map((days) =>
        boundedValues(`ltv_next_${days}d`, mean(`clv_${days}d`), bound(days), "value", toDate),
      ),
      sql`case when ${known} then ${first} + ${rest} end as ltv_first_365d`,
      ...intervalBounds.map(
        ({ name }) =>
          sql`case when ${known} and p.first_year_to_come > 0 then ${first} + ${rest} * ${raw(bound(shortest))}.${id(`value_${name}`)} end as ${id(`ltv_first_365d_${name}`)}`,
      ),
      boundedValues("ltv", mean("residual_value"), bound(ever), "value", toDate),
    ],
    ",\n  ",
  )}
from (select a.*, a.spend / nullif(a.customers, 0) as cac, coalesce(s.margin, 0) / nullif(a.customers, 0) as value_to_date
from ${table("mart_acquisition_pairs")} a left join ${seen} s on s.pair_key = a.pair_key where ${block.isOf(raw("a.attribute"))}) p
${list(joined, "\n")}`;
}

/** Days after the as-of date that months to come hold. */
function lastDayAhead({ months, asOf }: MartFacts): number {
  const last = months.at(-1);
  return last === undefined ? 0 : calendarDay(last.to)! - calendarDay(asOf)!;
}

/** Of a row with spend, customers, cac, value_to_date, ltv. */
export function status({ forEver }: MartFacts, expectedMonths: Sql): Sql {
  // a value of some days does not show that it is never paid back
  const never = forEver
    ? sql`${expectedMonths} is null and not (${reaches(raw("coalesce(ltv_hi80, ltv)"), raw("cac"))})`
    : raw("1 = 0");
  return sql`case when spend is null then 'cost_unknown' when customers = 0 then 'no_customers'
  when cac <= 0 or ${reaches(raw("value_to_date"), raw("cac"))} then 'paid_back' when ${never} then 'never' else 'not_yet' end`;
}

/** A ratio against a band: good above it. */
export function verdict(band: Band | null, ratio: Sql): Sql {
  if (band === null) return raw("cast(null as varchar)");
  const given = sql`cast(${ratio} as decimal(38,9))`;
  return sql`case when ${given} < ${double(band.low)} then 'poor' when ${given} <= ${double(band.high)} then 'within' when ${given} > ${double(band.high)} then 'good' end`;
}

/** Months of payback against a band: good below it. A curve that ends below cac proves what it takes at least. */
function paybackVerdict({ low, high }: Band): Sql {
  const months = raw(
    "case when cac <= 0 then 0 when status = 'paid_back' then paid_after else expected_after end",
  );
  return sql`case when cac is null then null when status = 'never' then 'poor'
  when ${months} < ${double(low)} then 'good' when ${months} <= ${double(high)} then 'within' when ${months} > ${double(high)} then 'poor'
  when status = 'not_yet' and least_months > ${double(high)} then 'poor' end`;
}
