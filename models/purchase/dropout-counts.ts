/**
 * The number of purchases within t of a customer alive at T, who buys at rate lambda ~ Gamma(shape, A) until it leaves:
 *     P(k) = NB(k; t) S(T+t)/S(T) + integral from 0 to t of NB(k; u) f(T+u)/S(T) du
 *     NB(k; u) = Gamma(shape+k)/(Gamma(shape) k!) (A/(A+u))^shape (u/(A+u))^k
 * Under u = A tan^2(angle) the negative binomials are powers of cosine and sine, all of width 1/(2 sqrt(shape+k)), so that
 * panels of a few widths each resolve every k at once.
 */
import { gaussLegendre } from "../numeric/gauss-legendre.js";
import { stiffness } from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";
import { logNegativeBinomial, negativeBinomialLength } from "./nbd-counts.js";
import { negativeBinomialWalk, nextMass } from "./negative-binomial.js";

const rule = gaussLegendre(16);
const mostBend = 20;
const widths = 6; // standard deviations of the narrowest negative binomial in one panel
const faint = 1e-280; // a start below it is left to a walk, which carries its scale apart

/**
 * P(k purchases within t | alive at T).
 * @param k whole number >= 0
 * @param A rate of the gamma distribution, in the time unit of t
 */
export function countProbability(
  law: DropoutLaw,
  T: number,
  shape: number,
  A: number,
  k: number,
  t: number,
): number {
  const whole = logNegativeBinomial(shape, A, k, t); // also checks k
  if (t === 0) return k === 0 ? 1 : 0;
  let sum = Math.exp(whole + law.logSurvival(T + t) - law.logSurvival(T));
  const logWays = whole + shape * Math.log1p(t / A) - (k === 0 ? 0 : k * Math.log(t / (A + t)));
  visitDropouts(law, T, A, t, shape + k, (u, mass) => {
    const logPower = (k === 0 ? 0 : k * Math.log(u / (A + u))) - shape * Math.log1p(u / A);
    sum += mass * Math.exp(logWays + logPower);
  });
  return Math.min(1, sum);
}

/** P(k purchases within t | alive at T) for k = 0, 1, ... until less than `tail` is left. */
export function countDistribution(
  law: DropoutLaw,
  T: number,
  shape: number,
  A: number,
  t: number,
  tail: number,
): Float64Array {
  if (t === 0) return Float64Array.of(1);
  // nobody buys more by leaving earlier, so the tail of those who stay bounds the tail of all
  const mass = new Float64Array(negativeBinomialLength(shape, A, t, tail / 2));
  const growth = mass.map((_, k) => (shape + k) / (k + 1));
  const add = (u: number, share: number): void => {
    const bought = u / (A + u);
    let value = share * Math.exp(-shape * Math.log1p(u / A));
    if (value > faint) {
      for (let k = 0; k < mass.length; k++) {
        mass[k] = mass[k]! + value;
        value *= bought * growth[k]!;
      }
    } else {
      const walk = negativeBinomialWalk(shape, A, u);
      for (let k = 0; k < mass.length; k++) mass[k] = mass[k]! + share * nextMass(walk);
    }
  };
  add(t, Math.exp(law.logSurvival(T + t) - law.logSurvival(T)));
  visitDropouts(law, T, A, t, shape + mass.length, add);
  let left = 1;
  for (let k = 0; k < mass.length; k++) {
    left -= mass[k]!;
    if (left < tail) return mass.slice(0, k + 1);
  }
  return mass;
}

/** Visits the times u of a rule for the dropouts within t, with the probability of each; `most` bounds shape + k. */
function visitDropouts(
  law: DropoutLaw,
  T: number,
  A: number,
  t: number,
  most: number,
  visit: (u: number, mass: number) => void,
): void {
  const logAtT = law.logSurvival(T);
  const timeAt = (angle: number): number => A * Math.tan(angle) ** 2;
  const bend = (from: number, to: number): number =>
    law.variation(T + from, T + to) + stiffness * Math.log1p((to - from) / (A + from));
  const last = Math.atan(Math.sqrt(t / A));
  const longest = widths / (2 * Math.sqrt(most + 1));
  let start = 0;
  let from = 0;
  let step = longest;
  while (start < last) {
    let end = start + step < last ? start + step : last;
    let to = end < last ? timeAt(end) : t;
    while (bend(from, to) > mostBend && end > start) {
      step = (end - start) / 2;
      end = start + step;
      to = timeAt(end);
    }
    if (!(end > start)) break; // shorter than the rounding of its place
    const half = (end - start) / 2;
    for (let i = 0; i < rule.nodes.length; i++) {
      const tangent = Math.tan(start + half * (1 + rule.nodes[i]!));
      const u = A * tangent * tangent;
      const slope = 2 * A * tangent * (1 + tangent * tangent);
      visit(u, half * rule.weights[i]! * slope * Math.exp(law.logDensity(T + u) - logAtT));
    }
    start = end;
    from = to;
    step = Math.min(2 * step, longest);
  }
}
