import { integrate, type Kernel } from "./dropout-integral.js";

/**
 * `exposure` of a model whose customers leave at any moment, on the clock on which they buy. With k = r + x
 *     f is proportional to (alpha+T)^-k S(T) + I,   I = integral from t_x to T of (alpha+u)^-k g(u) du,
 *     -d ln f / dT = P(alive) k / (alpha+T),   -d ln f / dt_x = (alpha+t_x)^-k g(t_x) / [(alpha+T)^-k S(T) + I],
 * g being the density of the time of dropout: the derivative of S and that of I by their common end T cancel.
 * @param sum room for one number
 */
export function dropoutExposure(
  kernel: Kernel,
  r: number,
  x: number,
  tx: number,
  T: number,
  sum: Float64Array,
  out: Float64Array,
): void {
  const { alpha, law } = kernel;
  const shape = r + x;
  integrate(kernel, shape, tx, T, sum); // I over its integrand at t_x
  const gone = sum[0]!;
  // of the integrand at t_x over (alpha+T)^-k S(T)
  const log = law.logDensity(tx) - law.logSurvival(T) + shape * Math.log1p((T - tx) / (alpha + tx));
  out[0] = shape / (alpha + T) / (1 + Math.exp(Math.log(gone) + log));
  out[1] = x === 0 ? 0 : 1 / (Math.exp(-log) + gone);
  out[2] = 1;
}
