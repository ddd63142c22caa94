import type { Histories, Params, PurchaseModel } from "../model.js";
import { predictHistories } from "./predict-histories.js";
import type { HistoryPredictions } from "./predictions.js";
import { type SegmentSums, type SpendParams, spendMoments } from "./segment-sums.js";

/** What the doubt about parameters does to a total: mean and variance of (total at a point) / (total at the estimate). */
export interface RelativeMoments {
  readonly mean: number;
  readonly variance: number;
}

/** The doubt about the totals of one segment, by horizon. */
export interface RelativeDoubt {
  readonly purchases: readonly RelativeMoments[];
  readonly value: readonly RelativeMoments[];
}

export const noDoubt: RelativeMoments = { mean: 1, variance: 0 };

export interface DoubtOptions<K extends string> {
  readonly horizons: readonly number[];
  readonly delta: number;
  readonly spend: SpendParams;
  /** Equally likely parameters of the purchase model: draws, or sigmaPoints. */
  readonly points: readonly Params<K>[];
  /** The same of the spend model, unrelated to the former. */
  readonly spendPoints?: readonly SpendParams[];
  /** Predictions of these histories at a point, where they depend on more than the histories: `rows` are their places in `h`. */
  readonly predictAt?: (
    point: Params<K>,
    histories: Histories,
    rows: ArrayLike<number>,
  ) => HistoryPredictions;
  /** Histories at which the points of the purchase model are evaluated, 2,048 by default: 1 % of the spread. */
  readonly sampleRows?: number;
}

const leastRows = 200; // in the sample for a segment to be judged by its own

/**
 * The spread of each segment's totals over points of the purchase model and of the spend model. For many histories the
 * former is measured on every k-th customer in their order, since a change of parameters moves neighbouring histories
 * alike; segments with few histories in the sample are given the doubt of all of them together.
 * @param predictions of the histories at the estimate
 */
export function totalDoubt<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Histories,
  predictions: HistoryPredictions,
  segments: readonly SegmentSums[],
  options: DoubtOptions<K>,
): RelativeDoubt[] {
  const { horizons, delta, spend, points, spendPoints = [] } = options;
  const sample = sampleOf(h, options.sampleRows ?? 2048);
  const { place, histories, rows } = sample;
  const plainly = (point: Params<K>) => predictHistories(model, point, histories, horizons, delta);
  const at = [p, ...points].map((point) => options.predictAt?.(point, histories, rows) ?? plainly(point));
  const all = zeros(at.length, horizons.length);
  const own = segments.map((segment) => {
    const sums = zeros(at.length, horizons.length);
    const moments = spendMoments(h, segment, spend);
    let rows = 0;
    for (let i = 0; i < segment.row.length; i++) {
      const row = segment.row[i]!;
      const k = place[row]!;
      if (k < 0) continue;
      rows++;
      const hits = histories.n[k]! / h.n[row]!; // customers that one of the sampled history stands for
      at.forEach(({ expected, discounted }, j) => {
        for (let t = 0; t < horizons.length; t++) {
          const purchases = hits * segment.n[i]! * expected[t]![k]!;
          const value = hits * moments.sum[i]! * discounted[t]![k]!;
          for (const to of [sums, all]) {
            to.purchases[t]![j] = to.purchases[t]![j]! + purchases;
            to.value[t]![j] = to.value[t]![j]! + value;
          }
        }
      });
    }
    return { sums, enough: sample.whole || rows >= leastRows };
  });
  return segments.map((segment, s) => {
    const { sums, enough } = own[s]!;
    const from = enough ? sums : all;
    return {
      purchases: from.purchases.map(relativeMoments),
      value: from.value.map((totals, t) =>
        product(
          relativeMoments(totals),
          spendDoubt(h, segment, predictions.discounted[t]!, spend, spendPoints),
        ),
      ),
    };
  });
}

/** Moments of total / total[0] over the entries after the first. */
function relativeMoments(totals: Float64Array): RelativeMoments {
  const first = totals[0]!;
  const count = totals.length - 1;
  if (!(first > 0) || count === 0) return noDoubt;
  let mean = 0;
  for (let j = 1; j <= count; j++) mean += totals[j]! / first / count;
  let variance = 0;
  for (let j = 1; j <= count; j++) variance += (totals[j]! / first - mean) ** 2 / count;
  return { mean, variance };
}

function spendDoubt(
  h: Histories,
  segment: SegmentSums,
  discounted: Float64Array,
  spend: SpendParams,
  points: readonly SpendParams[],
): RelativeMoments {
  const totals = [spend, ...points].map((point) => {
    const { sum } = spendMoments(h, segment, point);
    let total = 0;
    for (let i = 0; i < sum.length; i++) total += sum[i]! * discounted[segment.row[i]!]!;
    return total;
  });
  return relativeMoments(Float64Array.from(totals));
}

/** Moments of the product of two independent factors. */
function product(a: RelativeMoments, b: RelativeMoments): RelativeMoments {
  const mean = a.mean * b.mean;
  const variance = a.variance * b.variance + a.variance * b.mean ** 2 + b.variance * a.mean ** 2;
  return { mean, variance };
}

interface Sample {
  readonly histories: Histories;
  /** places of the sampled histories among all */
  readonly rows: ArrayLike<number>;
  /** by row of the histories, its place in the sample or -1 */
  readonly place: Int32Array;
  /** whether every history is in it */
  readonly whole: boolean;
}

/** Every (customers / draws)-th customer; all of them where there are no more histories than that. */
function sampleOf(h: Histories, draws: number): Sample {
  const rows = h.n.length;
  const place = new Int32Array(rows).fill(-1);
  if (rows <= draws) {
    const all = place.map((_, i) => i);
    return { histories: h, rows: all, place: all, whole: true };
  }
  const step = h.n.reduce((sum, n) => sum + n, 0) / draws;
  const picked: number[] = [];
  const weights: number[] = [];
  let passed = 0;
  let hits = 0;
  for (let i = 0; i < rows; i++) {
    passed += h.n[i]!;
    const reached = Math.floor(passed / step + 0.5);
    if (reached === hits) continue;
    place[i] = picked.length;
    picked.push(i);
    weights.push((reached - hits) * step);
    hits = reached;
  }
  const column = (of: Float64Array): Float64Array => Float64Array.from(picked, (i) => of[i]!);
  const histories = { x: column(h.x), tx: column(h.tx), T: column(h.T), n: Float64Array.from(weights) };
  return { histories, rows: picked, place, whole: false };
}

function zeros(points: number, horizons: number): { purchases: Float64Array[]; value: Float64Array[] } {
  const columns = (): Float64Array[] => Array.from({ length: horizons }, () => new Float64Array(points));
  return { purchases: columns(), value: columns() };
}
