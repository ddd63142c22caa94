import type { Histories, Likelihood } from "../model.js";
import { arpuLifetime, ownRate, type RivalName } from "../validation/rivals.js";
import {
  forecastErrorsOf,
  type HoldoutHistories,
  type HoldoutScore,
  isUsable,
  rankByHoldout,
  type ScoredModel,
} from "./holdout-score.js";
import { type PairedDifference, pairedDifference } from "./paired-difference.js";
import { withoutCarriers, withoutWorst } from "./worst-predicted.js";

/** Models that were scored on the same rows, best first, and how many customers were looked at. */
export interface HoldoutComparison {
  readonly ranked: readonly ScoredModel[];
  /** What `scoredHoldout` gave. */
  readonly rows: HoldoutHistories;
  readonly observed: number;
  /** Length of the holdout, days. */
  readonly days: number;
}

/** A naive forecast on the holdout of the models. */
export interface HoldoutRival
  extends Pick<HoldoutScore, "meanAbsoluteError" | "rootMeanSquaredError" | "bias"> {
  readonly rival: RivalName;
  /** Mean squared error of the chosen model minus the rival's: below 0 where the model is better. */
  readonly difference: PairedDifference;
  /** Whether its root mean squared error is below that of every model that can be used. */
  readonly beatsAll: boolean;
}

/** How the models that can be used rank without some customers. */
export interface RankedWithout {
  /** How many were left out. */
  readonly customers: number;
  /** Best first, with the log-score of the customers that are left. */
  readonly ranking: readonly { readonly model: string; readonly logScore: number }[];
  /** Whether another model is best then: these few decided. */
  readonly decides: boolean;
}

/**
 * How much higher the log-score of each model is than that of another, a customer.
 * @returns null where one of them cannot be used, or they are the same
 */
export function logScoreDifference(
  { rows, observed }: HoldoutComparison,
  a: ScoredModel | undefined,
  b: ScoredModel | undefined,
): PairedDifference | null {
  if (a === undefined || b === undefined || a === b || !isUsable(a) || !isUsable(b)) return null;
  return pairedDifference(rows.n, (i) => a.rows.logScore[i]! - b.rows.logScore[i]!, observed);
}

/**
 * The ranking again without the 5 % of customers that the best model predicts worst. That favours the best one; and what is left is
 * not all that can happen, so that another order says who decides, not which model is right.
 */
export function rankWithoutWorst(comparison: HoldoutComparison, modelOf: ModelOf): RankedWithout {
  const [best] = comparison.ranked.filter(isUsable);
  return rankedWithout(comparison, withoutWorst(best!.rows.logScore, comparison.rows.n), modelOf);
}

/**
 * The ranking again without the fewest customers who carry the lead of the best model over another one: of the others that one
 * which takes the fewest.
 * @returns null where no lead is carried by 1 % of the customers, or by one
 */
export function rankWithoutCarriers(comparison: HoldoutComparison, modelOf: ModelOf): RankedWithout | null {
  const { ranked, rows } = comparison;
  const [best, ...others] = ranked.filter(isUsable);
  const found = others.flatMap(({ rows: { logScore } }) => {
    const kept = withoutCarriers(
      best!.rows.logScore.map((own, i) => own - logScore[i]!),
      rows.n,
    );
    const without = kept && rankedWithout(comparison, kept, modelOf);
    return without?.decides ? [without] : [];
  });
  return found.reduce<RankedWithout | null>((a, b) => (a && a.customers <= b.customers ? a : b), null);
}

type ModelOf = (name: string) => Likelihood<string, Histories>;

function rankedWithout(
  { ranked, rows }: HoldoutComparison,
  kept: Float64Array,
  modelOf: ModelOf,
): RankedWithout {
  const usable = ranked.filter(isUsable);
  const customers = kept.reduce((sum, n) => sum + n, 0);
  const scores = usable.map((score) => ({
    ...score,
    logScore: score.rows.logScore.reduce((sum, own, i) => sum + kept[i]! * own, 0) / customers,
  }));
  const ranking = rankByHoldout(scores, customers, modelOf).map(({ fit, logScore }) => ({
    model: fit.model,
    logScore,
  }));
  return {
    customers: rows.n.reduce((sum, n) => sum + n, 0) - customers,
    ranking,
    decides: ranking[0]!.model !== usable[0]!.fit.model,
  };
}

/**
 * The naive forecasts that need nothing but the histories, on the same customers; the least squared error first.
 * @param chosen the model that they are compared with
 */
export function holdoutRivals(comparison: HoldoutComparison, chosen: ScoredModel): HoldoutRival[] {
  const { ranked, rows, observed, days } = comparison;
  const { x, tx, T, y, n } = rows;
  const known = { x, tx, T, totalValue: new Float64Array(n.length), weights: n };
  const least = Math.min(...ranked.filter(isUsable).map((m) => m.rootMeanSquaredError));
  const forecasts: readonly [RivalName, Float64Array][] = [
    ["own-rate", ownRate(known, days).purchases],
    ["arpu-lifetime", arpuLifetime(known, days).purchases],
  ];
  const squared = (expected: Float64Array, i: number): number => (y[i]! - expected[i]!) ** 2;
  return forecasts
    .map(([rival, expected]): HoldoutRival => {
      const errors = forecastErrorsOf(expected, rows);
      return {
        ...{ rival, ...errors, beatsAll: errors.rootMeanSquaredError < least },
        difference: pairedDifference(
          n,
          (i) => squared(chosen.rows.expected, i) - squared(expected, i),
          observed,
        ),
      };
    })
    .sort((a, b) => a.rootMeanSquaredError - b.rootMeanSquaredError);
}
