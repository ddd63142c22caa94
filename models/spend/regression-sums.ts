import type { Matrix } from "../numeric/symmetric.js";
import type { RegressionScore, RegressionSums } from "./gamma-regression.js";
import {
  type CustomerValues,
  regressionColumns,
  regressionRow,
  type SpendCovariate,
} from "./spend-covariates.js";
import type { ResidualsByX } from "./spend-variance.js";

/** A customer with its mean repeat spend m over x purchases and the values of its covariates. */
export interface Spender {
  readonly x: number;
  readonly m: number;
  readonly values: CustomerValues;
}

/**
 * Weight of a customer in the regression: x (1 + kappa) / (x + kappa), proportional to 1 / (between + within / x).
 * @returns 1 at x = 1; x where kappa is null; 1 for all where kappa = 0
 */
export function regressionWeight(x: number, kappa: number | null): number {
  return kappa === null ? x : (x * (1 + kappa)) / (x + kappa);
}

/** The sums over customers in memory; those without repeat spend (x = 0 or m <= 0) are left out. */
export function regressionSumsFrom(
  spenders: readonly Spender[],
  covariates: readonly SpendCovariate[],
): RegressionSums {
  const used = spenders.filter(({ x, m }) => x > 0 && m > 0);
  const columns = regressionColumns(covariates);
  const rows = used.map(({ values }) => regressionRow(columns, values));
  const residual = (b: readonly number[], i: number): number =>
    used[i]!.m * Math.exp(-rows[i]!.reduce((sum, z, j) => sum + z * b[j]!, 0)) - 1;
  const purchases = used.reduce((sum, { x }) => sum + x, 0);
  let passes = 0;
  return {
    customers: used.length,
    purchases,
    covariates,
    logMean: used.reduce((sum, { x, m }) => sum + x * Math.log(m), 0) / Math.max(1, purchases),
    passes: () => passes,
    async information(kappa): Promise<Matrix> {
      const total = columns.map(() => columns.map(() => 0));
      rows.forEach((row, i) => {
        const weight = regressionWeight(used[i]!.x, kappa);
        for (let j = 0; j < row.length; j++)
          for (let k = 0; k < row.length; k++) total[j]![k]! += weight * row[j]! * row[k]!;
      });
      return total;
    },
    async score(b, kappa): Promise<RegressionScore> {
      passes++;
      const score = columns.map(() => 0);
      let deviance = 0;
      let pearson = 0;
      rows.forEach((row, i) => {
        const weight = regressionWeight(used[i]!.x, kappa);
        const r = residual(b, i);
        for (let j = 0; j < row.length; j++) score[j]! += weight * row[j]! * r;
        deviance += 2 * weight * (r - Math.log1p(r));
        pearson += weight * r * r;
      });
      return { score, deviance, pearson };
    },
    async residuals(b): Promise<ResidualsByX[]> {
      const byX = new Map<number, { customers: number; squares: number }>();
      used.forEach(({ x }, i) => {
        const cell = byX.get(x) ?? { customers: 0, squares: 0 };
        byX.set(x, cell);
        cell.customers += 1;
        cell.squares += residual(b, i) ** 2;
      });
      return [...byX].sort((p, q) => p[0] - q[0]).map(([x, cell]) => ({ x, ...cell }));
    },
  };
}
