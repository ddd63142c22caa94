import type { Finding, Fit, Likelihood, Params } from "../model.js";
import { hessianByDifferences, type Minimum, minimise, type Objective } from "../numeric/trust-region.js";
import { observedInformation } from "./information.js";
import { systematicSample, type Weighted } from "./sample.js";
import { type Estimate, judge, verdict } from "./verdict.js";

export interface FitOptions<K extends string> {
  /** Where to start; the model's own data-driven start when absent. */
  readonly start?: Params<K>;
  /** Data of more than twice this many rows start from the estimate on a sample of this many customers. Default 16,384. */
  readonly sampleSize?: number;
  /** Bound on the evaluations of one search. Default 400. */
  readonly maxEvaluations?: number;
}

const tolerance = 1e-15; // of the log-likelihood per customer
const reach = 14; // of a search in log-parameters: a factor of a million either way

/**
 * Maximum likelihood for any model, on log-parameters: the only routine that knows of them, of bounds and of covariance.
 * Large data start from the estimate and curvature on a systematic sample, which leaves a handful of evaluations over
 * all rows. Other starting points are tried only when the first leads to a doubtful estimate. Deterministic.
 * The result always has finite numbers (`condition` alone may be Infinity); `verdict` says whether to believe them.
 * @param data compressed rows with weights n; not changed
 * @example fit(bgNbd, historiesFrom(x, tx, T)).params // { r, alpha, a, b }
 */
export function fit<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K> = {},
): Fit<K> {
  const found = likelihood.inspect?.(data) ?? [];
  let customers = 0;
  for (const n of data.n) customers += n;
  const start = options.start ?? likelihood.start(data);
  if (customers === 0 || found.some((f) => f.fatal))
    return nothingToFit(likelihood, data, customers, start, found);

  const sampleSize = options.sampleSize ?? 16_384;
  const maxEvaluations = options.maxEvaluations ?? 400;
  const search = { tolerance, reach, maxEvaluations };
  const names = likelihood.params;
  const full = perCustomer(likelihood, data, customers);
  const sample = data.n.length > 2 * sampleSize ? systematicSample(data, sampleSize) : null;
  const first = sample === null ? full : perCustomer(likelihood, sample, customers);
  const origin = names.map((k) => Math.log(start[k]));
  let evaluations = 0;

  const conclude = (minimum: Minimum): Estimate<K> => {
    const hessian = hessianByDifferences(full, minimum.point);
    evaluations += 2 * names.length;
    const params = named(names, minimum.point.map(Math.exp));
    const information = observedInformation(
      hessian,
      minimum.gradient,
      names.map((k) => params[k]),
      customers,
    );
    const scaledGradient = minimum.gradient.map((g) => -g);
    return { params, start, names, scaledGradient, information, escaped: minimum.escaped };
  };
  const searchFrom = (from: readonly number[]): Minimum => {
    let at = minimise(first, from, search);
    if (at.escaped && sample !== null) at = minimise(full, from, search);
    else if (sample !== null) {
      const hessian = hessianByDifferences(first, at.point);
      at = minimise(full, at.point, { ...search, hessian });
    }
    evaluations += at.evaluations;
    return at;
  };

  let best = searchFrom(origin);
  let estimate = conclude(best);
  let findings = judge(estimate);
  let starts = 1;
  if (findings.length > 0) {
    for (const from of otherStarts(origin)) {
      const other = searchFrom(from);
      starts++;
      if (!(other.value < best.value) || best.value - other.value < 1e-10 * Math.abs(other.value)) continue;
      best = other;
      estimate = conclude(best);
      findings = judge(estimate);
      if (findings.length === 0) break;
    }
  }
  if (!Number.isFinite(best.value)) {
    const reason = "the log-likelihood is not a finite number at any starting point";
    return nothingToFit(likelihood, data, customers, start, [{ code: "NOT_CONVERGED", reason, fatal: true }]);
  }
  const { params, information } = estimate;
  const all = [...found, ...findings, ...(likelihood.inspectEstimate?.(params) ?? [])];
  return {
    model: likelihood.name,
    params,
    logLikelihood: -best.value * customers,
    scaledGradient: named(names, estimate.scaledGradient),
    standardErrors: information.standardErrors && named(names, information.standardErrors),
    covariance: information.covariance,
    condition: information.condition,
    verdict: verdict(all.sort((f, g) => Number(g.fatal) - Number(f.fatal))),
    customers,
    rows: data.n.length,
    evaluations,
    starts,
  };
}

/** Minus the log-likelihood per customer as a function of the log-parameters. */
function perCustomer<K extends string, D>(
  likelihood: Likelihood<K, D>,
  data: D,
  customers: number,
): Objective {
  const names = likelihood.params;
  return (point, gradient) => {
    const values = point.map(Math.exp);
    const logLikelihood = likelihood.logLikelihood(named(names, values), data, gradient);
    for (let i = 0; i < values.length; i++) gradient[i] = (-gradient[i]! * values[i]!) / customers;
    return -logLikelihood / customers;
  };
}

/** Four further starting points, a factor of five away from the first in alternating directions. */
function otherStarts(origin: readonly number[]): number[][] {
  const far = Math.log(5);
  return [0, 1, 2, 3].map((s) =>
    origin.map(
      (u, i) => u + far * (s < 2 ? ((i >> s) % 2 === 0 ? 1 : -1) : (i >> (s - 2)) % 2 === 0 ? -1 : 1),
    ),
  );
}

function nothingToFit<K extends string, D extends Weighted>(
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

function named<K extends string>(names: readonly K[], values: readonly number[]): Params<K> {
  return Object.fromEntries(names.map((k, i) => [k, values[i]!])) as Params<K>;
}
