import {
  type CommonDoubt,
  chanceOfNone,
  type HistoryPredictions,
  type Params,
  type PurchaseSpread,
  purchaseSpread,
  type SegmentSums,
  type SegmentTotals,
  type SpendParams,
  type Total,
  totalsOfSample,
} from "../../../../models/index.js";
import type { MartFacts } from "../../../marts/facts.js";
import { intervalBounds } from "../../../sql/interval-columns.js";
import { type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { futureOf } from "../../score/future.js";
import { among, type SampledHistories, sampledHistories, segmented } from "../../score/sampled-customers.js";
import type { ScoreInputs } from "../../score/score-inputs.js";
import { readSegments, readSegmentsOf } from "../../score/score-segments.js";
import { spendPoints, totalOptions } from "../../score/totals-sample.js";

/** The attribute that a group is to those who read segments. */
const group = "mart_group";

/** What any totals are measured on. */
export interface BoundsSample {
  readonly inputs: ScoreInputs;
  readonly sampled: SampledHistories;
  /** Its customers. */
  readonly everyone: SegmentSums;
  /** Parameters: the estimate, then equally likely points. */
  readonly points: readonly Params[];
  readonly spendPoints: readonly SpendParams[];
  /** How much purchases vary, at times from a month on. */
  readonly spread: PurchaseSpread;
}

/** What is known of the totals of any customers, worked out once. */
export interface PreparedTotals {
  /** By point of parameters, the estimate with variances: columns are what totals are asked of. */
  readonly at: readonly HistoryPredictions[];
  /** Days ahead of each of them. */
  readonly days: readonly number[];
  readonly common: CommonDoubt | null;
}

export interface GroupTotals {
  readonly key: string;
  readonly totals: SegmentTotals;
}

/** Draws the sample. */
export async function sampleFor(
  inputs: ScoreInputs,
  { forEver, months }: Pick<MartFacts, "forEver" | "months">,
  context: StageContext,
): Promise<BoundsSample> {
  const { model } = inputs;
  const { value } = context.config;
  const future = futureOf(model, value);
  const sampled = await sampledHistories({ name: "mart_sample" }, inputs, future.inModelTime, context);
  const all = await readSegments(segmented(sampled.sample, sampled.customers, inputs), [], context);
  const points: Params[] = [model.purchase.dayParams, ...(model.purchase.doubt?.points ?? [])];
  const longest = Math.max(...future.horizons);
  const whole = model.purchase.period == null ? (t: number): number => t : Math.round;
  const month = Math.max(whole(longest / Math.max(1, months.length)), whole(1));
  const beyond = whole(longest * (1 + yearsBeyond / Math.max(...value.horizonsDays)));
  const asked = [month, ...future.horizons, ...(forEver ? [beyond] : [])];
  const times = [...new Set(asked)].sort((a, b) => a - b);
  const [varied] = await sampled.predict({ horizons: times, delta: future.delta, timeline: null }, [
    { params: points[0]!, varied: true },
  ]);
  return {
    ...{ inputs, sampled, points, spendPoints: spendPoints(model, context.log) },
    everyone: among(all)({ attribute: null, value: null }),
    spread: purchaseSpread(times, varied!),
  };
}

/** Days beyond the longest horizon up to which it is seen how purchases vary. */
const yearsBeyond = 730;

/** Totals of groups of customers: a select of customer_id and group_key. */
export async function totalsOf(
  groups: Sql,
  { at, days, common }: PreparedTotals,
  { inputs, sampled, everyone, spendPoints }: BoundsSample,
  context: StageContext,
): Promise<GroupTotals[]> {
  const { engine, config, signal } = context;
  const sizes = await engine.rows(
    sql`select group_key, count(*) as n from (${groups}) g group by group_key order by group_key`,
    signal,
  );
  const withGroup = sql`(select k.*, g.group_key as attr_mart_group from ${sampled.customers} k join (${groups}) g on g.customer_id = k.customer_id)`;
  const of = among(await readSegmentsOf(group, segmented(sampled.sample, withGroup, inputs), context));
  const totals = totalsOfSample({
    ...{ sample: { ...sampled.sample, histories: sampled.inTime }, at, spendPoints },
    everyone: { own: everyone, customers: inputs.customers.rows },
    groups: sizes.map((size) => ({
      own: of({ attribute: group, value: String(size.group_key) }),
      customers: Number(size.n),
    })),
    options: {
      ...totalOptions(inputs.model, config, [...days]),
      ...(common && { common }),
    },
  });
  return sizes.map((size, i) => ({ key: String(size.group_key), totals: totals[i]! }));
}

/**
 * Bounds of a total relative to what is expected; null where nothing is: then nothing is known of how far it may be off. A few customers may well
 * buy nothing, which no quantile of a continuous distribution is: one below the probability of that is 0.
 * @param purchases of the same customers and days
 */
export function relative({ expected, quantiles }: Total, purchases: Total): (number | null)[] {
  const { expected: mean, chance, doubt } = purchases;
  const none = mean > 0 ? chanceOfNone(mean, chance ** 2 + doubt ** 2) : 0;
  return intervalBounds.map(({ level }, i) => {
    const q = quantiles[i]!;
    if (!(expected > 0 && Number.isFinite(q))) return null;
    return level <= none ? 0 : q / expected;
  });
}
