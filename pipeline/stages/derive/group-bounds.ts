import {
  type CommonDoubt,
  fromNow,
  type HistoryPredictions,
  type Params,
  type SegmentSums,
  type SegmentTotals,
  type SpendParams,
  type Total,
  totalsOfSample,
} from "../../../models/index.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { double, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { futureOf } from "../score/future.js";
import { levelOfTotals } from "../score/period-level.js";
import { among, type SampledHistories, sampledHistories, segmented } from "../score/sampled-customers.js";
import type { ScoreInputs } from "../score/score-inputs.js";
import { readSegments } from "../score/score-segments.js";
import { spendPoints, totalOptions } from "../score/totals-sample.js";

/** The attribute that a group is to those who read segments. */
const group = "mart_group";

/** What is known of the totals of any customers, worked out once. */
interface Prepared {
  readonly sampled: SampledHistories;
  /** Its customers. */
  readonly everyone: SegmentSums;
  /** By point of parameters; the last horizon is for ever, where that is finite. */
  readonly at: readonly HistoryPredictions[];
  readonly horizonsDays: readonly number[];
  readonly common: CommonDoubt | null;
  readonly spendPoints: readonly SpendParams[];
}

/** Bounds of totals of groups of customers: those of a sample, in proportion to what is expected. */
export interface GroupBounds {
  /** A select of their rows: see MartServices. */
  of(groups: Sql): Promise<Sql>;
  close(): Promise<void>;
}

/** Nothing is sampled before it is asked for. */
export function groupBounds(inputs: ScoreInputs, forEver: boolean, context: StageContext): GroupBounds {
  const { intervals } = context.config.uncertainty;
  let prepared: Promise<Prepared> | null = null;
  return {
    async of(groups) {
      if (!intervals) return boundRows([]);
      prepared ??= prepare(inputs, forEver, context);
      return boundRows(await totalsOf(groups, await prepared, inputs, context));
    },
    async close() {
      await (await prepared)?.sampled.drop();
    },
  };
}

async function totalsOf(
  groups: Sql,
  { sampled, everyone, at, horizonsDays, common, spendPoints }: Prepared,
  inputs: ScoreInputs,
  context: StageContext,
): Promise<GroupRow[]> {
  const { engine, config, signal } = context;
  const sizes = await engine.rows(
    sql`select group_key, count(*) as n from (${groups}) g group by group_key order by group_key`,
    signal,
  );
  const withGroup = sql`(select k.*, g.group_key as attr_mart_group from ${sampled.customers} k join (${groups}) g on g.customer_id = k.customer_id)`;
  const of = among(await readSegments(segmented(sampled.sample, withGroup, inputs), [group], context));
  const totals = totalsOfSample({
    ...{ sample: { ...sampled.sample, histories: sampled.inTime }, at, spendPoints },
    everyone: { own: everyone, customers: inputs.customers.rows },
    groups: sizes.map((size) => ({
      own: of({ attribute: group, value: String(size.group_key) }),
      customers: Number(size.n),
    })),
    options: {
      ...totalOptions(inputs.model, config, daysAhead(horizonsDays)),
      ...(common && { common }),
    },
  });
  return sizes.map((size, i) => ({ key: String(size.group_key), horizonsDays, totals: totals[i]! }));
}

interface GroupRow {
  readonly key: string;
  readonly horizonsDays: readonly number[];
  readonly totals: SegmentTotals;
}

/** For ever counts as the longest horizon where something is known of horizons alone. */
function daysAhead(horizonsDays: readonly number[]): number[] {
  const longest = Math.max(...horizonsDays);
  return horizonsDays.map((days) => (days === forEverDays ? longest : days));
}

/** horizon_days of a value for ever. */
const forEverDays = 0;

async function prepare(inputs: ScoreInputs, forEver: boolean, context: StageContext): Promise<Prepared> {
  const { model } = inputs;
  const { value } = context.config;
  const future = futureOf(model, value);
  const sampled = await sampledHistories({ name: "mart_sample" }, inputs, future.inModelTime, context);
  const all = await readSegments(segmented(sampled.sample, sampled.customers, inputs), [], context);
  const points: Params[] = [model.purchase.dayParams, ...(model.purchase.doubt?.points ?? [])];
  const predicted = await sampled.predict(
    future,
    points.map((params) => ({ params })),
  );
  const { horizons, delta } = future;
  const [varied] = await sampled.predict({ horizons, delta, timeline: null }, [
    { params: points[0]!, varied: true },
  ]);
  const horizonsDays = forEver ? [...value.horizonsDays, forEverDays] : value.horizonsDays;
  const longest = value.horizonsDays.indexOf(Math.max(...value.horizonsDays));
  const [estimate, ...others] = predicted.map((p) => (forEver ? withForEver(p) : p));
  const variance = forEver
    ? [
        ...varied!.variance,
        forEverVariance(varied!.variance[longest]!, varied!.expected[longest]!, estimate!),
      ]
    : varied!.variance;
  const ahead = daysAhead(horizonsDays);
  const common =
    future.commonOf?.(ahead.map(fromNow)) ??
    repeated(await levelOfTotals(inputs, horizons, context), longest, forEver);
  return {
    everyone: among(all)({ attribute: null, value: null }),
    ...{ sampled, horizonsDays, common, spendPoints: spendPoints(model, context.log) },
    at: [{ ...estimate!, variance }, ...others],
  };
}

/** Purchases for ever as one more horizon: discounted, since otherwise they may be without end. */
function withForEver(p: HistoryPredictions): HistoryPredictions {
  return { ...p, expected: [...p.expected, p.residual], discounted: [...p.discounted, p.residual] };
}

/** Purchases for ever vary as those of the longest horizon do, in proportion to what is expected. */
function forEverVariance(
  variance: Float64Array,
  expected: Float64Array,
  { residual }: HistoryPredictions,
): Float64Array {
  return variance.map((v, i) => (expected[i]! > 0 ? v * (residual[i]! / expected[i]!) ** 2 : 0));
}

function repeated(common: CommonDoubt | null, longest: number, forEver: boolean): CommonDoubt | null {
  if (common === null || !forEver) return common;
  const { purchases, value } = common;
  return { purchases: [...purchases, purchases[longest]!], value: [...value, value[longest]!] };
}

const measures = ["purchases", "value"] as const;
const columns = measures.flatMap((m) => intervalBounds.map(({ name }) => `${m}_${name}`));

function boundRows(groups: readonly GroupRow[]): Sql {
  const rows = groups.flatMap(({ key, horizonsDays, totals }) =>
    horizonsDays.map((days, j) => {
      const bounds = measures.flatMap((m) => relative(totals[m][j]!));
      return sql`(${list([lit(key), lit(days), ...bounds.map(double)])})`;
    }),
  );
  const named = raw(`group_key, horizon_days, ${columns.join(", ")}`);
  if (rows.length > 0) return sql`select ${named} from (values ${list(rows)}) v(${named})`;
  const none = list([lit(""), lit(0), ...columns.map(() => double(null))]);
  return sql`select ${named} from (values (${none})) v(${named}) where 1 = 0`;
}

/** Null where nothing is expected: then nothing is known of how far it may be off. */
function relative({ expected, quantiles }: Total): (number | null)[] {
  return quantiles.map((q) => (expected > 0 && Number.isFinite(q) ? q / expected : null));
}
