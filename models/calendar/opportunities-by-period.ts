import type { Histories, Params } from "../model.js";
import { type BgBbParam, type GoneOdds, goneOdds, walkBack } from "../purchase/bg-bb-likelihood.js";
import { addTo, noCounts, type PeriodCounts } from "./renewals-by-period.js";

/**
 * Purchases that the BG/BB expects at the opportunities of each calendar period, given the histories, and their variance: opportunity j
 * of a customer lies T - j periods before the latest one, and is expected to bring
 *     E[p; alive at j | x, t_x, T] = sum over i >= max(j, t_x) of P(last there at i | x, t_x, T) (alpha+x)/(alpha+beta+i),
 * i = T standing for one who is alive still. Actual purchases of a period minus this is the derivative of the log-likelihood by the log
 * odds of buying in that period, so it is 0 on average at the true parameters; exact. The variance, that of independent customers
 * who each buy with this probability, is an approximation from above: what they bought has a part in the expectation.
 * @param h in whole periods; parts do not count
 * @returns by period, the latest last
 * @example opportunitiesByPeriod({ alpha: 1, beta: 1, gamma: 1, delta: 1e9 }, historiesFrom([1], [1], [1])).expected // [0.6667], 2/3
 */
export function opportunitiesByPeriod(p: Params<BgBbParam>, h: Histories): Omit<PeriodCounts, "actual"> {
  const counts = noCounts(h);
  const periods = counts.expected.length;
  for (let i = 0; i < h.n.length; i++) {
    const T = Math.floor(h.T[i]!);
    const chance = chances(p, h.x[i]!, Math.floor(h.tx[i]!), T);
    chance.forEach((c, j) => {
      addTo(counts, periods - T + j, h.n[i]!, 0, c, c * (1 - c));
    });
  }
  const { expected, variance, atRisk } = counts;
  return { expected, variance, atRisk };
}

/** E[p; alive at j | x, t_x, T] by opportunity j = 1, ..., T. */
function chances(p: Params<BgBbParam>, x: number, tx: number, T: number): Float64Array {
  const chance = new Float64Array(T);
  if (T === 0) return chance;
  const rate = (last: number): number => (p.alpha + x) / (p.alpha + p.beta + last);
  const w = goneOdds(T);
  const gone = new Float64Array(T); // ln odds of having been there last at i, against being alive at T
  while (w.at > tx) {
    walkBack(w, p, x, T, w.at - 1);
    gone[w.at] = Math.log(w.term) + w.logScale;
  }
  const all = logOfAll(w);
  let sum = Math.exp(-all) * rate(T);
  for (let j = T; j >= 1; j--) {
    chance[j - 1] = sum;
    if (j - 1 >= tx) sum += Math.exp(gone[j - 1]! - all) * rate(j - 1);
  }
  chance.fill(sum, 0, tx);
  return chance;
}

/** ln(1 + odds of having left). */
function logOfAll({ sum, logScale }: GoneOdds): number {
  return logScale === 0 ? Math.log1p(sum) : logScale + Math.log(Math.exp(-logScale) + sum);
}
