import { isContract } from "../contract/contract-model.js";
import type { Histories, Params, PurchaseModel } from "../model.js";
import { historySampler, sampleSize } from "../value/history-sample.js";
import type { CommonDoubt } from "../value/total-intervals.js";
import { believed, type LogNormalPoint } from "../value/total-mixture.js";
import type { FactorPoint } from "./factor-posterior.js";
import { logShare, logShareSlope, type PeriodLevel, periodPosterior, periodsUntil } from "./period-level.js";

/** What all customers are expected to do in each period to come. */
interface ComingPeriods {
  /** renewals, or purchases */
  readonly expected: Float64Array;
  /** mean over them of 1 - the probability of each */
  readonly room: Float64Array;
  /** whether one period's renewals are those at risk in the next: then a factor of it is one of all that follow */
  readonly compounds: boolean;
}

/**
 * @param h       in periods, as of the day that is predicted from: of all customers, or of a sample of them
 * @param periods how many to come
 */
function comingPeriods(model: PurchaseModel, p: Params, h: Histories, periods: number): ComingPeriods {
  const compounds = isContract(model);
  const expected = new Float64Array(periods);
  const variance = new Float64Array(periods);
  for (let i = 0; i < h.n.length; i++) {
    const [x, tx, T, n] = [h.x[i]!, h.tx[i]!, h.T[i]!, h.n[i]!];
    const alive = model.probabilityAlive(p, x, tx, T);
    if (alive === 0) continue;
    let before = compounds ? 1 : 0;
    for (let k = 1; k <= periods; k++) {
      const now = compounds
        ? model.probabilityStaying(p, x, tx, T, k)
        : model.expectedPurchases(p, x, tx, T, k);
      const own = compounds ? now : now - before;
      expected[k - 1]! += n * own;
      variance[k - 1]! += n * own * (1 - (compounds ? now / before : own));
      before = now;
      if (own === 0) break;
    }
  }
  const room = variance.map((v, k) => (expected[k]! > 0 ? v / expected[k]! : 0));
  return { expected, room, compounds };
}

/** Enough of them for shares of a total. */
function sampled(h: Histories): Histories {
  const customers = h.n.reduce((sum, n) => sum + n, 0);
  const sampler = historySampler({ rows: h.n.length, customers }, sampleSize);
  sampler.add(h);
  return sampler.sample().histories;
}

/**
 * What the level leaves open of totals over periods to come, by horizon: at every point of its posterior the total at the mean factor,
 * and the variance of its logarithm to first order. Purchases and value alike: what a purchase is worth does not depend on the level.
 * @param h        in periods, as of the day that is predicted from
 * @param asOf     that day, the last of the level's log or a later one
 * @param horizons in periods, whole
 */
export function levelDoubt(
  model: PurchaseModel,
  p: Params,
  h: Histories,
  level: PeriodLevel,
  asOf: number,
  horizons: readonly number[],
): CommonDoubt {
  const longest = Math.max(...horizons);
  const skipped = periodsUntil(level, asOf);
  const coming = comingPeriods(model, p, sampled(h), longest);
  const stretches = Math.ceil((skipped + longest) / level.each);
  const { points } = periodPosterior(level, stretches);
  const stretchOf = (period: number): number => Math.floor((skipped + period) / level.each);
  const purchases = horizons.map((periods) =>
    believed(points.map((point) => totalAt(point, coming, periods, stretchOf, stretches))),
  );
  return { purchases, value: purchases };
}

function totalAt(
  { weight, mean, covariance }: FactorPoint,
  { expected, room, compounds }: ComingPeriods,
  periods: number,
  stretchOf: (period: number) => number,
  stretches: number,
): LogNormalPoint {
  const log = (k: number): number => mean[stretchOf(k)]!;
  const moved = new Float64Array(periods);
  let before = 0;
  let plain = 0;
  let total = 0;
  for (let k = 0; k < periods; k++) {
    const share = logShare(room[k]!, log(k)) + (compounds ? before : 0);
    before = share;
    moved[k] = expected[k]! * Math.exp(share);
    plain += expected[k]!;
    total += moved[k]!;
  }
  if (!(plain > 0)) return { weight, mean: 0, variance: 0 };
  const slope = new Float64Array(stretches);
  let following = 0;
  for (let k = periods - 1; k >= 0; k--) {
    following = moved[k]! + (compounds ? following : 0);
    slope[stretchOf(k)]! += (following / total) * logShareSlope(room[k]!, log(k));
  }
  let variance = 0;
  for (let i = 0; i < stretches; i++)
    for (let j = 0; j < stretches; j++) variance += slope[i]! * slope[j]! * covariance[i * stretches + j]!;
  return { weight, mean: Math.log(total / plain), variance };
}
