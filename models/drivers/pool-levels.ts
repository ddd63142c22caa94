import { cholesky, solveLower, solveUpper } from "../numeric/cholesky.js";
import type { Matrix } from "../numeric/symmetric.js";

/** Effects of levels against the base, drawn together as far as doubt about each asks for it. */
export interface PooledLevels {
  readonly means: readonly number[];
  readonly errors: readonly number[];
  /** Standard deviation between levels. */
  readonly between: number;
}

/**
 * Partial pooling of the levels of a feature: the levels, the base included, are draws from a normal distribution with standard
 * deviation tau, so that differences from the base have covariance tau^2 (I + 11'). tau is where its marginal likelihood times the
 * density of a gamma distribution with shape 2 and rate 2 is greatest, which keeps it from 0 with few levels (Chung, Rabe-Hesketh,
 * Dorie, Gelman & Liu 2013, Psychometrika 78(4)), and from what no estimate speaks for: e^1 from level to level is a lot.
 * @param estimates by level but the base
 * @param covariance of the estimates, positive definite
 */
export function poolLevels(estimates: readonly number[], covariance: Matrix): PooledLevels {
  const grid = Array.from({ length: 161 }, (_, i) => 1e-3 * 10 ** (i / 40));
  const best = grid
    .map((tau) => ({ tau, at: posterior(tau, estimates, covariance) }))
    .reduce((a, b) => (b.at.log > a.at.log ? b : a));
  return { ...best.at, between: best.tau };
}

interface Posterior extends Pick<PooledLevels, "means" | "errors"> {
  /** ln of marginal likelihood times density, up to a constant */
  readonly log: number;
}

function posterior(tau: number, estimates: readonly number[], covariance: Matrix): Posterior {
  const n = estimates.length;
  const prior = (i: number, j: number): number => tau * tau * (i === j ? 2 : 1);
  const l = Float64Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return covariance[i]![j]! + prior(i, j);
  });
  const logDeterminant = cholesky(l, n);
  const solve = (v: Float64Array): Float64Array => solveUpper(l, n, solveLower(l, n, v));
  const weighted = solve(Float64Array.from(estimates));
  const rows = estimates.map((_, i) => Float64Array.from({ length: n }, (_, j) => prior(i, j)));
  const times = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  return {
    means: rows.map((row) => times(row, weighted)),
    errors: rows.map((row, i) => Math.sqrt(Math.max(0, prior(i, i) - times(row, solve(row.slice()))))),
    log: Math.log(tau) - 2 * tau - (logDeterminant + times(Float64Array.from(estimates), weighted)) / 2,
  };
}
