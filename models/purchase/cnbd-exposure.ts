import type { Params } from "../model.js";
import type { CnbdParam } from "./cnbd-likelihood.js";
import { phaseWeights } from "./cnbd-phases.js";

/**
 * `exposure` of regular buyers, who take k phases to a purchase. With R = r + kx and P(j) the weights of cnbd-phases.ts
 *     -d ln f / dT   = P(alive) P(k-1) (R+k-1)/(alpha+T), the rate of doing the last phase of a purchase at T,
 *     -d ln f / dt_x = P(alive) sum over j < k-1 of P(j) (R+j)/(alpha+T) + (1 - P(alive)) R/(alpha+t_x) - (k-1) x / t_x.
 * The first terms count phases. The last takes off those that are no purchase, k-1 in each of the x gaps: it is the derivative of
 * (k-1) sum of ln(gaps) where all gaps grow with t_x, as operationalLogGaps has it.
 * @param alive P(alive | x, t_x, T)
 */
export function cnbdExposure(
  p: Params<CnbdParam>,
  alive: number,
  x: number,
  tx: number,
  T: number,
  out: Float64Array,
): void {
  const { k, r, alpha } = p;
  const shape = r + k * x;
  const weights = phaseWeights(p, x, tx, T);
  let early = 0;
  for (let j = 0; j < k - 1; j++) early += weights[j]! * (shape + j);
  out[0] = (alive * weights[k - 1]! * (shape + k - 1)) / (alpha + T);
  out[1] =
    x === 0 ? 0 : (alive * early) / (alpha + T) + ((1 - alive) * shape) / (alpha + tx) - ((k - 1) * x) / tx;
  out[2] = x > 1 ? middle(k, x) : 1;
}

/**
 * Given x and t_x the i-th of the x-1 purchases between the first and the last lies at t_x Beta(ki, k(x-i)), whatever the customer's rate.
 * Taken together they have the variance of an even spread over this share of t_x: all of it at k = 1, all but half a gap at either
 * end for a regular buyer.
 */
function middle(k: number, x: number): number {
  return Math.sqrt((x - 2 + (2 * (x + 1)) / (k * x + 1)) / x);
}
