import type { Params, PurchaseModel } from "../model.js";
import { type CovariateHistories, splitByGroup } from "./covariate-histories.js";
import { type RowLikelihood, rowLikelihoods } from "./row-likelihoods.js";

const manyRows = 200; // rows a group from which tables made once per group pay off

interface Effect {
  readonly column: number;
  readonly powers: readonly number[];
}

/** Log-likelihood of all customers, and its derivatives in ln(parameter at z = 0) and in the coefficients. */
export interface GroupTotals {
  readonly sum: number;
  readonly byParam: Float64Array;
  readonly byCoefficient: Float64Array;
}

/**
 * The plain likelihood of each group at its own parameters. Large groups are left to the model, which knows how to
 * evaluate many rows at once; small ones go customer by customer where there is a formula for one.
 * @param atZero parameters of a customer with covariates 0, in the order of the model's
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
  const k = atZero.length;
  const count = data.groups.length;
  const z = designMatrix(data);
  const width = count === 0 ? 0 : z.length / count;
  const values = new Float64Array(count * k);
  const byGroup = new Float64Array(count * k);
  // which coefficients act on each parameter
  const acting = atZero.map((_, i) =>
    effects.flatMap(({ column, powers }, t) => (powers[i] === 0 ? [] : [{ t, column, power: powers[i]! }])),
  );
  for (const [i, terms] of acting.entries()) {
    const logs = new Float64Array(count);
    for (const { t, column, power } of terms) {
      const slope = power * coefficients[t]!;
      for (let g = 0; g < count; g++) logs[g] = logs[g]! + slope * z[g * width + column]!;
    }
    for (let g = 0; g < count; g++)
      values[g * k + i] = logs[g] === 0 ? atZero[i]! : atZero[i]! * Math.exp(logs[g]!);
  }
  const row = rowLikelihoods[model.name];
  const sum =
    row !== undefined && data.n.length < manyRows * count
      ? rowByRow(row, k, data, values, byGroup)
      : groupByGroup(model, data, values, withGradient ? byGroup : null);
  const byParam = new Float64Array(k);
  const byCoefficient = new Float64Array(effects.length);
  for (const [i, terms] of acting.entries()) {
    for (let g = 0; g < count; g++) {
      const at = g * k + i;
      byGroup[at] = byGroup[at]! * values[at]!; // d/d ln(parameter)
      byParam[i] = byParam[i]! + byGroup[at]!;
    }
    for (const { t, column, power } of terms) {
      let slope = 0;
      for (let g = 0; g < count; g++) slope += byGroup[g * k + i]! * z[g * width + column]!;
      byCoefficient[t] = byCoefficient[t]! + power * slope;
    }
  }
  return { sum, byParam, byCoefficient };
}

const matrices = new WeakMap<CovariateHistories, Float64Array>();

/** The covariates of all groups one after another. */
function designMatrix(data: CovariateHistories): Float64Array {
  let matrix = matrices.get(data);
  if (matrix === undefined) {
    const width = data.groups[0]?.length ?? 0;
    matrix = new Float64Array(data.groups.length * width);
    for (const [g, z] of data.groups.entries()) matrix.set(z, g * width);
    matrices.set(data, matrix);
  }
  return matrix;
}

function rowByRow(
  row: RowLikelihood,
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
