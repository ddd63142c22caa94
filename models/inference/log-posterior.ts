import type { Likelihood, Params, Prior } from "../model.js";
import type { LogDensity } from "./hamiltonian.js";
import { type Laplace, logParameters } from "./laplace.js";
import { type LogSpace, penalty, perCustomer } from "./log-space.js";

/**
 * Log-posterior density, up to a constant, in the standardised coordinates of a normal approximation, in which it is
 * near a standard normal: ln L(p) + ln prior(ln p) at ln p = mode + sum of z_i axes[i]. The density is that of the
 * log-parameters, so without a prior it is flat there.
 */
export function logPosterior<K extends string, D>(
  likelihood: Likelihood<K, D>,
  data: D,
  approximation: Laplace<K>,
  prior: Prior<K> | null,
): LogDensity {
  const { space, axes } = approximation;
  const objective = perCustomer(likelihood, data, 1, space, prior);
  const slope = new Float64Array(axes.length);
  return (z, gradient) => {
    const value = -objective(logParameters(approximation, z), slope);
    for (let i = 0; i < axes.length; i++) {
      let along = 0;
      for (let j = 0; j < axes.length; j++) along -= axes[i]![j]! * slope[j]!;
      gradient[i] = along;
    }
    return value;
  };
}

/** Log-posterior densities, up to a constant, from log-likelihoods at these parameters, worked out anywhere. */
export function withPrior<K extends string>(
  logLikelihoods: ArrayLike<number>,
  points: readonly Params<K>[],
  space: LogSpace<K>,
  prior: Prior<K> | null,
): Float64Array {
  return Float64Array.from(points, (p, i) => logLikelihoods[i]! - penalty(prior, space, space.point(p)));
}
