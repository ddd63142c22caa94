import type { DriverCells } from "./cells.js";
import { levelSums } from "./cells.js";
import { type DriverFit, fitQuasiPoisson } from "./quasi-poisson.js";

/** How much of what sets customers apart is told by a feature. */
export interface DriverImportance {
  /** Share of the deviance that all features explain, for customers who were not fitted to; below 0 where they mislead. */
  readonly explained: number;
  /** By feature: the share of the deviance that is lost when its levels are shuffled among customers. */
  readonly lost: readonly number[];
  /** Standard errors of these by customers. */
  readonly errors: readonly number[];
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019, JMLR 20) of each feature, out of sample: each fold is judged by
 * a fit to the others. Shuffling is not done but worked out: over all permutations a customer has level l with the share of l, and the
 * Poisson deviance is linear in exp(eta) and eta. So nothing is random, and the deviance is that of customers, not of cells.
 * @returns null where there is nothing to explain
 */
export function permutationImportance(cells: DriverCells, bases: readonly number[]): DriverImportance | null {
  const sums: Sums = {
    ...{ deviance: 0, nullDeviance: 0, customers: 0 },
    lost: cells.levels.map(() => 0),
    squares: cells.levels.map(() => 0),
  };
  for (const fold of new Set(cells.fold)) {
    const inTraining = (c: number): boolean => cells.fold[c] !== fold;
    const fit = fitQuasiPoisson(cells, bases, inTraining);
    if (fit === null) return null;
    judge(cells, fold, fit, levelSums(cells, inTraining), sums);
  }
  const { nullDeviance, deviance, customers, lost, squares } = sums;
  if (!(nullDeviance > 0) || !Number.isFinite(deviance)) return null;
  return {
    explained: 1 - deviance / nullDeviance,
    lost: lost.map((v) => v / nullDeviance),
    errors: squares.map((v, f) => Math.sqrt(Math.max(0, v - lost[f]! ** 2 / customers)) / nullDeviance),
  };
}

interface Sums {
  deviance: number;
  nullDeviance: number;
  customers: number;
  readonly lost: number[];
  readonly squares: number[];
}

function judge(
  cells: DriverCells,
  fold: number,
  fit: DriverFit,
  training: ReturnType<typeof levelSums>,
  sums: Sums,
): void {
  const own = fit.columns.map((columns) => columns.map((j) => (j > 0 ? fit.coefficients[j]! : 0)));
  const customers = training[0]?.reduce((sum, { n }) => sum + n, 0) ?? 0;
  const value = training[0]?.reduce((sum, { y }) => sum + y, 0) ?? 0;
  const mean = value / customers;
  const shuffled = own.map((b, f) => {
    const share = training[f]!.map(({ n }) => n / customers);
    return {
      eta: b.reduce((sum, v, l) => sum + share[l]! * v, 0),
      ratio: b.reduce((sum, v, l) => sum + share[l]! * Math.exp(v), 0),
    };
  });
  cells.n.forEach((n, c) => {
    if (cells.fold[c] !== fold) return;
    const [y, y2, saturated] = [cells.y[c]!, cells.y2[c]!, cells.yLogY[c]! - cells.y[c]!];
    const eta = own.reduce((sum, b, f) => sum + b[cells.level[f]![c]!]!, fit.coefficients[0]!);
    sums.customers += n;
    sums.deviance += 2 * (saturated - y * eta + n * Math.exp(eta));
    sums.nullDeviance += 2 * (saturated - y * Math.log(mean) + n * mean);
    own.forEach((b, f) => {
      const at = b[cells.level[f]![c]!]!;
      // of each customer: 2 (slope y + constant)
      const slope = at - shuffled[f]!.eta;
      const constant = Math.exp(eta) * (shuffled[f]!.ratio / Math.exp(at) - 1);
      sums.lost[f]! += 2 * (slope * y + constant * n);
      sums.squares[f]! += 4 * (slope * slope * y2 + 2 * slope * constant * y + constant * constant * n);
    });
  });
}
