/**
 * How many purchases a live customer with j phases done makes in a time t. It has had M more phases, a negative binomial
 * count with Gamma(shape + j, A) and odds t / A, and unless it left, (M + j) / k purchases, rounded down.
 */
import { incompleteBeta, logBeta, logGamma } from "../numeric/special.js";
import { checkCount } from "./beta-geometric-counts.js";
import type { PhaseProcess } from "./cnbd-rate.js";
import { negativeBinomialWalk, nextMass } from "./negative-binomial.js";

/**
 * P(n purchases in t), alive after all n or gone at the n-th, by the phases j done at 0:
 *     B(a,B+n)/B(a,B) P(kn-j <= M < k(n+1)-j) + [n>0] B(a+1,B+n-1)/B(a,B) P(M >= kn-j)
 * The tail is an incomplete beta function rather than one minus a sum, so small probabilities keep their digits.
 * @param weights of the phases j < k, summing to 1
 */
export function phaseCount(
  { k, shape, a, B }: PhaseProcess,
  weights: Float64Array,
  A: number,
  n: number,
  t: number,
): number {
  checkCount(n);
  if (t === 0) return n === 0 ? 1 : 0;
  const u = t / (A + t);
  const base = logBeta(a, B);
  const staying = Math.exp(logBeta(a, B + n) - base);
  const leaving = n === 0 ? 0 : Math.exp(logBeta(a + 1, B + n - 1) - base);
  let sum = 0;
  for (let j = 0; j < k; j++) {
    if (weights[j] === 0) continue;
    const from = Math.max(0, k * n - j);
    const S = shape + j;
    let mass = Math.exp(
      logGamma(S + from) - logGamma(S) - logGamma(from + 1) + from * Math.log(u) - S * Math.log1p(t / A),
    );
    let within = 0;
    for (let M = from; M < k * (n + 1) - j; M++) {
      within += mass;
      mass *= (u * (S + M)) / (M + 1);
    }
    const beyond = n === 0 ? 0 : leaving * incompleteBeta(u, from, S);
    sum += weights[j]! * (staying * within + beyond);
  }
  return sum;
}

/** P(n purchases in t) for n = 0, 1, ... until less than `tail` is left: the same by recurrences. */
export function phaseCounts(
  { k, shape, a, B }: PhaseProcess,
  weights: Float64Array,
  A: number,
  t: number,
  tail: number,
): Float64Array {
  const walks = Array.from(weights, (_, j) => negativeBinomialWalk(shape + j, A, t));
  const mass: number[] = [];
  let staying = 1; // B(a, B+n) / B(a, B)
  let left = 1;
  for (let n = 0; left >= tail; n++) {
    const leaving = n === 0 ? 0 : (staying * a) / (a + B + n - 1); // B(a+1, B+n-1) / B(a, B)
    if (n > 0) staying *= (B + n - 1) / (a + B + n - 1);
    let value = 0;
    let beyond = 0;
    for (let j = 0; j < k; j++) {
      const walk = walks[j]!;
      const gone = leaving * walk.atLeast;
      let within = 0;
      for (const end = k * (n + 1) - j; walk.n < end; ) within += nextMass(walk);
      value += weights[j]! * (staying * within + gone);
      beyond += weights[j]! * walk.atLeast;
    }
    mass.push(value);
    left -= value;
    if (n > 100_000 || (value < tail * 1e-6 && beyond < tail * 1e-6)) break;
  }
  return Float64Array.from(mass);
}
