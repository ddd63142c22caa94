/** What Akaike's and Schwarz's criteria compare models by; lower is better. */
export interface Criteria {
  readonly freeParameters: number;
  readonly aic: number;
  readonly bic: number;
}

/**
 * AIC = 2 k - 2 LL (Akaike 1974) and BIC = k ln n - 2 LL (Schwarz 1978), for models fitted to the same customers in the same
 * time unit: LL carries the unit (see rescaleLogLikelihood), its differences between models do not.
 * @param logLikelihood sum over customers at the estimate, without any prior
 * @param freeParameters k, whole parameters included, fixed ones not
 * @param customers n
 * @example informationCriteria(-9582.42920668, 4, 2357) // { aic: 19172.8584, bic: 19195.9190, ... }
 */
export function informationCriteria(
  logLikelihood: number,
  freeParameters: number,
  customers: number,
): Criteria {
  return {
    freeParameters,
    aic: 2 * freeParameters - 2 * logLikelihood,
    bic: freeParameters * Math.log(customers) - 2 * logLikelihood,
  };
}
