import type { Likelihood, Params, Prior } from "../model.js";
import type { Objective } from "../numeric/trust-region.js";

/** Parameters that a search does not move, at their values. */
export type Held<K extends string> = Readonly<Partial<Record<K, number>>>;

/** The logarithms of a model's free parameters, in which a search moves; the other parameters are held. */
export interface LogSpace<K extends string> {
  /** all parameters of the model, in its order */
  readonly names: readonly K[];
  readonly free: readonly K[];
  readonly held: Held<K>;
  /** all parameters at a point, natural scale */
  params(point: readonly number[]): Params<K>;
  /** the free ones of these parameters as a point */
  point(params: Params<K>): number[];
}

export function logSpace<K extends string>(names: readonly K[], held: Held<K>): LogSpace<K> {
  const free = names.filter((k) => held[k] === undefined);
  const place = names.map((k) => free.indexOf(k));
  return {
    names,
    free,
    held,
    params: (point) =>
      named(
        names,
        names.map((k, i) => held[k] ?? Math.exp(point[place[i]!]!)),
      ),
    point: (params) => free.map((k) => Math.log(params[k])),
  };
}

/**
 * Minus the log-likelihood per customer, minus the log-density of the prior (without its constant), as a function of
 * the free log-parameters.
 * @param counted called once an evaluation
 */
export function perCustomer<K extends string, D>(
  likelihood: Likelihood<K, D>,
  data: D,
  customers: number,
  space: LogSpace<K>,
  prior: Prior<K> | null,
  counted: () => void = () => {},
): Objective {
  const natural = new Float64Array(space.names.length);
  const place = space.free.map((k) => space.names.indexOf(k));
  return (point, gradient) => {
    counted();
    const params = space.params(point);
    const logLikelihood = likelihood.logLikelihood(params, data, natural);
    for (const [i, k] of space.free.entries()) {
      const pull = priorSlope(prior, k, point[i]!);
      gradient[i] = (pull - natural[place[i]!]! * params[k]) / customers;
    }
    return (penalty(prior, space, point) - logLikelihood) / customers;
  };
}

/** Minus the log-density of the prior at a point, without its constant: sum of (ln p - mean)^2 / (2 sd^2). */
export function penalty<K extends string>(
  prior: Prior<K> | null,
  space: LogSpace<K>,
  point: readonly number[],
): number {
  let sum = 0;
  for (const [i, k] of space.free.entries()) {
    const on = prior?.[k];
    if (on !== undefined) sum += 0.5 * ((point[i]! - on.mean) / on.sd) ** 2;
  }
  return sum;
}

function priorSlope<K extends string>(prior: Prior<K> | null, k: K, at: number): number {
  const on = prior?.[k];
  return on === undefined ? 0 : (at - on.mean) / on.sd ** 2;
}

/** Values by name. */
export function named<K extends string>(names: readonly K[], values: readonly number[]): Params<K> {
  return Object.fromEntries(names.map((k, i) => [k, values[i]!])) as Params<K>;
}
