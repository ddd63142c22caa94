import type { Finding, Fit, Likelihood, Params, Prior } from "../model.js";
import { informationCriteria } from "./criteria.js";
import { type Held, named, penalty } from "./log-space.js";
import { fromNested, inspectNested, type NestedStart, nestedStarts } from "./nested.js";
import { nothingToFit } from "./nothing-to-fit.js";
import { repeatBuyers, thinRepeatBuyers, weakPrior } from "./prior.js";
import { systematicSample, type Weighted } from "./sample.js";
import { conclude, type Position, type Problem, polish, roughSearch } from "./search.js";
import { isDoubtful, judge, lessBad, verdict } from "./verdict.js";
import { chooseWhole, inspectWhole } from "./whole.js";

export interface FitOptions<K extends string> {
  /** Where to start; the model's own data-driven start when absent. */
  readonly start?: Params<K>;
  /** Parameters held at these values. A whole parameter among them is not chosen. */
  readonly fixed?: Held<K>;
  /**
   * Priors of log-parameters, which the estimate maximises the likelihood times; none by default, and none where it is {}. "auto":
   * the weak prior where the data are too thin without it, that is FEW_REPEAT_BUYERS, or a doubtful estimate from fewer than
   * 300 repeat buyers.
   */
  readonly prior?: Prior<K> | "auto";
  /**
   * Fits of models that this one contains, to the same data: it must not fit worse than they do. When absent they are
   * fitted where the verdict is doubtful, and only then.
   */
  readonly nested?: readonly Fit[];
  /** Data of more than twice this many rows start from the estimate on a sample of this many customers. Default 16,384. */
  readonly sampleSize?: number;
  /** Bound on the evaluations of one search. Default 400. */
  readonly maxEvaluations?: number;
}

/** Fits of contained models by name, so that none is made twice. */
export type FittedModels = Map<string, Fit>;

/**
 * Maximum likelihood for any model, on log-parameters: the only routine that knows of them, of bounds and of covariance.
 * Whole parameters are chosen by likelihood out of their lists. Large data start from the estimate and curvature on a
 * systematic sample, which leaves a handful of evaluations over all rows. Other starting points, among them the estimates of
 * the models this one contains, are tried only when the first leads to a doubtful estimate. Deterministic.
 * The result always has finite numbers (`condition` alone may be Infinity); `verdict` says whether to believe them.
 * @param data compressed rows with weights n; not changed
 * @example fit(geometric, historiesFrom([0, 1, 1], [0, 1, 1], [1, 1, 1])).params.odds // 0.500, one left and two renewed
 */
export function fit<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K> = {},
): Fit<K> {
  return fitSharing(likelihood, data, options, new Map((options.nested ?? []).map((f) => [f.model, f])));
}

/** `fit`, with the fits of contained models taken from `fitted` and added to it. */
export function fitSharing<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K>,
  fitted: FittedModels,
): Fit<K> {
  const { prior } = options;
  if (prior !== "auto") {
    const given = prior === undefined || Object.keys(prior).length === 0 ? null : prior;
    return maximise(likelihood, data, options, fitted, given, []);
  }
  const found = likelihood.inspect?.(data) ?? [];
  const few = found.some((f) => f.code === "FEW_REPEAT_BUYERS");
  const buyers = repeatBuyers(data);
  const thin = buyers < thinRepeatBuyers;
  const plain = few ? null : maximise(likelihood, data, options, fitted, null, [], !thin);
  if (plain !== null && !(thin && isDoubtful(plain.verdict))) return plain;
  const steadied = fitLeaning(likelihood, data, options, fitted, `${buyers} repeat buyers`);
  return plain === null ? steadied : lessBad(steadied, plain);
}

/**
 * `fitSharing` with the weak prior, which the verdict says.
 * @param who who leaves the parameters open, for people
 */
export function fitLeaning<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K>,
  fitted: FittedModels,
  who: string,
): Fit<K> {
  const reason = `${who} leave the parameters open: the estimate leans on a weak prior around its start`;
  const weak: Finding = { code: "WEAK_PRIOR", reason, fatal: false };
  return maximise(likelihood, data, options, fitted, weakPrior(likelihood, data), [weak]);
}

/** @param insist whether a doubtful estimate is put to other starting points and to the models it contains */
function maximise<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K>,
  fitted: FittedModels,
  prior: Prior<K> | null,
  known: readonly Finding[],
  insist = true,
): Fit<K> {
  const fixed = checkedFixed(likelihood, options.fixed ?? ({} as Held<K>));
  const names = likelihood.params;
  const found = likelihood.inspect?.(data) ?? [];
  let customers = 0;
  for (const n of data.n) customers += n;
  const origin = { ...likelihood.start(data), ...fixed };
  const start = { ...origin, ...options.start, ...fixed };
  if (customers === 0 || found.some((f) => f.fatal))
    return nothingToFit(likelihood, data, customers, start, found);

  const { sampleSize = 16_384, maxEvaluations = 400 } = options;
  const sample = data.n.length > 2 * sampleSize ? systematicSample(data, sampleSize) : null;
  const spent = { evaluations: 0 };
  const knownFit = (inner: Likelihood<string, D>): Fit | null => fitted.get(inner.name) ?? null;
  const fitInner = (inner: Likelihood<string, D>): Fit | null =>
    insist ? innerFit(inner, data, { sampleSize, maxEvaluations }, fitted) : knownFit(inner);
  const problem: Problem<K, D> = {
    ...{ likelihood, data, sample, customers, prior, maxEvaluations, spent },
    limits: (held) => nestedStarts(likelihood, customers, held, fitInner).map((start) => start.params),
  };
  const { position, profile } = chooseWhole(problem, fixed, start);
  let best = position;
  let estimate = conclude(problem, best, origin);
  let findings = judge(estimate);
  let starts = 1;
  const take = (better: Position<K>): void => {
    best = better;
    estimate = conclude(problem, best, origin);
    findings = judge(estimate);
  };
  if (findings.length > 0 && insist)
    for (const from of otherStarts(names, start)) {
      const rough = roughSearch(problem, best.space.held, from);
      starts++;
      if (!isLower(rough.rough, best.rough)) continue;
      const other = polish(problem, rough, from);
      if (!isLower(other.minimum.value, best.minimum.value)) continue;
      take(other);
      if (findings.length === 0) break;
    }
  let nested: NestedStart<K>[] = [];
  if ((findings.length > 0 && insist) || options.nested !== undefined) {
    nested = nestedStarts(likelihood, customers, fixed, findings.length > 0 ? fitInner : knownFit);
    for (const start of nested) {
      const other = fromNested(problem, best, start);
      if (other === null) continue;
      starts++;
      take(other);
    }
  }
  if (!Number.isFinite(best.minimum.value)) {
    const reason = "the log-likelihood is not a finite number at any starting point";
    return nothingToFit(likelihood, data, customers, start, [{ code: "NOT_CONVERGED", reason, fatal: true }]);
  }
  const { params, information } = estimate;
  const { space, minimum } = best;
  const logLikelihood = penalty(prior, space, minimum.point) - minimum.value * customers;
  const [doubt] = findings;
  const simpler =
    doubt !== undefined && prior === null ? inspectNested(logLikelihood, likelihood, nested, doubt) : [];
  const all = [
    ...found,
    ...known,
    ...findings,
    ...simpler,
    ...inspectWhole(likelihood, params, fixed),
    ...(likelihood.inspectEstimate?.(params) ?? []),
  ];
  const spread = (values: readonly number[]): number[] =>
    names.map((k) => values[space.free.indexOf(k)] ?? 0);
  const held = Object.keys(fixed) as K[];
  return {
    model: likelihood.name,
    params,
    logLikelihood,
    scaledGradient: named(names, spread(estimate.scaledGradient)),
    standardErrors: information.standardErrors && named(names, spread(information.standardErrors)),
    covariance:
      information.covariance &&
      names.map((k) => spread(information.covariance?.[space.free.indexOf(k)] ?? [])),
    condition: information.condition,
    verdict: verdict(all.sort((f, g) => Number(g.fatal) - Number(f.fatal))),
    customers,
    rows: data.n.length,
    evaluations: spent.evaluations,
    starts,
    ...informationCriteria(logLikelihood, names.length - held.length, customers),
    ...(held.length > 0 && { fixed: held }),
    ...(prior !== null && { prior }),
    ...(profile.length > 0 && { profile }),
  };
}

function innerFit<D extends Weighted>(
  inner: Likelihood<string, D>,
  data: D,
  options: FitOptions<string>,
  fitted: FittedModels,
): Fit {
  const known = fitted.get(inner.name) ?? fitSharing(inner, data, options, fitted);
  fitted.set(inner.name, known);
  return known;
}

/** Four further starting points, a factor of five away from the first in alternating directions. */
function otherStarts<K extends string>(names: readonly K[], start: Params<K>): Params<K>[] {
  return [0, 1, 2, 3].map((s) =>
    named(
      names,
      names.map((k, i) => start[k] * (((i >> (s % 2)) % 2 === 0) === s < 2 ? 5 : 1 / 5)),
    ),
  );
}

const isLower = (value: number, than: number): boolean =>
  value < than && !(than - value < 1e-10 * Math.abs(value));

function checkedFixed<K extends string, D>(likelihood: Likelihood<K, D>, fixed: Held<K>): Held<K> {
  for (const [k, value] of Object.entries(fixed))
    if (!(likelihood.params.includes(k as K) && Number.isFinite(value)))
      throw new RangeError(
        `${likelihood.name} cannot fix ${k} at ${value}; its parameters are ${likelihood.params.join(", ")}`,
      );
  return fixed;
}
