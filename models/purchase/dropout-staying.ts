import { gaussLegendre } from "../numeric/gauss-legendre.js";
import type { DropoutLaw } from "./dropout-law.js";

const rule = gaussLegendre(16);
const mostBend = 20; // of ln S - delta v over a panel: below 1e-12 with 16 nodes

/**
 * Expected time, discounted continuously, that a customer alive at T stays within the next t:
 *     integral from 0 to t of e^(-delta v) S(T + v) / S(T) dv
 * in panels from the left, until what is left cannot matter. Times the purchase rate it is the purchases to come.
 * @param t     >= 0, may be Infinity when delta > 0
 * @param delta >= 0, per time unit
 */
export function stayingTime(law: DropoutLaw, T: number, t: number, delta: number): number {
  const logAtT = law.logSurvival(T);
  let sum = 0;
  let start = 0;
  let step = delta > 0 ? Math.min(t, mostBend / delta) : t;
  while (start < t) {
    let end = step < t - start ? start + step : t;
    while (law.variation(T + start, T + end) + delta * (end - start) > mostBend && end > start) {
      step = (end - start) / 2;
      end = start + step;
    }
    if (!(end > start)) break; // shorter than the rounding of its place
    const half = (end - start) / 2;
    for (let i = 0; i < rule.nodes.length; i++) {
      const v = start + half * (1 + rule.nodes[i]!);
      sum += half * rule.weights[i]! * Math.exp(law.logSurvival(T + v) - logAtT - delta * v);
    }
    start = end;
    step *= 2;
    const longest = delta > 0 ? Math.min(t - start, 1 / delta) : t - start;
    if (Math.exp(law.logSurvival(T + start) - logAtT - delta * start) * longest < 1e-18 * sum) break;
  }
  return sum;
}
