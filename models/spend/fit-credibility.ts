import { verdict } from "../inference/verdict.js";
import { fewRepeatBuyers } from "../inspect-histories.js";
import type { MomentFit, SpendHistories } from "../model.js";
import { type CredibilityParam, kappa } from "./credibility.js";

/** How purchases vary about the own means of customers with two purchases and more, by number of purchases. */
export interface PurchaseVariation {
  /** purchases, the first one included, >= 2 */
  readonly purchases: Float64Array;
  readonly customers: Float64Array;
  /** sum over these customers of the sum over purchases of ((amount - own mean) / own mean)^2 */
  readonly squares: Float64Array;
}

/**
 * Variance of a purchase about its customer's own mean, over the square of that mean. A customer of n purchases has the
 * sample variance s^2 and the mean m, and for gamma-distributed purchases, whatever their mean,
 *     E[s^2 / m^2] = within n / (n + within)
 * of which it is the solution for all customers together, weighed by (n - 1) / n. Since s^2 / m^2 is at most n, no single
 * purchase can carry it away, however large.
 * @returns null where nobody has two purchases
 * @example withinVariance({ purchases: Float64Array.of(4), customers: Float64Array.of(10), squares: Float64Array.of(6) }) // 0.2105
 */
export function withinVariance({ purchases, customers, squares }: PurchaseVariation): number | null {
  let found = 0;
  let all = 0;
  for (let i = 0; i < purchases.length; i++) {
    found += squares[i]! / purchases[i]!;
    all += customers[i]! * (purchases[i]! - 1);
  }
  if (!(all > 0)) return null;
  if (found === 0) return 0;
  const expected = (within: number): number => {
    let sum = 0;
    for (let i = 0; i < purchases.length; i++)
      sum += (customers[i]! * (purchases[i]! - 1) * within) / (purchases[i]! + within);
    return sum;
  };
  let high = 1;
  while (expected(high) < found && high < mostWithin) high *= 2;
  let low = 0;
  while (high - low > 1e-14 * high) {
    const middle = (low + high) / 2;
    if (expected(middle) < found) low = middle;
    else high = middle;
    if (middle === low && middle === high) break;
  }
  return high;
}

const mostWithin = 1e6; // each customer has paid for one purchase only
const aside = 0.01; // share of customers, at least one, who do not say what a large mean is
const beyond = 3; // times the largest mean of the others
const unlike = 1.25; // first purchases over their customers' means: more, or as much less, is worth a word
const fewest = 10; // customers among whom that can be said

/**
 * The largest own mean that counts in full in the mean of all customers: three times the largest that is left when the
 * highest 1 % are set aside. Spend of finite variance hardly reaches it; one order of 10^9 does.
 */
export function meanLimit({ x, n, z }: SpendHistories): number {
  const order = Array.from(x.keys()).sort((i, j) => z[j]! / x[j]! - z[i]! / x[i]!);
  const customers = n.reduce((sum, k) => sum + k, 0);
  if (customers < fewest) return Infinity;
  let left = Math.max(1, Math.floor(aside * customers));
  for (const i of order) {
    if (n[i]! > left) return (beyond * z[i]!) / x[i]!;
    left -= n[i]!;
  }
  return Infinity;
}

/**
 * Mean and variance of customers' own means by the fixed point of Bichsel & Straub (Buehlmann & Gisler 2005, A Course in
 * Credibility Theory, 4.9): with the weights w_i = n_i / (n_i + kappa),
 *     mean = sum w_i m_i / sum w_i,   between mean^2 = sum w_i (m_i - mean)^2 / (customers - 1)
 * Own means beyond `meanLimit` count as that, which the verdict then says.
 * @param h customers by number of purchases and total spend: here x counts all purchases, the first one included
 * @param within see withinVariance
 * @param first mean over returning customers of n times the first purchase over all n: 1 where that is like any other
 * @returns null with fewer than two customers, or fewer than two who have come back
 */
export function fitCredibility(
  h: SpendHistories,
  within: number,
  first = 1,
): MomentFit<CredibilityParam> | null {
  const limit = meanLimit(h);
  const rows = h.x.length;
  const own = new Float64Array(rows);
  const spread = new Float64Array(rows);
  let customers = 0;
  let repeated = 0;
  let limited = 0;
  for (let i = 0; i < rows; i++) {
    const mean = h.z[i]! / h.x[i]!;
    own[i] = Math.min(limit, mean);
    spread[i] = mean > limit ? 0 : h.m2[i]! / h.x[i]! ** 2;
    customers += h.n[i]!;
    if (h.x[i]! > 1) repeated += h.n[i]!;
    if (mean > limit) limited += h.n[i]!;
  }
  if (repeated < 2) return null;
  const { mean, between, weights } = collective(h, own, spread, customers, within);
  const few = `${repeated} of ${customers} customers have bought again; below ${fewRepeatBuyers} the variances mean little`;
  const judged = verdict(
    repeated < fewRepeatBuyers ? [{ code: "FEW_REPEAT_BUYERS", reason: few, fatal: false }] : [],
  );
  const notes: string[] = [];
  if (limited > 0) {
    const largest = h.x.reduce((most, x, i) => Math.max(most, h.z[i]! / x), 0);
    notes.push(
      `${limited} of ${customers} customers spend up to ${largest.toPrecision(4)} a purchase; in the mean of all they count as ${limit.toPrecision(4)}, 3 times the largest mean but for 1 % of customers`,
    );
  }
  if (isUnlike(first, within, repeated))
    notes.push(
      `first purchases come to ${first.toFixed(2)} of their customer's mean: own means, which are over all purchases, say less about later ones`,
    );
  return {
    model: "credibility",
    params: { mean, within, between },
    standardErrors: { mean: mean * Math.sqrt((between > 0 ? between : within) / weights) },
    covariance: null,
    verdict: { ...judged, reasons: [...judged.reasons, ...notes] },
    customers,
    rows,
  };
}

/** Whether first purchases are a quarter off, and beyond chance: n times one over the total has a variance below `within`. */
function isUnlike(first: number, within: number, customers: number): boolean {
  const chance = 3 * Math.sqrt(within / customers);
  return (first > unlike || first < 1 / unlike) && Math.abs(first - 1) > chance;
}

/** The fixed point, and the sum of the weights it was made with: of purchases where between is 0. */
function collective(
  { x, n }: SpendHistories,
  own: Float64Array,
  spread: Float64Array,
  customers: number,
  within: number,
): { readonly mean: number; readonly between: number; readonly weights: number } {
  const at = (weightOf: (x: number) => number) => {
    let weights = 0;
    let sum = 0;
    for (let i = 0; i < own.length; i++) {
      const w = n[i]! * weightOf(x[i]!);
      weights += w;
      sum += w * own[i]!;
    }
    const mean = sum / weights;
    let squares = 0;
    for (let i = 0; i < own.length; i++)
      squares += n[i]! * weightOf(x[i]!) * ((own[i]! - mean) ** 2 + spread[i]!);
    return { mean, between: squares / (customers - 1) / mean ** 2, weights };
  };
  let found = at(() => 1);
  for (let i = 0; i < 2000 && within > 0; i++) {
    if (found.between < 1e-9) return { ...at((purchases) => purchases), between: 0 };
    const k = kappa({ within, between: found.between });
    const next = at((purchases) => purchases / (purchases + k));
    const change = Math.abs(next.between - found.between);
    found = next;
    if (change <= 1e-13 * found.between) break;
  }
  return found;
}
