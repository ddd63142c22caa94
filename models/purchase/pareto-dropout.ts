import { stiffness } from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";

/**
 * Dropout at a constant rate that varies over customers as Gamma(s, beta), a Pareto distribution of the second kind:
 *     S(u) = (beta / (beta + u))^s,   f(u) = (s / beta) (beta / (beta + u))^(s+1)
 * @param s    > 0, a pure number
 * @param beta > 0, a time
 * @returns derivatives in the order s, beta
 */
export function paretoDropout(s: number, beta: number): DropoutLaw {
  const logPeak = Math.log(s) - Math.log(beta);
  return {
    parameters: 2,
    logSurvival: (u) => -s * Math.log1p(u / beta),
    logDensity: (u) => logPeak - (s + 1) * Math.log1p(u / beta),
    survival: (u, out, at) => {
      const growth = Math.log1p(u / beta);
      out[at] = -s * growth;
      out[at + 1] = -growth;
      out[at + 2] = (s / beta) * (u / (beta + u));
    },
    density: (u, out, at) => {
      const growth = Math.log1p(u / beta);
      out[at] = logPeak - (s + 1) * growth;
      out[at + 1] = 1 / s - growth;
      out[at + 2] = ((s / beta) * u - 1) / (beta + u);
    },
    variation: (from, to) => (s + 1 + stiffness) * Math.log1p((to - from) / (beta + from)),
    rise: () => 0,
    timeOf: (hazard) => beta * Math.expm1(hazard / s),
  };
}
