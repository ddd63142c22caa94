/**
 * What k future purchases of a Gamma-Gamma customer cost in all, relative to what is known of the customer.
 * Spend per purchase is Gamma(p, nu), and after x purchases of z = x m in all nu ~ Gamma(px + q, gamma + z), so
 *     Z_k = (sum of k purchases) / (gamma + z) is beta-prime(pk, px + q):   P(Z_k <= e^y) = I_u(pk, px + q),  u = 1 / (1 + e^-y)
 * It depends on the customer through x alone. It is tabulated once per x, on an even grid in y = ln Z, for k = 1, 2, ...
 * up to the largest asked for: cell by cell, the density in y integrated by Gauss-Legendre points.
 */
import type { Params } from "../model.js";
import { gaussLegendre } from "../numeric/gauss-legendre.js";
import { digamma, incompleteBeta, logBeta, trigamma } from "../numeric/special.js";

/** P(Z_k <= e^y) at the nodes y = first + i step; rows are added when asked for. */
export interface SpendGrid {
  readonly p: number;
  /** px + q: the tail of Z falls as Z^-b */
  readonly b: number;
  readonly first: number;
  readonly step: number;
  readonly rows: SpendRow[];
  /** ln u and ln(1 - u) at the points of the rule in each cell */
  readonly logU: number[];
  readonly logRest: number[];
}

/** P(Z_k <= e^y): 0 before the node `from`, `values` from there on, 1 after the last of them. */
export interface SpendRow {
  readonly from: number;
  readonly values: Float64Array;
}

const rule = gaussLegendre(4);
const finest = 0.45; // of the scale on which distributions vary
const leftMass = 1e-4; // of k = 1, to the left of the grid, where it is a power of Z
const negligibleBelow = 1e-8;
const negligibleAbove = 1e-6;

const grids = new WeakMap<object, Map<number, SpendGrid>>();

/**
 * The grid of customers with x purchases; made once per params object, which must not change afterwards.
 * @param spend Gamma-Gamma's p > 0 and q > 1
 */
export function spendGrid(spend: Params<"p" | "q">, x: number): SpendGrid {
  let byX = grids.get(spend);
  if (byX === undefined) {
    if (!(spend.p > 0 && spend.q > 1 && spend.p < Infinity && spend.q < Infinity))
      throw new RangeError(
        `quantiles of value need Gamma-Gamma with p > 0, q > 1; got p = ${spend.p}, q = ${spend.q}`,
      );
    byX = new Map();
    grids.set(spend, byX);
  }
  let grid = byX.get(x);
  if (grid === undefined) {
    const { p } = spend;
    const b = p * x + spend.q;
    grid = { p, b, first: leftEnd(p, b), step: stepOf(p, b, x), rows: [], logU: [], logRest: [] };
    byX.set(x, grid);
  }
  return grid;
}

/** The row of k purchases, k >= 1. */
export function spendRow(grid: SpendGrid, k: number): SpendRow {
  while (grid.rows.length < k) grid.rows.push(makeRow(grid, grid.rows.length + 1));
  return grid.rows[k - 1]!;
}

/**
 * A share of the smallest scale on which a mixture over k varies: the standard deviation of ln Z_k where whole numbers
 * of purchases stand apart (k below about p/4), and that together with the least spread of k itself where they blur.
 */
function stepOf(p: number, b: number, x: number): number {
  const most = 4 * x + 40;
  const apart = Math.min(most, Math.max(1, Math.ceil(p / 4) - 1));
  const blurred = Math.max(most, p / 4);
  const scale = (k: number): number => trigamma(p * k) + trigamma(b);
  return finest * Math.sqrt(Math.min(scale(apart), scale(blurred) + 1 / (2 * blurred)));
}

/** The y below which only `leftMass` of Z_1 lies, between the inverse of the leading term, too far left, and E[ln Z_1]. */
function leftEnd(p: number, b: number): number {
  let low = (Math.log(leftMass * p) + logBeta(p, b)) / p;
  let high = Math.max(low, digamma(p) - digamma(b));
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(1 / (1 + Math.exp(-middle)), p, b) < leftMass) low = middle;
    else high = middle;
  }
  return low;
}

function makeRow(grid: SpendGrid, k: number): SpendRow {
  const { b, first, step } = grid;
  const a = grid.p * k;
  const logNorm = logBeta(a, b);
  let from = k === 1 ? 0 : grid.rows[k - 2]!.from;
  while (below(first + (from + 1) * step, a, b, logNorm) < negligibleBelow) from++;
  let mass = from > 0 ? 0 : incompleteBeta(1 / (1 + Math.exp(-first)), a, b);
  const values = [mass];
  for (let cell = from; ; cell++) {
    const at = pointsOf(grid, cell);
    let sum = 0;
    for (let j = 0; j < rule.nodes.length; j++)
      sum += rule.weights[j]! * Math.exp(a * grid.logU[at + j]! + b * grid.logRest[at + j]! - logNorm);
    mass = Math.min(1, mass + 0.5 * step * sum);
    values.push(mass);
    // what is above y for (a, b) is what is below -y for (b, a)
    if (below(-first - (cell + 1) * step, b, a, logNorm) < negligibleAbove) break;
  }
  return { from, values: Float64Array.from(values) };
}

/** A bound on I_u(a, b), tight far to the left: u^a (1-u)^b / (a B(a, b)) / (1 - u max(1, (a+b)/(a+1))). */
function below(y: number, a: number, b: number, logNorm: number): number {
  const logU = y > 0 ? -Math.log1p(Math.exp(-y)) : y - Math.log1p(Math.exp(y));
  const left = 1 - Math.exp(logU) * Math.max(1, (a + b) / (a + 1));
  return left > 0 ? Math.exp(a * logU + b * (logU - y) - logNorm) / (a * left) : Infinity;
}

/** Where the points of a cell begin in the grid's tables of logarithms. */
function pointsOf(grid: SpendGrid, cell: number): number {
  const per = rule.nodes.length;
  while (grid.logU.length < (cell + 1) * per) {
    const i = grid.logU.length;
    const y = grid.first + (Math.floor(i / per) + 0.5 + 0.5 * rule.nodes[i % per]!) * grid.step;
    const logU = y > 0 ? -Math.log1p(Math.exp(-y)) : y - Math.log1p(Math.exp(y));
    grid.logU.push(logU);
    grid.logRest.push(logU - y);
  }
  return cell * per;
}
