import type { Histories, Params, PurchaseModel } from "../model.js";

/** A customer on the day of the first purchase: nothing is known yet but that it came. */
export const newcomer: Histories = {
  x: Float64Array.of(0),
  tx: Float64Array.of(0),
  T: Float64Array.of(0),
  n: Float64Array.of(1),
};

/** Expected repeat purchases by time since the first purchase. */
export type NewcomerCurve = (t: number) => number;

/**
 * E[X(t)] of a customer who has just bought for the first time: the model's expectation given x = 0, t_x = 0 and T = 0, which for
 * BG/NBD is Fader, Hardie & Lee (2005), "Counting your customers the easy way", equation 9. The first purchase is not counted.
 * @example newcomerPurchases(bgNbd, { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 39) // 1.196723193, in 39 weeks
 */
export function newcomerPurchases<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  t: number,
): number {
  if (!(t > 0)) return 0;
  return model.probabilityAlive(p, 0, 0, 0) * model.expectedPurchasesIfAlive(p, 0, 0, 0, t);
}

/**
 * A smooth function through its values at some times, which lie closer together at the beginning: cubic between them, with slopes of the
 * parabola through three neighbours (Fritsch & Butland leave out: E[X(t)] has no bends that a cubic could overshoot).
 * @param f       0 at 0, smooth
 * @param longest to this time
 */
export function tabulated(f: NewcomerCurve, longest: number, pieces = 96): NewcomerCurve {
  const at = (k: number): number => (k / pieces) ** 2 * longest;
  const y = Float64Array.from({ length: pieces + 1 }, (_, k) => f(at(k)));
  const secant = (k: number): number => (y[k + 1]! - y[k]!) / (at(k + 1) - at(k));
  const slope = (k: number): number => {
    const middle = Math.min(pieces - 1, Math.max(1, k));
    const [before, after] = [at(middle) - at(middle - 1), at(middle + 1) - at(middle)];
    const bend = (secant(middle) - secant(middle - 1)) / (before + after);
    return secant(middle - 1) + bend * (2 * at(k) - at(middle) - at(middle - 1));
  };
  const slopes = Float64Array.from({ length: pieces + 1 }, (_, k) => slope(k));
  return (t) => {
    if (!(t > 0)) return 0;
    const k = Math.min(pieces - 1, Math.floor(pieces * Math.sqrt(t / longest)));
    const width = at(k + 1) - at(k);
    const u = (t - at(k)) / width;
    const v = 1 - u;
    return (
      y[k]! * v * v * (1 + 2 * u) +
      y[k + 1]! * u * u * (1 + 2 * v) +
      width * u * v * (v * slopes[k]! - u * slopes[k + 1]!)
    );
  };
}

/** Days, counted from one day on: the first one is from + 1. */
interface Days {
  readonly from: number;
  readonly to: number;
}

/**
 * Purchases within some days of a customer who comes on one of other days, all equally likely: the mean over them of E[X] between the
 * ends, and the first purchase, which is 1, where that day is among them.
 * @param elapsed model time from now to the end of a day
 * @example purchasesWithin((t) => t / 10, (day) => day, { from: 0, to: 2 }, { from: 2, to: 12 }) // 1
 */
export function purchasesWithin(
  curve: NewcomerCurve,
  elapsed: (day: number) => number,
  arrivals: Days,
  within: Days,
): number {
  let sum = 0;
  for (let day = arrivals.from + 1; day <= arrivals.to; day++) {
    if (day > within.to) break;
    const came = elapsed(day);
    sum += curve(elapsed(within.to) - came);
    if (day > within.from) sum += 1;
    else sum -= curve(elapsed(within.from) - came);
  }
  return sum / (arrivals.to - arrivals.from);
}
