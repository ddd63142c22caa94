import { bgRow } from "./bg-row.js";
import { nbdRow } from "./nbd-row.js";
import { paretoNbdRow } from "./pareto-nbd-row.js";

/**
 * ln L of one customer with parameters p (in the order of the model's params), which may differ from customer to
 * customer; fills `gradient` with d/dp. For continuous covariates, where there is nothing to compress.
 */
export type RowLikelihood = (
  p: Float64Array,
  x: number,
  tx: number,
  T: number,
  gradient: Float64Array,
) => number;

/** By model name. Other models evaluate their likelihood group by group, which is exact too, but slow for many groups. */
export const rowLikelihoods: Readonly<Record<string, RowLikelihood>> = {
  nbd: nbdRow,
  "bg-nbd": (p, x, tx, T, gradient) => bgRow(0, p, x, tx, T, gradient),
  "mbg-nbd": (p, x, tx, T, gradient) => bgRow(1, p, x, tx, T, gradient),
  "pareto-nbd": paretoNbdRow,
};
