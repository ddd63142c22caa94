import { stiffness } from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";

const perGrowth = 5; // complex poles of f are pi / b away or more: a few panels for every factor e of e^(b u)
const negligible = 32; // e^-32 of |beta - 1| against e^(b u): from there on f is an exponential function

/**
 * Dropout at a rate that grows with e^(b u) from a level that varies over customers: the gamma/Gompertz distribution
 *     S(u) = (beta / q(u))^s,   f(u) = b s e^(b u) beta^s / q(u)^(s+1),   q(u) = beta + e^(b u) - 1
 * Bemmaor & Glady (2012). As b -> 0 with beta / b held it becomes the Pareto law; q(u) / beta is formed as
 * 1 + expm1(b u) / beta, so no digits are lost there, and from e^(-b u) where e^(b u) is large.
 * @param b    > 0, a rate
 * @param s    > 0, a pure number
 * @param beta > 0, a pure number
 * @returns derivatives in the order b, s, beta
 */
export function gompertzDropout(b: number, s: number, beta: number): DropoutLaw {
  const logPeak = Math.log(b) + Math.log(s) - Math.log(beta);
  /** ln(q(u) / beta) */
  const growthTo = (u: number): number =>
    b * u < 1
      ? Math.log1p(Math.expm1(b * u) / beta)
      : b * u + Math.log(Math.exp(-b * u) - Math.expm1(-b * u) / beta);
  const logDensity = (u: number): number => logPeak + b * u - (s + 1) * growthTo(u);
  const mode = beta - 1 > s ? Math.log((beta - 1) / s) / b : 0;
  const straight = (Math.log(Math.abs(beta - 1)) + negligible) / b;
  const pole = beta < 1 ? Math.log1p(-beta) / b : -Infinity; // of q on the real line, below 0
  return {
    parameters: 3,
    logSurvival: (u) => -s * growthTo(u),
    logDensity,
    survival: (u, out, at) => {
      const growth = growthTo(u);
      const left = -Math.expm1(-b * u);
      const share = 1 / (beta * Math.exp(-b * u) + left); // e^(b u) / q(u)
      out[at] = -s * growth;
      out[at + 1] = -s * u * share;
      out[at + 2] = -growth;
      out[at + 3] = (s / beta) * left * share;
    },
    density: (u, out, at) => {
      const growth = growthTo(u);
      const shrunk = Math.exp(-b * u);
      const left = -Math.expm1(-b * u);
      const share = 1 / (beta * shrunk + left);
      out[at] = logPeak + b * u - (s + 1) * growth;
      out[at + 1] = 1 / b + u - (s + 1) * u * share;
      out[at + 2] = 1 / s - growth;
      out[at + 3] = ((s / beta) * left - shrunk) * share;
    },
    variation: (from, to) => {
      const bent = Math.max(from, Math.min(to, straight));
      const grown = growthTo(bent) - growthTo(from);
      const nearPole = stiffness * Math.log1p((bent - from) / (from - pole));
      // f is e^(b u) times q to a power, which bends little where beta is large against e^(b u), and also e^(-s b u) times
      // q e^(-b u) to a power, which bends little where beta is small: either way of seeing it will do
      const byGrowth = (s + 1) * grown + Math.min(nearPole, stiffness * grown) + s * b * (to - bent);
      const byDecay = (s + 1) * Math.abs(grown - b * (bent - from)) + nearPole + s * b * (to - from);
      return Math.min(byGrowth, byDecay) + perGrowth * b * (bent - from);
    },
    rise: (from, to) => {
      if (from >= mode) return 0;
      return Math.max(0, logDensity(Math.min(to, mode)) - logDensity(from));
    },
    timeOf: (hazard) => {
      const growth = hazard / s; // ln(q / beta)
      return growth > 700 ? (growth + Math.log(beta)) / b : Math.log1p(beta * Math.expm1(growth)) / b;
    },
  };
}
