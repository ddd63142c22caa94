import { intervalBounds } from "../../sql/interval-columns.js";
import { id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { boundedValues } from "../columns.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart, MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { poolingColumns, segmentColumns, smallColumns, testColumns } from "./segment-columns.js";
import { segmentations, segmentCustomers, segmentSums } from "./segment-sums.js";
import { segmentTests } from "./segment-tests.js";
import {
  groupKey,
  poolingRows,
  segmentGroups,
  segmentRows,
  smallSegmentRows,
  testRows,
} from "./segment-values.js";
import { segmentsOf } from "./shown-segments.js";

/** What groups of customers are worth, none of them too small to tell. */
export const segments: Mart = {
  name: "clv_segments",
  question: "segments.question",
  needs: () => null,
  prepare,
  tables: [
    {
      name: "clv_segments",
      holds:
        "All customers (attribute null) and segments by lifecycle, tier, RFM and attribute, at every horizon; small segments in one row",
      grain: ["attribute", "segment", "horizon_days"],
      columns: segmentColumns,
      replaces: "run",
      select,
    },
    {
      name: "clv_small_segments",
      holds: "What is believed of each segment that is too small to be shown alone",
      grain: ["attribute", "segment", "horizon_days"],
      columns: smallColumns,
      replaces: "run",
      select: ({ table, facts }) =>
        sql`select attribute, segment, horizon_days, customers, weight, pooled_mean as ${pooledName(facts.money)} from ${table("mart_small_segments")}`,
    },
    {
      name: "clv_segment_pooling",
      holds: "How far the segments of each attribute differ beyond chance",
      grain: ["attribute", "horizon_days"],
      columns: poolingColumns,
      replaces: "run",
      select: ({ table, facts }) =>
        sql`select attribute, horizon_days, customers, segments, mean as ${meanName(facts.money)}, variance_within, variance_between from ${table("mart_segment_pooling")}`,
    },
    {
      name: "clv_segment_tests",
      holds:
        "Each segment of an attribute compared with all other customers, with false discoveries controlled among all tests of a measure",
      grain: ["attribute", "segment", "measure"],
      columns: (facts) =>
        declared(testColumns(facts), {
          values: { measure: [facts.money ? "mean_clv" : "mean_expected_purchases", "bought_again_share"] },
        }),
      replaces: "run",
      select: ({ table, facts }) =>
        sql`select attribute, segment, case when measure = 'mean_value' then ${facts.money ? "mean_clv" : "mean_expected_purchases"} else measure end as measure, horizon_days, inside, outside, difference, difference_lo95, difference_hi95, p_value, q_value from ${table("mart_segment_tests")}`,
    },
  ],
  identities: ["lifecycle", "value_tier"].map((attribute) => ({
    says: `customers by ${attribute}`,
    select: ({ table, facts }: MartInputs) =>
      sql`select sum(case when attribute = ${attribute} then customers else 0 end) as found, sum(case when attribute is null then customers else 0 end) as expected from ${table("clv_segments")} where horizon_days = ${facts.longestDays}`,
  })),
  view: {
    select: ({ table, facts }, { limit, filters }) =>
      sql`select * from ${table("clv_segments")} where horizon_days = ${facts.longestDays} and ${filtered(filters)}${"attribute" in filters ? sql`` : sql` and (attribute is null or attribute = 'lifecycle')`} order by attribute nulls first, customers desc, segment limit ${limit}`,
    columns: ({ money }) => [
      { name: "attribute", heading: say("segments.attribute"), as: "words" },
      {
        name: "segment",
        heading: say("segments.segment"),
        as: "words",
        words: (segment) => say("segments.name", segment),
      },
      { name: "customers", heading: say("segments.customers"), as: "count" },
      { name: "share_of_customers", heading: say("segments.share"), as: "share" },
      ...(money
        ? ([
            { name: "clv", heading: say("segments.clv"), as: "money" },
            { name: "share_of_clv", heading: say("segments.shareOfClv"), as: "share" },
            { name: "mean_clv", heading: say("segments.mean"), as: "money" },
          ] as const)
        : ([{ name: "expected_purchases", heading: say("segments.purchases"), as: "number" }] as const)),
    ],
    answer: (rows, { money, longestDays }) => {
      const worth = money ? "share_of_clv" : "share_of_expected_purchases";
      const [best] = rows
        .filter((row) => row.attribute !== null && row[worth] !== null)
        .sort((a, b) => Number(b[worth]) - Number(a[worth]));
      if (best === undefined) return say("segments.none");
      const name = best.segment === null ? say("segments.noValue") : String(best.segment);
      const [customers, share] = [Number(best.share_of_customers), Number(best[worth])];
      return say("segments.answer", String(best.attribute), name, {
        customers,
        share,
        money,
        days: longestDays,
      });
    },
  },
};

const meanName = (money: boolean): Sql => raw(money ? "mean_clv" : "mean_expected_purchases");
const pooledName = (money: boolean): Sql => raw(money ? "pooled_mean_clv" : "pooled_mean_expected_purchases");

async function prepare(services: MartServices): Promise<void> {
  const { inputs, context } = services;
  const { facts, config } = inputs;
  const least = config.targets.minimumSegment;
  await services.make("mart_segment_customers", segmentCustomers(inputs));
  const sums = segmentsOf(await context.engine.rows(segmentSums(inputs), context.signal), facts);
  await services.make("mart_segments", segmentRows(sums, least));
  await services.make("mart_segment_groups", segmentGroups(sums, least));
  await services.make("mart_small_segments", smallSegmentRows(sums, least));
  await services.make("mart_segment_pooling", poolingRows(sums));
  await services.make("mart_segment_tests", testRows(segmentTests(sums, least)));
  await loadBounds(services);
}

/** mart_segment_bounds: bounds of all rows, drawn for one attribute after another, since no customer may be in two groups. */
async function loadBounds({ inputs, loadBounds: load, make }: MartServices): Promise<void> {
  const { table, facts } = inputs;
  const customers = table("mart_segment_customers");
  const all = sql`select customer_id, cast(${lit(groupKey(null, null))} as varchar) as group_key from ${customers}`;
  const by = segmentations(facts).map(
    ({ attribute, column }) =>
      sql`select k.customer_id, g.group_key from ${customers} k join ${table("mart_segment_groups")} g on g.attribute = ${attribute} and g.place = coalesce('=' || k.${id(column)}, '')`,
  );
  const made: Sql[] = [];
  for (const [i, groups] of [all, ...by].entries()) {
    await load(`mart_segment_bounds_${i}`, groups);
    made.push(sql`select * from ${table(`mart_segment_bounds_${i}`)}`);
  }
  await make("mart_segment_bounds", list(made, "\nunion all\n"));
}

function select({ table, facts }: MartInputs): Sql {
  const { money } = facts;
  const of = money ? "value" : "purchases";
  const share = (part: string): Sql =>
    sql`case when a.${raw(part)} <> 0 then ${raw(`r.${part} / a.${part}`)} end`;
  const purchases = list([
    raw("r.purchases as expected_purchases"),
    ...intervalBounds.map(({ name }) => raw(`r.purchases * b.purchases_${name} as purchases_${name}`)),
  ]);
  return sql`select ${list([
    raw("r.attribute, r.segment, r.horizon_days, r.customers"),
    purchases,
    ...(money ? [boundedValues("clv", raw("r.value"), "b", "value")] : []),
    raw("cast(r.customers as double precision) / a.customers as share_of_customers"),
    ...(money ? [raw("r.revenue"), sql`${share("revenue")} as share_of_revenue`] : []),
    boundedValues(money ? "mean_clv" : "mean_expected_purchases", raw("r.mean"), "b", of),
    sql`${share("value")} as ${raw(money ? "share_of_clv" : "share_of_expected_purchases")}`,
    raw("r.pooled"),
  ])}
from ${table("mart_segments")} r join ${table("mart_segments")} a on a.attribute is null and a.horizon_days = r.horizon_days
left join ${table("mart_segment_bounds")} b on b.group_key = r.group_key and b.horizon_days = r.horizon_days`;
}
