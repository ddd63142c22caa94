import type { Fit } from "../model.js";
import { chiSquareTail } from "../numeric/incomplete-gamma.js";
import type { CovariateLikelihood, Process } from "./with-covariates.js";

/** An estimated coefficient as a report shows it. */
export interface Coefficient {
  readonly covariate: string;
  readonly process: Process;
  readonly estimate: number;
  /** From the observed information; null when it is singular. */
  readonly standardError: number | null;
  /** exp(estimate): what one unit of the covariate multiplies the purchase rate or the readiness to leave by */
  readonly factor: number;
  /** 95 %, by the normal approximation */
  readonly interval: readonly [low: number, high: number] | null;
  /** P(a coefficient of 0 looks this large or larger), Wald test; null without a standard error, and where a prior shrank it */
  readonly pValue: number | null;
}

/**
 * The coefficients of a fit with their standard errors. The fitted parameter is exp(coefficient), so the standard error
 * of the coefficient is that of the parameter over the parameter.
 * @example coefficients(withCovariates(bgNbd, ["age"]), fitted)[0] // { covariate: "age", process: "purchase", ... }
 */
export function coefficients(likelihood: CovariateLikelihood, fitted: Fit): Coefficient[] {
  return likelihood.terms.map(({ param, covariate, process }) => {
    const factor = fitted.params[param]!;
    const estimate = Math.log(factor);
    const error = fitted.standardErrors?.[param];
    const standardError = error !== undefined && error > 0 ? error / factor : null;
    return {
      covariate,
      process,
      estimate,
      standardError,
      factor,
      interval:
        standardError === null ? null : [estimate - 1.96 * standardError, estimate + 1.96 * standardError],
      pValue:
        standardError === null || fitted.prior?.[param] !== undefined
          ? null
          : chiSquareTail((estimate / standardError) ** 2, 1),
    };
  });
}
