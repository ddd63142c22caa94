import type { GammaRegression } from "./gamma-regression.js";
import {
  type CustomerValues,
  levelEffects,
  type RegressionColumn,
  regressionColumns,
  regressionRow,
} from "./spend-covariates.js";

/** What a prediction reads of a fitted regression. */
export type Predictor = Pick<GammaRegression, "covariates" | "coefficients" | "kappa">;

/**
 * mu = exp(b'z): expected spend per purchase of a customer with these covariates, whose own purchases are not looked at.
 * @param values of the covariates by name; a level never seen counts as any other value (see `levelEffects`)
 * @returns base currency per purchase
 */
export function regressionMean({ covariates, coefficients }: Predictor, values: CustomerValues): number {
  const columns = regressionColumns(covariates);
  const b = coefficients.map((c) => c.estimate);
  const numbers: RegressionColumn[] = columns.filter((c) => c.kind !== "level" && c.kind !== "other");
  const row = regressionRow(numbers, values);
  let eta = numbers.reduce((sum, column, i) => sum + row[i]! * b[columns.indexOf(column)]!, 0);
  for (const covariate of covariates) {
    if (covariate.kind !== "level") continue;
    const { levels, other } = levelEffects(covariate, columns, b);
    const value = values[covariate.name] ?? null;
    eta += levels.find((level) => level.value === value)?.effect ?? other;
  }
  return Math.exp(eta);
}

/**
 * Weight of a customer's own mean over x purchases: x / (x + kappa). The best linear predictor of Theta mu from m, since
 * Var[Theta] = between and Var[m | Theta] / mu^2 = within / x on average, gives between / (between + within / x).
 * Buehlmann & Straub (1970), with the regression as collective mean.
 * @returns in [0, 1); 0 where kappa is null, since own means then differ by chance alone; 1 at kappa = 0, x > 0
 * @example regressionCredibility({ kappa: 2 }, 6) // 0.75
 */
export function regressionCredibility({ kappa }: Pick<Predictor, "kappa">, x: number): number {
  return kappa === null || x === 0 ? 0 : x / (x + kappa);
}

/**
 * E[M | x, m, z] = w m + (1 - w) exp(b'z): expected spend per future purchase, w = x / (x + kappa).
 * @param m mean spend over the x repeat purchases; ignored at x = 0
 * @returns base currency per purchase
 */
export function regressionSpend(regression: Predictor, x: number, m: number, values: CustomerValues): number {
  const w = regressionCredibility(regression, x);
  const prior = regressionMean(regression, values);
  return w > 0 ? w * m + (1 - w) * prior : prior;
}
