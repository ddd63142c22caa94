import type { Fit } from "../model.js";
import { chiSquareTail } from "../numeric/incomplete-gamma.js";

export interface LikelihoodRatio {
  /** 2 (LL of outer - LL of inner), at least 0 */
  readonly statistic: number;
  /** parameters that outer estimates beyond those of inner */
  readonly degreesOfFreedom: number;
  /** probability of a statistic as large if the inner model holds */
  readonly pValue: number;
}

/**
 * Likelihood-ratio test of a model against one it contains, fitted to the same data (Wilks 1938): the statistic is chi-square
 * with as many degrees of freedom as the outer model estimates more parameters.
 * Where the inner model lies on the boundary of the outer one's range (NBD in Pareto/NBD: dropout rate 0), half of the time
 * the extra parameter is estimated there, and the p-value is half that of d degrees and half that of d - 1
 * (Self & Liang 1987, case of one parameter on its boundary; for d = 1 half of the chi-square's). It is still on the safe side where
 * a second parameter loses its meaning at the boundary. For a whole parameter, whose values are no continuum,
 * the p-value is a guide only.
 * @param boundary the inner model sits on the boundary of one parameter; default false
 * @example likelihoodRatioTest({ freeParameters: 2, logLikelihood: -98.08 }, { freeParameters: 1, logLikelihood: -100 }) // { statistic: 3.84, degreesOfFreedom: 1, pValue: 0.050 }
 */
export function likelihoodRatioTest(
  outer: Fit,
  inner: Fit,
  { boundary = false }: { readonly boundary?: boolean } = {},
): LikelihoodRatio {
  if (outer.customers !== inner.customers)
    throw new RangeError(
      `a likelihood-ratio test needs two fits to the same data; ${outer.model} has ${outer.customers} customers, ${inner.model} ${inner.customers}`,
    );
  const degreesOfFreedom = estimated(outer) - estimated(inner);
  if (!(degreesOfFreedom > 0))
    throw new RangeError(
      `the outer model must estimate more parameters; ${outer.model} has ${estimated(outer)}, ${inner.model} ${estimated(inner)}`,
    );
  const statistic = Math.max(0, 2 * (outer.logLikelihood - inner.logLikelihood));
  const tail = (degrees: number): number => chiSquareTail(statistic, degrees);
  const pValue = boundary
    ? 0.5 * tail(degreesOfFreedom) + 0.5 * tail(degreesOfFreedom - 1)
    : tail(degreesOfFreedom);
  return { statistic, degreesOfFreedom, pValue };
}

const estimated = (f: Fit): number =>
  f.freeParameters ?? Object.keys(f.params).length - (f.fixed?.length ?? 0);
