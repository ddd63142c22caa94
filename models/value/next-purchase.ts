import type { Histories, Params, PurchaseModel } from "../model.js";

/**
 * When a live customer buys next: by level, the time from now by which that share of customers with the history has bought again, NaN where it is later
 * than `longest`. Whole periods in a discrete model.
 *     P(bought by t | alive) = 1 - P(Y(t) = 0 | alive at T, x, t_x)
 * @param levels in (0, 1), rising
 */
export function nextPurchaseTimes<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  h: Histories,
  levels: readonly number[],
  longest: number,
): Float64Array[] {
  const out = levels.map(() => new Float64Array(h.x.length));
  const known = new Map<number, readonly number[]>();
  let last: readonly number[] = [];
  for (let i = 0; i < h.x.length; i++) {
    const [x, tx, T] = [h.x[i]!, h.tx[i]!, h.T[i]!];
    if (i > 0 && x !== h.x[i - 1]) known.clear();
    const bought = (t: number): number => 1 - (model.pmfIfAlive(p, x, tx, T, t, mostTail)[0] ?? 0);
    const times =
      (model.memoryless ? known.get(T) : undefined) ??
      (model.time === "discrete" ? periods(bought, levels, longest) : solved(bought, levels, longest, last));
    known.set(T, times);
    last = times;
    for (let j = 0; j < times.length; j++) out[j]![i] = times[j]!;
  }
  return out;
}

const mostTail = 0.999; // P(0) alone is read
const exactness = 1e-4; // of a time, or of a unit of it where that is more: below a day's rounding
const mostSteps = 200;

function periods(bought: (t: number) => number, levels: readonly number[], longest: number): number[] {
  const times: number[] = [];
  let t = 1;
  let share = bought(1);
  for (const level of levels) {
    while (share < level && t < longest) share = bought(++t);
    times.push(share >= level ? t : Number.NaN);
  }
  return times;
}

/** @param near times of a like history, to begin at */
function solved(
  bought: (t: number) => number,
  levels: readonly number[],
  longest: number,
  near: readonly number[],
): number[] {
  const most = bought(longest);
  let from = 0;
  let least = 0;
  return levels.map((level, j) => {
    if (!(most >= level)) return Number.NaN;
    const bracket = narrowed(bought, level, [from, least, longest, most], near[j]);
    from = root(bought, level, bracket);
    least = level;
    return from;
  });
}

/** Two times with what is reached at each. */
type Bracket = readonly [low: number, atLow: number, high: number, atHigh: number];

const stretch = 1.1;

function narrowed(
  bought: (t: number) => number,
  level: number,
  bracket: Bracket,
  near: number | undefined,
): Bracket {
  if (near === undefined || !(near > bracket[0] && near * stretch < bracket[2])) return bracket;
  let [low, atLow, high, atHigh] = bracket;
  for (const t of [near / stretch, near * stretch]) {
    if (t <= low || t >= high) continue;
    const share = bought(t);
    if (share < level) [low, atLow] = [t, share];
    else {
      [high, atHigh] = [t, share];
      break;
    }
  }
  return [low, atLow, high, atHigh];
}

/** False position with halved ends (Illinois), which keeps the root between them. */
function root(bought: (t: number) => number, level: number, [low, atLow, high, atHigh]: Bracket): number {
  let [below, above] = [atLow - level, atHigh - level];
  let side = 0; // of the last step
  for (let step = 0; step < mostSteps && high - low > exactness * Math.max(1, low); step++) {
    // far apart, times differ by their size
    const middle = high > 4 * Math.max(low, 1e-3) ? Math.sqrt(Math.max(low, 1e-3) * high) : Number.NaN;
    const t = Number.isNaN(middle) ? (low * above - high * below) / (above - below) : middle;
    const off = bought(t) - level;
    if (off === 0) return t;
    if (off < 0) {
      [low, below] = [t, off];
      if (side < 0) above /= 2;
      side = -1;
    } else {
      [high, above] = [t, off];
      if (side > 0) below /= 2;
      side = 1;
    }
    if (Math.abs(off) < 1e-6) return t;
  }
  return high;
}
