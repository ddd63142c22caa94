import type { Params } from "../model.js";
import type { CnbdParam } from "./cnbd-likelihood.js";

/**
 * Weights, up to a common factor, of the number j < k of phases that a customer alive at T has done since its last
 * purchase, and their sum S:
 *     Gamma(r+kx+j) / (Gamma(r+kx) j!) y^j,   y = (T-t_x)/(alpha+T)
 * With j done, lambda ~ Gamma(r+kx+j, alpha+T). At t_x = T no time has passed and j = 0 for certain.
 */
export function openPhases(
  p: Params<CnbdParam>,
  x: number,
  tx: number,
  T: number,
): { readonly weights: Float64Array; readonly sum: number } {
  const y = (T - tx) / (p.alpha + T);
  const shape = p.r + p.k * x;
  const weights = new Float64Array(p.k);
  let sum = 0;
  let weight = 1;
  for (let j = 0; j < p.k; j++) {
    weights[j] = weight;
    sum += weight;
    weight *= ((shape + j) * y) / (j + 1);
  }
  return { weights, sum };
}

/** The same weights, summing to 1: the probabilities of j. */
export function phaseWeights(p: Params<CnbdParam>, x: number, tx: number, T: number): Float64Array {
  const { weights, sum } = openPhases(p, x, tx, T);
  for (let j = 0; j < weights.length; j++) weights[j] = weights[j]! / sum;
  return weights;
}
