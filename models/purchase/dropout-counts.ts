/**
 * The number of purchases within t of a customer alive at T, who buys at rate lambda ~ Gamma(shape, A) until it leaves:
 *     P(k) = NB(k; t) S(T+t)/S(T) + integral from 0 to t of NB(k; u) f(T+u)/S(T) du
 *     NB(k; u) = Gamma(shape+k)/(Gamma(shape) k!) (A/(A+u))^shape (u/(A+u))^k
 * Under u = A tan^2(angle) the negative binomials are powers of cosine and sine, all of width 1/(2 sqrt(shape+k)), so that
 * panels of a few widths each resolve every k at once.
 */
import { gaussLegendre } from "../numeric/gauss-legendre.js";
import { logGamma } from "../numeric/special.js";
import { stiffness } from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";

const rule = gaussLegendre(16);
const mostBend = 13;
const widths = 6; // standard deviations of the narrowest negative binomial in one panel
const mostPurchases = 100_000;

/** Times to have bought in, with the logarithm of the probability of each; the last one is t, of those who stay. */
interface Spans {
  readonly logMass: number[];
  /** ln(u / (A+u)) and ln(A / (A+u)) */
  readonly logBought: number[];
  readonly logNot: number[];
}

function spans(law: DropoutLaw, T: number, A: number, t: number, most: number): Spans {
  const found: Spans = { logMass: [], logBought: [], logNot: [] };
  const logAtT = law.logSurvival(T);
  const visit = (u: number, logMass: number): void => {
    found.logMass.push(logMass - logAtT);
    found.logBought.push(Math.log(u / (A + u)));
    found.logNot.push(-Math.log1p(u / A));
  };
  const timeAt = (angle: number): number => A * Math.tan(angle) ** 2;
  const last = Math.atan(Math.sqrt(t / A));
  const longest = widths / (2 * Math.sqrt(most + 1));
  const bend = (from: number, to: number): number =>
    law.variation(T + from, T + to) + stiffness * Math.log1p((to - from) / (A + from));
  let start = 0;
  let from = 0;
  let step = longest;
  while (start < last) {
    let end = start + step < last ? start + step : last;
    let to = end < last ? timeAt(end) : t;
    while (bend(from, to) > mostBend) {
      step = (end - start) / 2;
      end = start + step;
      to = timeAt(end);
    }
    if (!(end > start)) break;
    const half = (end - start) / 2;
    for (let i = 0; i < rule.nodes.length; i++) {
      const tangent = Math.tan(start + half * (1 + rule.nodes[i]!));
      const u = A * tangent * tangent;
      const slope = 2 * A * tangent * (1 + tangent * tangent);
      visit(u, law.logDensity(T + u) + Math.log(half * rule.weights[i]! * slope));
    }
    start = end;
    from = to;
    step = Math.min(2 * step, longest);
  }
  visit(t, law.logSurvival(T + t));
  return found;
}

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
  if (!(k >= 0 && Math.floor(k) === k))
    throw new RangeError(`a number of purchases is whole and >= 0; got ${k}`);
  if (t === 0) return k === 0 ? 1 : 0;
  const { logMass, logBought, logNot } = spans(law, T, A, t, shape + k);
  const logWays = k === 0 ? 0 : logGamma(shape + k) - logGamma(shape) - logGamma(k + 1);
  let sum = 0;
  for (let i = 0; i < logMass.length; i++)
    sum += Math.exp(logMass[i]! + logWays + shape * logNot[i]! + (k === 0 ? 0 : k * logBought[i]!));
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
  const length = negativeBinomialLength(shape, t / (A + t), shape * -Math.log1p(t / A), tail);
  const mass = new Float64Array(length);
  const { logMass, logBought, logNot } = spans(law, T, A, t, shape + length);
  for (let i = 0; i < logMass.length; i++)
    addNegativeBinomial(mass, shape, Math.exp(logBought[i]!), logMass[i]! + shape * logNot[i]!);
  let left = 1;
  for (let k = 0; k < length; k++) {
    left -= mass[k]!;
    if (left < tail) return mass.slice(0, k + 1);
  }
  return mass;
}

const fold = 1e200;
const logFold = Math.log(fold);
const faint = -690; // e^-690 is about the smallest number with all its digits

/** Adds e^logScale NB(k)/NB(0) to mass[k] for all k; a start below the range of a double is carried until it is back in it. */
function addNegativeBinomial(mass: Float64Array, shape: number, bought: number, logScale: number): void {
  let carried = logScale < faint ? logScale : 0;
  let value = logScale < faint ? 1 : Math.exp(logScale);
  for (let k = 0; k < mass.length; k++) {
    if (k > 0) value *= (bought * (shape + k - 1)) / k;
    if (carried === 0) mass[k] = mass[k]! + value;
    else if (carried + Math.log(value) > faint) {
      value = Math.exp(carried + Math.log(value));
      carried = 0;
      mass[k] = mass[k]! + value;
    } else if (value > fold) {
      value /= fold;
      carried += logFold;
    }
  }
}

/** How many terms of a negative binomial leave less than half of `tail`. */
function negativeBinomialLength(shape: number, bought: number, logNone: number, tail: number): number {
  const mean = (shape * bought) / (1 - bought);
  let logTerm = logNone;
  let left = 1;
  for (let k = 0; k < mostPurchases; k++) {
    if (k > 0) logTerm += Math.log((bought * (shape + k - 1)) / k);
    const term = Math.exp(logTerm);
    left -= term;
    if (k >= mean && (left < tail / 2 || term < 1e-9 * tail)) return k + 1;
  }
  return mostPurchases;
}
