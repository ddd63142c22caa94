/**
 * How many purchases a live customer makes in a time t, and whether it stays: it buys at rate lambda ~ Gamma(shape, A)
 * and leaves after each purchase with probability p ~ Beta(a, B). A BG/NBD customer seen from T has shape = r + x,
 * A = alpha + T, B = b + x; an MBG/NBD one B = b + x + 1.
 * Fader, Hardie & Lee (2005), Marketing Science 24, eq. 8 (FHL below).
 */
import { betaRule } from "../numeric/beta-rule.js";
import { incompleteBeta, logBeta, logGamma } from "../numeric/special.js";
import { negativeBinomialWalk, nextMass } from "./negative-binomial.js";

export interface LiveCustomer {
  readonly shape: number;
  readonly A: number;
  readonly a: number;
  readonly B: number;
}

/**
 * P(still alive after t) = E[(1-p)^N(t)] = 2F1(shape, a; a+B; -t/A): not one of the purchases to come is the last.
 * @param t in the unit of A, >= 0
 */
export function stayingProbability({ shape, A, a, B }: LiveCustomer, t: number): number {
  const { p, weights } = betaRule(a, B, -Math.log1p((shape * t) / A));
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += weights[k]! * Math.exp(-shape * Math.log1p((p[k]! * t) / A));
  return sum;
}

/**
 * P(k purchases in t), FHL eq. 8: alive after all k purchases, or gone at the k-th.
 *     B(a,B+k)/B(a,B) NB(k) + [k>0] B(a+1,B+k-1)/B(a,B) P(NB >= k),   NB of that shape and odds t/A
 * The tail is an incomplete beta function rather than one minus a sum, so small probabilities keep their digits.
 */
export function purchaseCount({ shape, A, a, B }: LiveCustomer, k: number, t: number): number {
  checkCount(k);
  if (t === 0) return k === 0 ? 1 : 0;
  const u = t / (A + t);
  const logNegativeBinomial =
    (k === 0 ? 0 : logGamma(shape + k) - logGamma(shape) - logGamma(k + 1) + k * Math.log(u)) -
    shape * Math.log1p(t / A);
  const base = logBeta(a, B);
  const alive = Math.exp(logBeta(a, B + k) - base + logNegativeBinomial);
  if (k === 0) return alive;
  return alive + Math.exp(logBeta(a + 1, B + k - 1) - base) * incompleteBeta(u, k, shape);
}

/** P(k purchases in t) for k = 0, 1, ... until less than `tail` is left: the same by recurrences. */
export function purchaseCounts({ shape, A, a, B }: LiveCustomer, t: number, tail: number): Float64Array {
  const walk = negativeBinomialWalk(shape, A, t);
  const mass: number[] = [];
  let staying = 1; // B(a, B+k) / B(a, B)
  let left = 1;
  for (let k = 0; left >= tail; k++) {
    const leaving = k === 0 ? 0 : (staying * a) / (a + B + k - 1); // B(a+1, B+k-1) / B(a, B)
    if (k > 0) staying *= (B + k - 1) / (a + B + k - 1);
    const gone = leaving * walk.atLeast;
    const value = staying * nextMass(walk) + gone;
    mass.push(value);
    left -= value;
    if (k > 100_000 || (value < tail * 1e-6 && walk.atLeast < tail * 1e-6)) break;
  }
  return Float64Array.from(mass);
}

/** Throws unless k is a number of purchases. */
export function checkCount(k: number): void {
  if (!(k >= 0 && Math.floor(k) === k))
    throw new RangeError(`a number of purchases is whole and >= 0; got ${k}`);
}
