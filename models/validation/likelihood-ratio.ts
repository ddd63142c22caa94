import type { Fit } from "../model.js";
import { chiSquareTail } from "../numeric/incomplete-gamma.js";

export interface LikelihoodRatio {
  /** 2 (LL of the outer model - LL of the inner one) */
  readonly statistic: number;
  /** parameters that the outer model has more */
  readonly freedom: number;
  /** P(chi-square > statistic): small where the additional parameters say something */
  readonly pValue: number;
}

/**
 * Likelihood-ratio test of a model within another one, both fitted to the same customers without a prior. The chi-square
 * distribution holds where the inner model is no edge of the outer one: covariates, but not NBD within BG/NBD.
 * @example likelihoodRatio(fit(bgNbd, data), fit(withCovariates(bgNbd, ["age"]), data)).freedom // 2
 */
export function likelihoodRatio(inner: Fit, outer: Fit): LikelihoodRatio {
  if (inner.customers !== outer.customers)
    throw new RangeError(`fits to ${inner.customers} and to ${outer.customers} customers`);
  const free = (f: Fit): number => f.freeParameters ?? Object.keys(f.params).length;
  const freedom = free(outer) - free(inner);
  if (!(freedom > 0)) throw new RangeError(`${outer.model} has no more parameters than ${inner.model}`);
  const statistic = 2 * (outer.logLikelihood - inner.logLikelihood);
  return { statistic, freedom, pValue: chiSquareTail(statistic, freedom) };
}
