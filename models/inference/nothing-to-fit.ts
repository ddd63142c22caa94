import type { Finding, Fit, Likelihood, Params } from "../model.js";
import { named } from "./log-space.js";
import type { Weighted } from "./sample.js";
import { verdict } from "./verdict.js";

/** The result where nothing can be estimated: the start as parameters, no precision, and the findings that say why. */
export function nothingToFit<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  customers: number,
  start: Params<K>,
  findings: readonly Finding[],
): Fit<K> {
  const gradient = new Float64Array(likelihood.params.length);
  const value = customers > 0 ? likelihood.logLikelihood(start, data, gradient) : 0;
  const usable = Number.isFinite(value) && gradient.every(Number.isFinite);
  const none: Finding = { code: "NO_CUSTOMERS", reason: "no customers to fit to", fatal: true };
  return {
    model: likelihood.name,
    params: start,
    logLikelihood: usable ? value : 0,
    scaledGradient: named(
      likelihood.params,
      likelihood.params.map((k, i) => (usable && customers > 0 ? (gradient[i]! * start[k]) / customers : 0)),
    ),
    standardErrors: null,
    covariance: null,
    condition: Infinity,
    verdict: verdict(findings.length > 0 ? findings : [none]),
    customers,
    rows: data.n.length,
    evaluations: customers > 0 ? 1 : 0,
    starts: 0,
  };
}
