/**
 * Log-normal spend: the logarithm of a purchase is N(theta, within), theta of its customer N(mean, between). A one-way random-effects
 * model, estimated by analysis of variance: Searle, Casella & McCulloch (1992), Variance Components, 3.6; own means are shrunk
 * as by Buehlmann & Straub (1970), and means taken back from logarithms by the smearing of Duan (1983), JASA 78.
 */
import { fewRepeatBuyers } from "../inspect-histories.js";
import type { Params, Verdict } from "../model.js";

export type LogNormalParam = "mean" | "within" | "between" | "scale";

/**
 * mean: of customers' means of ln(amount), ln of the base currency. within, between: variances of ln(amount) about the customer's
 * mean, and of customers' means, >= 0. scale: factor on exp(...) that makes predictions add up to what was spent, > 0.
 */
type P = Params<LogNormalParam>;

/** Customers by their number of purchases above 0, the first one included. */
export interface LogSpendRows {
  readonly purchases: Float64Array;
  readonly customers: Float64Array;
  /** sum over these customers of S, the sum of ln(amount) over their purchases */
  readonly sums: Float64Array;
  /** sum of S^2 / purchases */
  readonly squaredSums: Float64Array;
  /** sum over their purchases of ln(amount)^2 */
  readonly squares: Float64Array;
}

/** A fitted log-normal; JSON-serialisable. */
export interface LogNormalSpend {
  readonly model: "log-normal";
  readonly params: P;
  readonly customers: number;
  readonly purchases: number;
  readonly verdict: Verdict;
}

/** How far the scale may lie from 1, either way, without a word. */
const largestScale = 1.5;

/**
 * within is the pooled variance about customers' means; between takes from the variance of these means what `within` makes of it,
 *     between = (sum n_i (m_i - m)^2 - (k - 1) within) / (N - sum n_i^2 / N),
 * and is 0 where that is below 0; mean weighs customers by n / (n + kappa), kappa = within / between. `scale` is 1: see `scaledLogNormal`.
 * @returns status "failed" where fewer than two customers have come back
 */
export function fitLogNormal(rows: LogSpendRows): LogNormalSpend {
  let customers = 0;
  let purchases = 0;
  let repeated = 0;
  let squaredSizes = 0;
  let sum = 0;
  let ofSums = 0;
  let within = 0;
  for (let i = 0; i < rows.purchases.length; i++) {
    const n = rows.purchases[i]!;
    customers += rows.customers[i]!;
    purchases += n * rows.customers[i]!;
    squaredSizes += n * n * rows.customers[i]!;
    sum += rows.sums[i]!;
    ofSums += rows.squaredSums[i]!;
    if (n === 1) continue;
    repeated += rows.customers[i]!;
    within += rows.squares[i]! - rows.squaredSums[i]!;
  }
  const of = { model: "log-normal", customers, purchases } as const;
  if (repeated < 2) {
    const reasons = [`${repeated} of ${customers} customers have two purchases above 0`];
    const verdict = { status: "failed", codes: ["NO_REPEAT_BUYERS"], reasons } as const;
    return { ...of, params: { mean: 0, within: 0, between: 0, scale: 1 }, verdict };
  }
  const w = Math.max(0, within / (purchases - customers));
  const about = ofSums - sum ** 2 / purchases;
  const between = Math.max(0, (about - (customers - 1) * w) / (purchases - squaredSizes / purchases));
  const mean = weightedMean(rows, kappaOf({ within: w, between }));
  const few = `${repeated} of ${customers} customers have bought again; below ${fewRepeatBuyers} the variances mean little`;
  const verdict: Verdict =
    repeated < fewRepeatBuyers
      ? { status: "weak", codes: ["FEW_REPEAT_BUYERS"], reasons: [few] }
      : { status: "identified", codes: [], reasons: [] };
  return { ...of, params: { mean, within: w, between, scale: 1 }, verdict };
}

function weightedMean({ purchases, customers, sums }: LogSpendRows, kappa: number): number {
  let weights = 0;
  let sum = 0;
  for (let i = 0; i < purchases.length; i++) {
    const shrunk = 1 / (purchases[i]! + kappa);
    weights += customers[i]! * purchases[i]! * shrunk;
    sum += sums[i]! * shrunk;
  }
  return sum / weights;
}

/**
 * The fit with the scale at which what it predicts of the repeat purchases of its customers adds up to what they spent on them,
 * refunds taken off. Far from 1 amounts are not log-normal, or repeat purchases are not like first ones; the verdict says so.
 * @param predicted sum over customers of x times what the fit expects, > 0
 * @param spent on the same purchases
 * @returns status "failed" where nothing was spent
 */
export function scaledLogNormal(fit: LogNormalSpend, predicted: number, spent: number): LogNormalSpend {
  if (fit.verdict.status === "failed") return fit;
  const scale = spent / predicted;
  if (!(scale > 0 && scale < Infinity)) {
    const reasons = [`repeat purchases come to ${spent}: there is no mean spend`];
    return { ...fit, verdict: { status: "failed", codes: ["NO_FINITE_MEAN"], reasons } };
  }
  const params = { ...fit.params, scale };
  if (scale < largestScale && scale > 1 / largestScale) return { ...fit, params };
  const note = `repeat purchases come to ${scale.toFixed(2)} of what a log-normal expects, and predictions are scaled by that`;
  const { codes, reasons } = fit.verdict;
  return { ...fit, params, verdict: { status: "weak", codes, reasons: [...reasons, note] } };
}

/** Purchases at which a customer's own mean and that of all weigh the same; bounded, so that 0 / 0 and infinity do not occur. */
function kappaOf({ within, between }: Pick<P, "within" | "between">): number {
  return between > 0 ? Math.min(1e12, Math.max(1e-9, within / between)) : 1e12;
}

/** Numbers of ln(expected spend) = level + (S + add) / (n + kappa), S the sum of ln(amount) over a customer's n purchases. */
export interface LogNormalTerms {
  readonly level: number;
  readonly add: number;
  readonly kappa: number;
}

/**
 * What is left of `logNormalSpend` once the parameters are known: with Z = n / (n + kappa), ln(expected spend) is
 *     mean + Z (S / n - mean) + (1 - Z) between / 2 + within / 2 + ln(scale)
 */
export function logNormalTerms(p: P): LogNormalTerms {
  const kappa = kappaOf(p);
  return { level: p.within / 2 + Math.log(p.scale), add: kappa * (p.mean + p.between / 2), kappa };
}

/**
 * Expected spend per future purchase.
 * @param n purchases above 0, the first one included, >= 0
 * @param sum of ln(amount) over them
 * @returns base currency per purchase, > 0
 * @example logNormalSpend({ mean: 3, within: 0.5, between: 0.25, scale: 1 }, 2, 8) // 45.26
 */
export function logNormalSpend(p: P, n: number, sum: number): number {
  const { level, add, kappa } = logNormalTerms(p);
  return Math.exp(level + (sum + add) / (n + kappa));
}
