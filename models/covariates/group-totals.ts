import type { Params, PurchaseModel } from "../model.js";
import { type CovariateHistories, splitByGroup } from "./covariate-histories.js";
import { rowLikelihoods } from "./row-likelihoods.js";

const manyRows = 200; // rows a group from which tables made once per group pay off

interface Effect {
  readonly column: number;
  readonly powers: readonly number[];
}

/** Log-likelihood of all customers; derivatives by group and parameter (groups x params), and the parameters there. */
export interface GroupTotals {
  readonly sum: number;
  readonly byGroup: Float64Array;
  readonly values: Float64Array;
}

/**
 * The plain likelihood of each group at its own parameters. Large groups are left to the model, which knows how to
 * evaluate many rows at once; small ones go customer by customer where there is a formula for one.
 * @param coefficients of the effects, in their order
 */
export function groupTotals<K extends string>(
  model: PurchaseModel<K>,
  atZero: readonly number[],
  effects: readonly Effect[],
  coefficients: readonly number[],
  data: CovariateHistories,
  withGradient: boolean,
): GroupTotals {
  const k = model.params.length;
  const { groups } = data;
  const values = new Float64Array(groups.length * k);
  for (let g = 0; g < groups.length; g++)
    for (let i = 0; i < k; i++) {
      let log = 0;
      for (let t = 0; t < effects.length; t++) {
        const { column, powers } = effects[t]!;
        if (powers[i] !== 0) log += powers[i]! * coefficients[t]! * groups[g]![column]!;
      }
      values[g * k + i] = log === 0 ? atZero[i]! : atZero[i]! * Math.exp(log);
    }
  const byGroup = new Float64Array(values.length);
  const row = rowLikelihoods[model.name];
  const sum =
    row !== undefined && data.n.length < manyRows * groups.length
      ? rowByRow(row, k, data, values, byGroup)
      : groupByGroup(model, data, values, withGradient ? byGroup : null);
  return { sum, byGroup, values };
}

function rowByRow(
  row: (p: Float64Array, x: number, tx: number, T: number, gradient: Float64Array) => number,
  k: number,
  { x, tx, T, n, group }: CovariateHistories,
  values: Float64Array,
  byGroup: Float64Array,
): number {
  const p = new Float64Array(k);
  const gradient = new Float64Array(k);
  let sum = 0;
  for (let i = 0; i < n.length; i++) {
    const at = group[i]! * k;
    for (let j = 0; j < k; j++) p[j] = values[at + j]!;
    const weight = n[i]!;
    if (weight === 0) continue;
    sum += weight * row(p, x[i]!, tx[i]!, T[i]!, gradient);
    for (let j = 0; j < k; j++) byGroup[at + j] = byGroup[at + j]! + weight * gradient[j]!;
  }
  return sum;
}

function groupByGroup<K extends string>(
  model: PurchaseModel<K>,
  data: CovariateHistories,
  values: Float64Array,
  byGroup: Float64Array | null,
): number {
  const k = model.params.length;
  let sum = 0;
  for (const [g, { histories, rows }] of splitByGroup(data).entries()) {
    if (rows.length === 0) continue;
    const p = Object.fromEntries(model.params.map((name, i) => [name, values[g * k + i]!])) as Params<K>;
    sum += model.logLikelihood(p, histories, byGroup?.subarray(g * k, (g + 1) * k));
  }
  return sum;
}
