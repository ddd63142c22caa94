import { logBeta } from "../numeric/special.js";
import { negativeBinomialWalk, nextMass } from "./negative-binomial.js";

const mostPurchases = 100_000;

/**
 * ln P(X(t) = k) of a buyer with rate lambda ~ Gamma(shape, A), a negative binomial count:
 *     Gamma(shape+k)/(Gamma(shape) k!) (A/(A+t))^shape (t/(A+t))^k
 * @param k whole number >= 0
 * @param A rate of the gamma distribution, in the time unit of t
 * @example Math.exp(logNegativeBinomial(1, 3, 2, 1)) // 0.046875, 3/4 (1/4)^2
 */
export function logNegativeBinomial(shape: number, A: number, k: number, t: number): number {
  if (!(k >= 0 && Math.floor(k) === k))
    throw new RangeError(`a number of purchases is whole and >= 0; got ${k}`);
  const none = -shape * Math.log1p(t / A);
  if (k === 0) return none;
  // Gamma(shape+k)/(Gamma(shape) k!) = 1/(k B(shape, k)), which keeps its digits where shape is large
  return -Math.log(k) - logBeta(shape, k) + k * Math.log(t / (A + t)) + none;
}

/** How many terms of that count, from k = 0 on, leave less than `tail`; 100,000 at most. */
export function negativeBinomialLength(shape: number, A: number, t: number, tail: number): number {
  const walk = negativeBinomialWalk(shape, A, t);
  const mean = (shape * t) / A;
  while (walk.n < mostPurchases) {
    const mass = nextMass(walk);
    // the sum of many terms may round to less than 1; far out the terms themselves show that nothing is left
    if (walk.atLeast < tail || (walk.n > mean && mass < 1e-6 * tail)) break;
  }
  return walk.n;
}
