import type { Histories, Params, PurchaseModel } from "../model.js";
import { historySampler, sampleSize } from "../value/history-sample.js";
import type { Stretch } from "../value/month-totals.js";
import { predictHistories } from "../value/predict-histories.js";
import { sampledDoubt } from "../value/sampled-doubt.js";
import { everyone, type SpendParams, spendSum } from "../value/segment-sums.js";
import { type CommonDoubt, type SegmentTotals, scaledTotal, totalsOfSums } from "../value/total-intervals.js";
import { widened } from "../value/total-mixture.js";
import { totalSums } from "../value/total-sums.js";
import { inOperationalTime } from "./clock.js";
import type { FittedCalendar } from "./fitted-calendar.js";
import {
  eventVariance,
  monthWeights,
  type Outlook,
  operationalDays,
  outlook,
  weighedPoints,
} from "./outlook.js";
import type { PeriodLevel } from "./period-level.js";
import { levelDoubt } from "./period-totals.js";
import { type SpendLevel, type SpendOutlook, spendOutlook, spendVariance } from "./spend-level.js";
import { timelineOf } from "./timeline.js";

/** A total over all customers to be forecast. */
export interface TotalQuestion {
  readonly model: PurchaseModel;
  /** the estimate, in operational time where there is a calendar */
  readonly params: Params;
  /** equally likely parameters: sigmaPoints, or draws; none for the estimate alone */
  readonly points: readonly Params[];
  /** in days */
  readonly histories: Histories;
  /** day number */
  readonly asOf: number;
  /** null for ordinary time: then totals are as sure as parameters and chance make them */
  readonly calendar: FittedCalendar | null;
  /** Of a discrete model, whose times are periods; absent for totals as sure as parameters and chance make them. */
  readonly periodLevel?: PeriodLevel;
  /** in days */
  readonly horizons: readonly number[];
  readonly levels: readonly number[];
  /** absent for purchases alone */
  readonly spend?: TotalSpend;
}

/** What purchases are worth, undiscounted. */
export interface TotalSpend {
  readonly params: SpendParams;
  readonly points: readonly SpendParams[];
  /** sums of repeat spend and of its squares by history */
  readonly z: Float64Array;
  readonly zz: Float64Array;
  readonly level: SpendLevel | null;
}

/** The days of a horizon. */
export const fromNow = (days: number): Stretch => ({ from: 0, to: days });

/** What season, level and events leave open of totals, by stretch of days: of one month more than of many together. */
export function commonDoubt(
  o: Outlook,
  spend: SpendOutlook | null,
  stretches: readonly Stretch[],
): CommonDoubt {
  const weights = stretches.map(({ from, to }) => monthWeights(o, to, from));
  const purchases = stretches.map(({ from, to }, j) =>
    widened(weighedPoints(o, weights[j]!), eventVariance(o, to, from)),
  );
  return {
    purchases,
    value: purchases.map((points, j) =>
      spend ? widened(points, spendVariance(spend, weights[j]!)) : points,
    ),
  };
}

/**
 * Expected purchases, and value, of all customers by horizon with their quantiles: the cheap way, for many origins. Means are over all
 * histories; chance and the doubt about parameters are measured on a sample of them.
 */
export function forecastTotals(question: TotalQuestion): SegmentTotals {
  const { model, params, points, histories, asOf, calendar, periodLevel, horizons, levels, spend } = question;
  const longest = Math.max(...horizons);
  const o = calendar && outlook(calendar, asOf, asOf + longest);
  const level = spend?.level && o && calendar ? spendOutlook(spend.level, calendar, o) : null;
  const h = o ? inOperationalTime(histories, o.clock, asOf) : histories;
  const t = o ? horizons.map((days) => operationalDays(o, days)) : horizons;
  const timeline = o && timelineOf(o, horizons, 0, level);
  const at = (p: Params, rows: Histories, variance: boolean) =>
    predictHistories(model, p, rows, t, 0, variance ? { levels: [0.5], spend: null } : undefined, timeline);
  const spendParams: SpendParams = spend?.params ?? { mean: 1 };
  const customers = h.n.reduce((sum, n) => sum + n, 0);
  const sampler = historySampler({ rows: h.n.length, customers }, sampleSize);
  const picked = sampler.add(h);
  const sample = sampler.sample();
  const stood = (column: Float64Array): Float64Array =>
    Float64Array.from(picked, (row, k) => (column[row]! * sample.histories.n[k]!) / h.n[row]!);
  const z = spend ? stood(spend.z) : undefined;
  const zz = spend ? stood(spend.zz) : undefined;
  const estimate = at(params, sample.histories, true);
  const own = everyone(sample.histories, z, zz);
  const sampled = totalSums(sample.histories, estimate, own, spendParams);
  const doubt = sampledDoubt(
    { ...sample, customers: sample.histories.n },
    [estimate, ...points.map((p) => at(p, sample.histories, false))],
    [{ sampled: own, sums: sampled }],
    { spend: spendParams, spendPoints: spend?.points ?? [] },
  );
  const options = { levels, margin: 1, spend: spendParams };
  const common = o
    ? commonDoubt(o, level, horizons.map(fromNow))
    : periodLevel && levelDoubt(model, params, histories, periodLevel, asOf, horizons);
  const [found] = totalsOfSums([sampled], {
    ...options,
    ...(points.length > 0 && { doubt }),
    ...(common && { common }),
  });
  const exact = sums(h, at(params, h, false), spendParams, spend);
  const scaled = (of: "purchases" | "value"): SegmentTotals["purchases"] =>
    found![of].map((total, j) => scaledTotal(total, total.expected > 0 ? exact[of][j]! / total.expected : 1));
  return { customers, purchases: scaled("purchases"), value: spend ? scaled("value") : [] };
}

/** Expected totals over all histories. */
function sums(
  h: Histories,
  { expected, discounted }: ReturnType<typeof predictHistories>,
  spend: SpendParams,
  own: TotalSpend | undefined,
): { purchases: number[]; value: number[] } {
  const add = (of: (i: number) => number): number => {
    let sum = 0;
    for (let i = 0; i < h.n.length; i++) sum += of(i);
    return sum;
  };
  return {
    purchases: expected.map((column) => add((i) => h.n[i]! * column[i]!)),
    value: own
      ? discounted.map((column) => add((i) => column[i]! * spendSum(spend, h.x[i]!, h.n[i]!, own.z[i]!)))
      : [],
  };
}
