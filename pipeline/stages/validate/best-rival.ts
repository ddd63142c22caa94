import { type MeasureName, pairedDifferences } from "../../../models/index.js";
import type { ByTarget, RivalComparison, Target } from "../../artifacts/validation.js";
import { averaged } from "./overall.js";
import { byTarget, type ScoredOrigin } from "./scores.js";

/**
 * The measure that a model and a rival are compared by. Forecasts are means, and the mean is what has the least squared error; by absolute
 * errors whoever predicts nothing at all wins where most customers buy nothing.
 */
const measure = "rmse" satisfies MeasureName;

/**
 * The kind of model that the run fitted against the rival with the least error, on the same customers over all origins: by target, null
 * where one of them is missing at an origin, or replicates are.
 */
export function againstBestRival(
  origins: readonly ScoredOrigin[],
  fitted: string,
  targets: readonly Target[],
): ByTarget<RivalComparison | null> {
  const everywhere = (name: string): boolean =>
    origins.every(({ backtest }) => backtest.forecasts.some((f) => f.name === name && f.scores !== null));
  const forecasts = origins[0]!.backtest.forecasts.filter(
    ({ kind, name }) => (kind === "rival" || (kind === "model" && name === fitted)) && everywhere(name),
  );
  const own = forecasts.findIndex(({ kind }) => kind === "model");
  const rivals = forecasts.map((_, i) => i).filter((i) => i !== own);
  const isKnown = own >= 0 && rivals.length > 0 && origins.every(({ replicates }) => replicates !== null);
  return byTarget(targets, (t) => {
    if (!isKnown) return null;
    const means = averaged(origins, forecasts, targets[t]!);
    const loss = (i: number): number => means.values[i]![measure];
    const best = rivals.reduce((a, b) => (loss(b) < loss(a) ? b : a));
    const found = pairedDifferences(means, own, best)[measure];
    if (found === null || !(loss(best) > 0)) return null;
    const { value, low, high } = found;
    return {
      rival: forecasts[best]!.name,
      measure,
      loss: loss(own),
      best: loss(best),
      difference: value,
      low,
      high,
    };
  });
}
