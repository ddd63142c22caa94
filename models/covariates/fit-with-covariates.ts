import { type FitOptions, fit as fitModel } from "../inference/fit.js";
import type { Fit, Prior } from "../model.js";
import type { CovariateHistories } from "./covariate-histories.js";
import type { CovariateLikelihood } from "./with-covariates.js";

/** A fit with covariates, and the same model without them on the same customers. */
export interface CovariateFit {
  readonly fit: Fit;
  readonly plain: Fit;
}

/**
 * Fits the plain model, and from its estimate the one with covariates: fewer evaluations of the dearer likelihood,
 * which cannot end below the plain one. Parameters held fixed are so in both. A start in the options is used as it is.
 * @example likelihoodRatioTest(fit, plain) // whether the covariates say anything
 */
export function fitWithCovariates(
  likelihood: CovariateLikelihood,
  data: CovariateHistories,
  options: FitOptions<string> = {},
): CovariateFit {
  const held = Object.entries(options.fixed ?? {}).filter(([k]) => likelihood.model.params.includes(k));
  const plain: Fit = fitModel(likelihood.model, data, { fixed: Object.fromEntries(held) });
  const own = likelihood.start(data);
  const start = options.start ?? (plain.verdict.status === "identified" ? { ...own, ...plain.params } : own);
  return { fit: fitModel(likelihood, data, { nested: [plain], ...options, start }), plain };
}

/**
 * The prior that shrinks coefficients, for the option `prior` of a fit: each normal around 0 with standard deviation
 * 1/sqrt(lambda), which takes lambda/2 times the sum of their squares off the log-likelihood (ridge or L2 penalty).
 * CLVTools' reg.lambdas do so per customer and without the half: lambda = 2 * customers * reg.lambda.
 * @param lambda > 0; 1 says that a unit of a covariate rarely changes a rate by more than a factor of e^2
 * @param covariates those to shrink; all when absent
 * @example shrinkage(withCovariates(bgNbd, ["age"]), 4)["purchase:age"] // { mean: 0, sd: 0.5 }
 */
export function shrinkage(
  likelihood: CovariateLikelihood,
  lambda: number,
  covariates: readonly string[] = likelihood.covariates,
): Prior {
  if (!(lambda > 0 && lambda < Infinity))
    throw new RangeError(`invalid lambda; not in (0, Infinity): ${lambda}`);
  const terms = likelihood.terms.filter((t) => covariates.includes(t.covariate));
  return Object.fromEntries(terms.map((t) => [t.param, { mean: 0, sd: 1 / Math.sqrt(lambda) }]));
}
