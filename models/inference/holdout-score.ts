import type { Fit, Histories, Likelihood, Params, PurchaseModel } from "../model.js";
import { fit as fitModel } from "./fit.js";
import { rejectedBy } from "./rejection.js";
import { systematicSample } from "./sample.js";

/** Histories as of a cut with what followed it, sorted by x, tx, T, y. */
export interface HoldoutHistories extends Histories {
  /** purchases of each customer in the holdout */
  readonly y: Float64Array;
}

/** How well a model fitted to the histories at the cut predicts what followed it. */
export interface HoldoutScore {
  readonly fit: Fit;
  /** mean over customers of ln P(Y = y | x, t_x, T): a proper score, higher is better */
  readonly logScore: number;
  /** mean of |y - E[Y]| */
  readonly meanAbsoluteError: number;
  /** root of the mean of (y - E[Y])^2 */
  readonly rootMeanSquaredError: number;
  /** expected over actual purchases, minus 1; NaN where there were none */
  readonly bias: number;
}

/** A score with what it is the mean of. */
export interface ScoredModel extends HoldoutScore {
  /** by row of `scoredHoldout`: ln P(Y = y | x, t_x, T), and E[Y] */
  readonly rows: { readonly logScore: Float64Array; readonly expected: Float64Array };
}

const scoredCustomers = 20_000;
const leastProbability = 1e-300;

/** What models are scored on: all of a holdout, or of a large one a systematic sample, the same for every model. */
export function scoredHoldout(holdout: HoldoutHistories): HoldoutHistories {
  return holdout.n.length > scoredCustomers ? systematicSample(holdout, scoredCustomers)! : holdout;
}

/** Customers that were looked at: fewer than a sample's weights add up to, which stand for all. */
export function scoredCustomersOf(holdout: HoldoutHistories): number {
  return holdout.n.length > scoredCustomers ? scoredCustomers : holdout.n.reduce((sum, n) => sum + n, 0);
}

/**
 * Fits a model to the calibration histories and scores it on the holdout.
 * @param t length of the holdout in the time unit of the histories
 */
export function holdoutScore(model: PurchaseModel, holdout: HoldoutHistories, t: number): ScoredModel {
  const calibrated = fitModel(model, calibration(holdout), { prior: "auto" });
  const scored = scoredHoldout(holdout);
  const rows = predictedRows(model, calibrated.params, scored, t);
  return { fit: calibrated, ...meansOf(rows, scored), rows };
}

function predictedRows(
  model: PurchaseModel,
  p: Params,
  { x, tx, T, y, n }: HoldoutHistories,
  t: number,
): ScoredModel["rows"] {
  const logScore = new Float64Array(n.length);
  const expected = new Float64Array(n.length);
  for (let i = 0; i < n.length; i++) {
    const same = i > 0 && x[i] === x[i - 1] && tx[i] === tx[i - 1] && T[i] === T[i - 1];
    expected[i] = same ? expected[i - 1]! : model.expectedPurchases(p, x[i]!, tx[i]!, T[i]!, t);
    const probability = model.conditionalPmf(p, y[i]!, x[i]!, tx[i]!, T[i]!, t);
    logScore[i] = Math.log(Math.max(probability, leastProbability));
  }
  return { logScore, expected };
}

function meansOf(
  { logScore, expected }: ScoredModel["rows"],
  { y, n }: Pick<HoldoutHistories, "y" | "n">,
): Omit<HoldoutScore, "fit"> {
  const customers = sumOf(n, () => 1);
  return {
    logScore: sumOf(n, (i) => logScore[i]!) / customers,
    ...forecastErrorsOf(expected, { y, n }),
  };
}

/** Errors of expected purchases, by row, compared with what followed. */
export function forecastErrorsOf(
  expected: Float64Array,
  { y, n }: Pick<HoldoutHistories, "y" | "n">,
): Pick<HoldoutScore, "meanAbsoluteError" | "rootMeanSquaredError" | "bias"> {
  const customers = sumOf(n, () => 1);
  const actual = sumOf(n, (i) => y[i]!);
  return {
    meanAbsoluteError: sumOf(n, (i) => Math.abs(y[i]! - expected[i]!)) / customers,
    rootMeanSquaredError: Math.sqrt(sumOf(n, (i) => (y[i]! - expected[i]!) ** 2) / customers),
    bias: actual > 0 ? sumOf(n, (i) => expected[i]!) / actual - 1 : Number.NaN,
  };
}

/** Sum over customers of what each of a row has. */
function sumOf(n: Float64Array, value: (row: number) => number): number {
  let sum = 0;
  for (let i = 0; i < n.length; i++) sum += n[i]! * value(i);
  return sum;
}

/** The histories without y: rows that differ only in it become one. */
export function calibration(h: HoldoutHistories): Histories {
  const rows: number[] = [];
  const n: number[] = [];
  const gaps: number[] = [];
  for (let i = 0; i < h.n.length; i++) {
    const last = rows[rows.length - 1];
    const same = last !== undefined && h.x[i] === h.x[last] && h.tx[i] === h.tx[last] && h.T[i] === h.T[last];
    if (!same) {
      rows.push(i);
      n.push(0);
      gaps.push(0);
    }
    n[n.length - 1]! += h.n[i]!;
    gaps[n.length - 1]! += h.n[i]! * (h.logGaps?.[i] ?? 0);
  }
  return {
    x: Float64Array.from(rows, (i) => h.x[i]!),
    tx: Float64Array.from(rows, (i) => h.tx[i]!),
    T: Float64Array.from(rows, (i) => h.T[i]!),
    n: Float64Array.from(n),
    ...(h.logGaps && { logGaps: Float64Array.from(gaps, (sum, i) => sum / n[i]!) }),
  };
}

/** Total log-scores closer to the best than this, in nats, say nothing: the best AIC among them decides. */
export const scoreTie = 1;

/** Whether a candidate may be chosen: its fit has not failed, and its score is a number. */
export function isUsable({ fit, logScore }: HoldoutScore): boolean {
  return fit.verdict.status !== "failed" && Number.isFinite(logScore);
}

/**
 * Best first: by log-score, but of those that tie with the best the one with the best AIC. Models that another candidate contains and
 * rejects on the calibration histories, by a likelihood-ratio test at 1 %, come after those that none rejects; those whose fit
 * failed or that have no score come last.
 * @param modelOf the likelihood of a fit's name, which knows what it contains
 */
export function rankByHoldout<S extends HoldoutScore>(
  scores: readonly S[],
  customers: number,
  modelOf: (name: string) => Likelihood<string, Histories>,
): S[] {
  const usable = scores.filter(isUsable);
  const candidates = usable.map(({ fit }) => ({ model: modelOf(fit.model), fit }));
  const rank = (s: S): number => {
    const at = usable.indexOf(s);
    if (at < 0) return 2;
    return rejectedBy(candidates[at]!, candidates) === null ? 0 : 1;
  };
  const ranked = scores
    .map((score) => ({ score, rank: rank(score) }))
    .sort((a, b) => a.rank - b.rank || b.score.logScore - a.score.logScore);
  const [best] = ranked;
  if (best === undefined) return [];
  const ties = ranked.filter(
    ({ score, rank }) => rank === best.rank && (best.score.logScore - score.logScore) * customers <= scoreTie,
  );
  const aic = ({ fit }: HoldoutScore): number => fit.aic ?? Infinity;
  const chosen = ties.map(({ score }) => score).reduce((a, b) => (aic(b) < aic(a) ? b : a), best.score);
  return [chosen, ...ranked.map(({ score }) => score).filter((s) => s !== chosen)];
}
