import { exactSum } from "../../sql/exact-sum.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { type Block, cohortKey } from "../cohorts/blocks.js";
import { boundedValues } from "../columns.js";
import type { MartInputs } from "../mart.js";
import { reaches, soFar } from "./payback.js";
import { costBlocks } from "./prepared.js";
import { alike, status, verdict } from "./select.js";

/** The table of the bounds of the customers of a block's sources, of months with a known cost. */
export const channelBounds = ({ bounds }: Block): string => bounds.replace("cohort", "channel");

/** Customers of a source who came in a month with a known cost: their group is the source. */
export function channelGroups(block: Block, { table }: MartInputs, monthOfCustomer: Sql): Sql {
  const paid = sql`(select distinct ${cohortKey(raw("source"), raw("acquisition_month"))} as group_key from ${table("mart_acquisition_pairs")} p where ${block.isOf(raw("attribute"))} and spend is not null and acquisition_month is not null)`;
  const own = cohortKey(block.source, monthOfCustomer);
  return sql`select customer_id, coalesce('=' || ${block.source}, '-') as group_key from ${table("customers")} c where ${own} in (select group_key from ${paid} k)`;
}

/** clv_acquisition_channels: sums over the months of a source. */
export function selectChannels(inputs: MartInputs): Sql {
  const { facts, config } = inputs;
  const blocks = list(
    costBlocks(facts).map((block) => channelsOf(block, inputs)),
    "\nunion all\n",
  );
  const ratio = sql`case when cac > 0 then ltv / cac end`;
  const expected = raw("payback_months");
  return sql`select attribute, source, spend, all_customers as customers, customers as customers_with_cost, cac, value_to_date,
  ${list(
    [
      alike("ltv", (suffix) => id(`ltv${suffix}`)),
      alike("ltv_cac", (suffix) => sql`case when cac > 0 then ${id(`ltv${suffix}`)} / cac end`),
      raw(
        "months_paid_back, months_not_yet, months_never, case when cac <= 0 then 0 else payback_months end as payback_months",
      ),
      sql`${status(facts, expected)} as status`,
      alike(
        "affordable_cac_ratio",
        (suffix) => sql`${id(`ltv${suffix}`)} / ${double(config.targets.ltvCac)}`,
      ),
      sql`${verdict(facts.bands.ltvCac, ratio)} as verdict`,
    ],
    ",\n  ",
  )}
from (select s.*, c.payback_months from (${blocks}) s left join (${pooledPayback(inputs)}) c on c.channel_key = s.channel_key) j`;
}

function channelKey(attribute: Sql, source: Sql): Sql {
  return sql`coalesce(${attribute}, '') || coalesce('=' || ${source}, '')`;
}

function channelsOf(block: Block, { table, facts }: MartInputs): Sql {
  const paid = raw("spend is not null");
  const total = (what: string): Sql => exactSum(sql`case when ${paid} then ${raw(what)} end`);
  const times = (name: string): Sql => sql`sum(case when status = ${name} then 1 else 0 end)`;
  const sums = sql`(select attribute, source, ${channelKey(raw("attribute"), raw("source"))} as channel_key, ${list(
    [
      sql`${exactSum(raw("spend"))} as spend`,
      raw("cast(sum(customers) as bigint) as all_customers"),
      sql`cast(sum(case when ${paid} then customers else 0 end) as bigint) as customers`,
      sql`${total("value_to_date * customers")} as margin`,
      sql`${total("(ltv - value_to_date) * customers")} as residual`,
      sql`cast(${times("paid_back")} as bigint) as months_paid_back`,
      sql`cast(${times("not_yet")} as bigint) as months_not_yet`,
      sql`cast(${times("never")} as bigint) as months_never`,
    ],
  )} from ${table("clv_acquisition")} a where ${block.isOf(raw("attribute"))} group by attribute, source)`;
  const mean = (what: string): Sql => sql`s.${raw(what)} / nullif(s.customers, 0)`;
  const ever = facts.forEver ? 0 : facts.longestDays;
  return sql`select s.attribute, s.source, s.channel_key, s.spend, s.all_customers, s.customers, ${mean("spend")} as cac, ${mean("margin")} as value_to_date,
  ${boundedValues("ltv", mean("residual"), "b", "value", mean("margin"))},
  s.months_paid_back, s.months_not_yet, s.months_never
from ${sums} s left join ${table(channelBounds(block))} b on b.group_key = coalesce('=' || s.source, '-') and b.horizon_days = ${ever}`;
}

/**
 * The first age at which the margin of a customer of a source, over the cohorts of months with a known cost, reaches what one cost: at each
 * age of the cohorts that are seen or forecast so far, together.
 */
function pooledPayback({ table }: MartInputs): Sql {
  const paid = sql`(select pair_key, ${channelKey(raw("attribute"), raw("source"))} as channel_key, customers from ${table("mart_acquisition_pairs")} p where spend is not null and customers > 0)`;
  const costs = sql`(select ${channelKey(raw("attribute"), raw("source"))} as channel_key, ${exactSum(raw("spend"))} / nullif(cast(sum(customers) as double precision), 0) as cac from ${table("mart_acquisition_pairs")} p where spend is not null group by ${channelKey(raw("attribute"), raw("source"))})`;
  const byAge = sql`select p.channel_key, c.age_months, ${exactSum(raw("coalesce(c.observed, 0) + coalesce(c.expected, 0)"))} / cast(sum(p.customers) as double precision) as margin, 1 as customers
from ${paid} p join ${table("mart_acquisition_curve")} c on c.pair_key = p.pair_key where c.is_complete = 1 or c.is_expected > 0 group by p.channel_key, c.age_months`;
  const sums = sql`select a.*, ${soFar(raw("margin"), raw("channel_key"))} as so_far from (${byAge}) a`;
  return sql`select s.channel_key, cast(min(case when ${reaches(raw("s.so_far"), raw("k.cac"))} then s.age_months + 1 end) as integer) as payback_months
from (${sums}) s join ${costs} k on k.channel_key = s.channel_key group by s.channel_key`;
}
