import type { Likelihood, Params, Prior } from "../model.js";
import { hessianByDifferences, type Minimum, minimise, type Objective } from "../numeric/trust-region.js";
import { observedInformation } from "./information.js";
import { type Held, type LogSpace, logSpace, perCustomer } from "./log-space.js";
import type { Weighted } from "./sample.js";
import type { Estimate } from "./verdict.js";

/** A likelihood, the data it is maximised on, and how. */
export interface Problem<K extends string, D extends Weighted> {
  readonly likelihood: Likelihood<K, D>;
  readonly data: D;
  /** a smaller data set that stands for all customers, for large data; else null */
  readonly sample: D | null;
  readonly customers: number;
  readonly prior: Prior<K> | null;
  readonly maxEvaluations: number;
  /** The estimates of the models that this one contains, in its own parameters, where these agree with those held. */
  readonly limits: (held: Held<K>) => readonly Params<K>[];
  /** evaluations over all rows so far */
  readonly spent: { evaluations: number };
}

/** Where the search for one set of held values stands. */
export interface Position<K extends string> {
  readonly space: LogSpace<K>;
  readonly minimum: Minimum;
  /** least value over the sample; the same as minimum.value where there is no sample, or it did not help */
  readonly rough: number;
}

const tolerance = 1e-15; // of the log-likelihood per customer
const reach = 14; // of a search in log-parameters: a factor of a million either way

/** The objective over all rows, its evaluations counted. */
export function overAll<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  space: LogSpace<K>,
): Objective {
  const { likelihood, data, customers, prior, spent } = problem;
  return perCustomer(likelihood, data, customers, space, prior, () => {
    spent.evaluations++;
  });
}

/** The least value from a starting point with some parameters held: over the sample for large data. */
export function roughSearch<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  held: Held<K>,
  from: Params<K>,
): Position<K> {
  const { likelihood, sample, customers, prior, maxEvaluations } = problem;
  const space = logSpace(likelihood.params, held);
  const objective =
    sample === null ? overAll(problem, space) : perCustomer(likelihood, sample, customers, space, prior);
  const minimum = searched(objective, space.point(from), maxEvaluations);
  return { space, minimum, rough: minimum.value };
}

/**
 * The least value over all rows from a position that may be over the sample only: its point and curvature there leave
 * a handful of evaluations. Where the sample ran off to the edge, the model may be at its limit for all rows, too; if it
 * is not, the search starts afresh.
 */
export function polish<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  position: Position<K>,
  from: Params<K>,
): Position<K> {
  const { likelihood, sample, customers, prior, maxEvaluations } = problem;
  if (sample === null) return position;
  const { space, minimum, rough } = position;
  const full = overAll(problem, space);
  if (minimum.escaped || !Number.isFinite(minimum.value))
    return { ...(atLimit(problem, space) ?? searchAll(problem, space, from)), rough };
  const hessian = hessianByDifferences(
    perCustomer(likelihood, sample, customers, space, prior),
    minimum.point,
  );
  return { space, rough, minimum: searched(full, minimum.point, maxEvaluations, hessian) };
}

const flat = 1e-2; // of the log-likelihood of all customers for a factor of e: no way on from a limit

/** The estimate of a contained model, if nothing is to be gained near it: where else a search would creep along a ridge. */
function atLimit<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  space: LogSpace<K>,
): Position<K> | null {
  const objective = overAll(problem, space);
  for (const params of problem.limits(space.held)) {
    const point = space.point(params);
    const gradient = new Float64Array(point.length);
    const value = objective(point, gradient);
    const isFlat = gradient.every((g) => Math.abs(g) * problem.customers < flat);
    if (isFlat && Number.isFinite(value)) {
      const minimum = { point, value, gradient: [...gradient], evaluations: 1, escaped: true };
      return { space, minimum, rough: value };
    }
  }
  return null;
}

/** The least value over all rows from a starting point, without a sample. */
export function searchAll<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  space: LogSpace<K>,
  from: Params<K>,
): Position<K> {
  const minimum = searched(overAll(problem, space), space.point(from), problem.maxEvaluations);
  return { space, minimum, rough: minimum.value };
}

/** Precision at the end of a search over all rows. */
export function conclude<K extends string, D extends Weighted>(
  problem: Problem<K, D>,
  { space, minimum }: Position<K>,
  start: Params<K>,
): Estimate<K> {
  const params = space.params(minimum.point);
  const information = observedInformation(
    hessianByDifferences(overAll(problem, space), minimum.point),
    minimum.gradient,
    space.free.map((k) => params[k]),
    problem.customers,
  );
  const scaledGradient = minimum.gradient.map((g) => -g);
  return { params, start, names: space.free, scaledGradient, information, escaped: minimum.escaped };
}

function searched(
  objective: Objective,
  from: readonly number[],
  maxEvaluations: number,
  hessian?: readonly (readonly number[])[],
): Minimum {
  if (from.length === 0)
    return {
      point: [],
      value: objective([], new Float64Array(0)),
      gradient: [],
      evaluations: 1,
      escaped: false,
    };
  return minimise(objective, from, { tolerance, reach, maxEvaluations, ...(hessian && { hessian }) });
}
