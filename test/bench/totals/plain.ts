import { predictHistories, sigmaPoints, totalDoubt, totalIntervals } from "../../../models/index.js";
import type { AtCut } from "./at-cut.js";
import type { FittedAtCut } from "./fit-at-cut.js";
import { type CutForecast, levels } from "./forecast.js";
import type { SpendAtCut } from "./spend-at-cut.js";

/** The totals without a calendar: chance and the doubt about parameters. */
export function plainForecast(
  { histories, horizons }: AtCut,
  { model, fit }: FittedAtCut,
  spend: SpendAtCut,
): CutForecast {
  const predictions = predictHistories(model, fit.params, histories, horizons, 0, {
    levels: [0.5],
    spend: null,
  });
  const doubt =
    fit.covariance === null
      ? undefined
      : totalDoubt(model, fit.params, histories, predictions, [spend.sums], {
          horizons,
          delta: 0,
          spend: spend.params,
          points: sigmaPoints(fit),
          spendPoints: spend.points,
        });
  const [totals] = totalIntervals(histories, predictions, [spend.sums], {
    levels,
    margin: 1,
    spend: spend.params,
    ...(doubt && { doubt }),
  });
  return {
    models: `${fit.model}, ${spend.name}`,
    purchases: totals!.purchases.map((t) => t.quantiles),
    value: totals!.value.map((t) => t.quantiles),
    customers: { model, params: fit.params, histories, spans: horizons },
  };
}
