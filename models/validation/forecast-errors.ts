import { type Column, checkColumns, weightedMean } from "./columns.js";

/** How far forecasts were from what happened, over customers. */
export interface ForecastErrors {
  readonly customers: number;
  readonly forecastTotal: number;
  readonly actualTotal: number;
  /** (forecast total - actual total) / actual total: what a budget sees; NaN where nothing was bought */
  readonly bias: number;
  /** mean of forecast - actual, in units of the forecast */
  readonly meanError: number;
  /** mean of |forecast - actual| */
  readonly mae: number;
  /** square root of the mean of (forecast - actual)^2 */
  readonly rmse: number;
  /** mean of (ln(1 + forecast) - ln(1 + actual))^2; NaN where a value is below -1 */
  readonly msle: number;
}

/**
 * Bias, MAE, RMSE and MSLE of forecasts, per customer.
 * BG/NBD on CDNOW, 39 weeks: bias -0.1215, mae 0.785, msle 0.234.
 * @param forecast expected purchases or value of each customer
 * @param actual the actual value, same unit
 * @param weights customers that each entry stands for; 1 when absent
 * @example forecastErrors([1, 3], [2, 2]).mae // 1
 */
export function forecastErrors(forecast: Column, actual: Column, weights?: Column): ForecastErrors {
  checkColumns({ forecast, actual }, weights);
  const n = forecast.length;
  const mean = (value: (i: number) => number): number => weightedMean(n, value, weights);
  let customers = 0;
  for (let i = 0; i < n; i++) customers += weights === undefined ? 1 : weights[i]!;
  const forecastTotal = customers * mean((i) => forecast[i]!);
  const actualTotal = customers * mean((i) => actual[i]!);
  return {
    customers,
    forecastTotal,
    actualTotal,
    bias: actualTotal === 0 ? Number.NaN : (forecastTotal - actualTotal) / actualTotal,
    meanError: mean((i) => forecast[i]! - actual[i]!),
    mae: mean((i) => Math.abs(forecast[i]! - actual[i]!)),
    rmse: Math.sqrt(mean((i) => (forecast[i]! - actual[i]!) ** 2)),
    msle: mean((i) => (Math.log1p(forecast[i]!) - Math.log1p(actual[i]!)) ** 2),
  };
}
