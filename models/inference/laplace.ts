import type { Fit, Params, Random } from "../model.js";
import { normal } from "../numeric/random.js";
import { symmetricEigen } from "../numeric/symmetric.js";
import { type Draws, drawsOf } from "./draws.js";
import { type LogSpace, logSpace } from "./log-space.js";

/** The normal approximation of what is known of the parameters, on the logarithms of those that were estimated. */
export interface Laplace<K extends string> {
  readonly space: LogSpace<K>;
  /** ln of the estimates */
  readonly mode: readonly number[];
  /** axes[i] times the i-th of independent standard normals, summed and added to the mode, has the covariance of the fit */
  readonly axes: readonly (readonly number[])[];
}

/**
 * ln p ~ N(ln p_hat, H^-1) with H the observed information in log-parameters, from a fit's estimate and covariance:
 * Cov(ln p_i, ln p_j) = Cov(p_i, p_j) / (p_i p_j). With a prior in the fit it approximates the posterior under it, else
 * the one under a flat prior on log-parameters. Whole and fixed parameters have no doubt and keep their value.
 * @throws RangeError where the fit has no covariance, since its information is singular
 */
export function laplace<K extends string>(fit: Fit<K>): Laplace<K> {
  const { params, covariance } = fit;
  if (covariance === null)
    throw new RangeError(
      `the fit of ${fit.model} has no covariance (${fit.verdict.codes.join(", ") || "singular"}): nothing is known of the doubt about its parameters`,
    );
  const names = Object.keys(params) as K[];
  const held = Object.fromEntries(
    names.filter((_, i) => covariance[i]![i] === 0).map((k) => [k, params[k]]),
  ) as Partial<Record<K, number>>;
  const space = logSpace(names, held);
  const rows = space.free.map((k) => names.indexOf(k));
  const { values, vectors } = symmetricEigen(
    rows.map((i) => rows.map((j) => covariance[i]![j]! / (params[names[i]!] * params[names[j]!]))),
  );
  if (!values.every((value) => value > 0))
    throw new RangeError(`the covariance of ${fit.model} is not positive definite`);
  const axes = vectors.map((vector, i) => vector.map((v) => v * Math.sqrt(values[i]!)));
  return { space, mode: space.point(params), axes };
}

/** The log-parameters at standardised coordinates z: mode + sum of z_i axes[i]. */
export function logParameters<K extends string>({ mode, axes }: Laplace<K>, z: ArrayLike<number>): number[] {
  return mode.map((m, j) => axes.reduce((sum, axis, i) => sum + axis[j]! * z[i]!, m));
}

/**
 * Draws of the parameters from the normal approximation in log-parameters: quick, and close to the posterior where the
 * data are plentiful.
 * @returns one chain of `count` independent draws
 * @example laplaceDraws(fit(geometric, historiesFrom([0, 1, 1], [0, 1, 1], [1, 1, 1])), 1000, seededRandom(1)).chains[0].odds.length // 1000
 */
export function laplaceDraws<K extends string>(fit: Fit<K>, count: number, random: Random): Draws<K> {
  const approximation = laplace(fit);
  const params = Array.from({ length: count }, () => {
    const z = approximation.axes.map(() => normal(random));
    return approximation.space.params(logParameters(approximation, z));
  });
  return drawsOf(approximation.space.names, [params]);
}

/**
 * 2d points, equally likely, whose logarithms have exactly the mean and covariance of the normal approximation with d
 * free parameters: mode +- sqrt(d) times each axis. The least number of evaluations that shows what the doubt about
 * parameters does to a prediction: exact for any that is quadratic in log-parameters. The rule of Julier & Uhlmann
 * (1997), "A new extension of the Kalman filter to nonlinear systems", without a point at the centre.
 * @returns a pair for each axis; the estimate alone where nothing is free
 * @example sigmaPoints(fit(geometric, historiesFrom([0, 1, 1], [0, 1, 1], [1, 1, 1]))).length // 2, twice the parameters
 */
export function sigmaPoints<K extends string>(fit: Fit<K>): Params<K>[] {
  const approximation = laplace(fit);
  const { space, mode, axes } = approximation;
  if (axes.length === 0) return [space.params(mode)];
  const far = Math.sqrt(axes.length);
  return axes.flatMap((_, i) =>
    [far, -far].map((z) =>
      space.params(
        logParameters(
          approximation,
          axes.map((_, j) => (j === i ? z : 0)),
        ),
      ),
    ),
  );
}
