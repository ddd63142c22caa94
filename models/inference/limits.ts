import type { AtLimit, Determined, Fit, Instead, Likelihood, Limit, Params } from "../model.js";
import { type FitOptions, fit as fitModel } from "./fit.js";
import type { Held } from "./log-space.js";
import type { Weighted } from "./sample.js";

type LimitOptions<K extends string> = Pick<FitOptions<K>, "fixed" | "sampleSize" | "maxEvaluations">;

/**
 * Sets of a model's limits that can hold together, single ones first and then pairs. Limits of parameters that the caller
 * fixed are left out.
 */
export function limitsOf<K extends string, D>(
  { limits = [] }: Likelihood<K, D>,
  fixed: Held<K> = {} as Held<K>,
): (readonly Limit<K>[])[] {
  const open = limits.filter(({ replaced }) => replaced.every((k) => fixed[k] === undefined));
  const pairs = open.flatMap((one, i) =>
    open
      .slice(i + 1)
      .filter((other) => other.replaced.every((k) => !one.replaced.includes(k)))
      .map((other) => [one, other]),
  );
  return [...open.map((limit) => [limit]), ...pairs];
}

/**
 * The estimate at some limits of a model, whose `limits` say what is determined there. The search does not start from an
 * estimate that ran away, since so far out the likelihood has few digits left.
 */
export function fitAtLimits<K extends string, D extends Weighted>(
  limits: readonly Limit<K>[],
  likelihood: Likelihood<K, D>,
  data: D,
  options: LimitOptions<K> = {},
): Fit<K> {
  const embed = (p: Params<K>): Params<K> => limits.reduce((at, limit) => limit.embed(at), p);
  const held = Object.assign({}, ...limits.map((limit) => limit.held)) as Held<K>;
  const atLimit: Likelihood<K, D> = { ...likelihood, contains: [], start: (d) => embed(likelihood.start(d)) };
  const { fixed: _, ...found } = fitModel(atLimit, data, {
    ...options,
    fixed: { ...options.fixed, ...held },
  });
  const given = Object.keys(options.fixed ?? {}) as K[];
  return {
    ...found,
    ...(given.length > 0 && { fixed: given }),
    limits: limits.map((limit): AtLimit<K> => {
      const { title, replaced, instead } = limit;
      const heldThere = Object.keys(limit.held) as K[];
      return { title, held: heldThere, replaced, instead: instead && determined(instead, found) };
    }),
  };
}

/** The estimate of a model at the limits that another fit lies at, such as that of the same model with covariates. */
export function fitAtSameLimits<K extends string, D extends Weighted>(
  { limits = [] }: Pick<Fit, "limits">,
  likelihood: Likelihood<K, D>,
  data: D,
  options: LimitOptions<K> = {},
): Fit<K> {
  const titles = limits.map(({ title }) => title);
  const same = (likelihood.limits ?? []).filter(({ title }) => titles.includes(title));
  return fitAtLimits(same, likelihood, data, options);
}

/** A quantity at an estimate, with its standard error by the delta method. */
function determined<K extends string>(
  { name, timeExponent, value }: Instead<K>,
  { params, covariance }: Pick<Fit<K>, "params" | "covariance">,
): Determined {
  const slopes = (Object.keys(params) as K[]).map((k) => {
    const step = 1e-5 * params[k];
    const moved = (by: number): number => value({ ...params, [k]: params[k] + by });
    return (moved(step) - moved(-step)) / (2 * step);
  });
  const variance = covariance?.reduce(
    (sum, row, i) => sum + slopes[i]! * row.reduce((part, v, j) => part + v * slopes[j]!, 0),
    0,
  );
  const standardError = variance === undefined ? null : Math.sqrt(Math.max(0, variance));
  return { name, value: value(params), standardError, timeExponent };
}

/**
 * What holds at the limits of a fit, for people.
 * @example limitText({ model: "nbd", limits: [{ title: "all customers buy at one rate" }] }) // "nbd is used at its limit, where all customers buy at one rate"
 */
export function limitText({
  model,
  limits = [],
}: {
  readonly model: string;
  readonly limits?: readonly Pick<AtLimit, "title">[];
}): string {
  return `${model} is used at its limit, where ${limits.map(({ title }) => title).join(" and ")}`;
}
