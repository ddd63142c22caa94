import type { Fit } from "../../model.js";
import { chiSquareTail } from "../../numeric/incomplete-gamma.js";
import { symmetricEigen } from "../../numeric/symmetric.js";

export interface ParameterMove {
  readonly name: string;
  readonly before: number;
  readonly after: number;
  /** ln(after / before) over its standard error; null where there is none, as of whole and fixed parameters */
  readonly standardErrors: number | null;
}

/** How far two fits of one model are apart. */
export interface ParameterDrift {
  readonly parameters: readonly ParameterMove[];
  /** Mahalanobis distance of the log-parameters; null where a fit has no covariance */
  readonly distance: number | null;
  /** number of directions it is taken over */
  readonly freedom: number;
  /** P(a distance as large by chance alone), from chi-square of its square; null like it */
  readonly pValue: number | null;
}

/** Directions in which the difference has a variance below this share of the largest say nothing and are left out. */
const leastVariance = 1e-10;

/**
 * Whether the parameters of a model have moved by more than chance moves them. With d the difference of ln p and V its covariance,
 * d' V^-1 d is chi-square with one degree of freedom a parameter. For efficient estimates Cov(before, after) is the
 * covariance of the later fit times the share s of the earlier data that the later fit saw again, so
 *     V = C_before + (1 - 2 s) C_after
 * s = 0 for separate data, 1 where the log has only grown (Hausman 1978, Specification Tests in Econometrics).
 * Whole and fixed parameters have no variance: that they changed shows in `parameters` alone.
 * @param before,after fits of one model; covariances are carried to ln p by the delta method
 * @param shared s, in [0, 1]; 0 by default. Directions in which V is not positive are left out
 * @throws RangeError where the models differ
 */
export function parameterDrift(
  before: Pick<Fit, "model" | "params" | "covariance">,
  after: Pick<Fit, "model" | "params" | "covariance">,
  shared = 0,
): ParameterDrift {
  const names = Object.keys(before.params);
  if (before.model !== after.model || names.some((k) => after.params[k] === undefined))
    throw new RangeError(
      `drift is that of one model; got ${before.model} (${names.join(", ")}) and ` +
        `${after.model} (${Object.keys(after.params).join(", ")})`,
    );
  if (!(0 <= shared && shared <= 1)) throw new RangeError(`a share is in [0, 1]; got ${shared}`);
  const moves = names.map((name) => Math.log(after.params[name]! / before.params[name]!));
  const variance = differenceCovariance(before, after, shared);
  const parameters = names.map((name, i): ParameterMove => {
    const square = variance?.[i]?.[i] ?? 0;
    return {
      name,
      before: before.params[name]!,
      after: after.params[name]!,
      standardErrors: square > 0 ? moves[i]! / Math.sqrt(square) : null,
    };
  });
  if (variance === null) return { parameters, distance: null, freedom: 0, pValue: null };
  const { values, vectors } = symmetricEigen(variance);
  const largest = values[values.length - 1] ?? 0;
  const kept = values.map((_, k) => k).filter((k) => values[k]! > 0 && values[k]! > leastVariance * largest);
  const square = kept.reduce((sum, k) => {
    const along = vectors[k]!.reduce((dot, v, i) => dot + v * moves[i]!, 0);
    return sum + along ** 2 / values[k]!;
  }, 0);
  const freedom = kept.length;
  return { parameters, distance: Math.sqrt(square), freedom, pValue: chiSquareTail(square, freedom) };
}

/** V above, on ln p; parameters that were not estimated have zeros. */
function differenceCovariance(
  before: Pick<Fit, "params" | "covariance">,
  after: Pick<Fit, "params" | "covariance">,
  shared: number,
): number[][] | null {
  const [first, second] = [before.covariance, after.covariance];
  if (first === null || second === null) return null;
  const [p, q] = [Object.values(before.params), Object.keys(before.params).map((k) => after.params[k]!)];
  return p.map((_, i) =>
    p.map((_, j) => first[i]![j]! / (p[i]! * p[j]!) + (1 - 2 * shared) * (second[i]![j]! / (q[i]! * q[j]!))),
  );
}
