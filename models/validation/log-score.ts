import { type Column, checkColumns, weightedMean } from "./columns.js";

/**
 * Mean of -ln P(Y = y) over customers: how probable the forecast distributions made the actual outcomes. Strictly proper: no other
 * forecast does better on average than the truth. Lower is better; Infinity where something impossible happened.
 * @param mass P(Y = y) of each customer's forecast at the actual outcome
 * @param weights customers that each entry stands for; 1 when absent
 * @example logScore([0.5, 0.25]) // 1.0397, 1.5 ln 2
 */
export function logScore(mass: Column, weights?: Column): number {
  checkColumns({ mass }, weights, "probabilities");
  return weightedMean(mass.length, (i) => -Math.log(mass[i]!), weights);
}
