import { logScore, normalisedGini } from "../../../models/index.js";
import type { AtCut } from "./at-cut.js";
import type { CustomerForecast } from "./forecast.js";
import type { CustomerMeasures } from "./measured.js";

const leastProbability = 1e-300;

/** How the forecasts of single customers' purchases did, by horizon. */
export function measureCustomers(
  { row, actual }: AtCut,
  { model, params, histories: h, spans }: CustomerForecast,
): CustomerMeasures[] {
  return actual.map(({ purchases }, j) => {
    const span = spans[j]!;
    const means = Float64Array.from(h.x, (x, i) =>
      model.expectedPurchases(params, x, h.tx[i]!, h.T[i]!, span),
    );
    const expected = Float64Array.from(row, (i) => means[i]!);
    const known = new Map<number, number>();
    const mass = Float64Array.from(row, (i, customer) => {
      const y = purchases[customer]!;
      const key = i * 4096 + y;
      let found = known.get(key);
      if (found === undefined) {
        found = model.conditionalPmf(params, y, h.x[i]!, h.tx[i]!, h.T[i]!, span);
        known.set(key, Math.max(found, leastProbability));
      }
      return Math.max(found, leastProbability);
    });
    let error = 0;
    for (let c = 0; c < row.length; c++) error += Math.abs(purchases[c]! - expected[c]!) / row.length;
    return {
      meanAbsoluteError: error,
      logScore: logScore(mass),
      gini: normalisedGini(expected, purchases),
    };
  });
}
