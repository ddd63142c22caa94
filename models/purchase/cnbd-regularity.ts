import type { Histories } from "../model.js";
import { logGamma } from "../numeric/special.js";

/**
 * The whole k out of a list that makes the spacing of purchases likeliest. Given x and t_x, the x gaps are shares of
 * t_x with a Dirichlet(k, ..., k) density, whatever the rate and dropout of the customer:
 *     ln f = ln Gamma(kx) - x ln Gamma(k) + (k-1) [sum of ln(gaps) - x ln t_x]
 * This is an exact factor of the likelihood, free of all other parameters, so it is a good first guess and needs one pass.
 * @returns the first of the list where no customer has two repeat purchases or the histories have no logGaps
 */
export function likeliestPhases(h: Histories, choices: readonly number[]): number {
  const { logGaps } = h;
  const customersWith = new Map<number, number>();
  let evenness = 0;
  if (logGaps !== undefined)
    for (let i = 0; i < h.n.length; i++) {
      const x = h.x[i]!;
      if (!(x > 1 && h.tx[i]! > 0 && logGaps[i]! > -Infinity)) continue;
      customersWith.set(x, (customersWith.get(x) ?? 0) + h.n[i]!);
      evenness += h.n[i]! * (logGaps[i]! - x * Math.log(h.tx[i]!));
    }
  let best = choices[0]!;
  let most = -Infinity;
  for (const k of choices) {
    let value = (k - 1) * evenness;
    for (const [x, customers] of customersWith) value += customers * (logGamma(k * x) - x * logGamma(k));
    if (value > most) {
      most = value;
      best = k;
    }
  }
  return best;
}
