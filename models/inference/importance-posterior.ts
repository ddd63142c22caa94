import type { Fit, Params, Random } from "../model.js";
import { sampleQuantile } from "../numeric/quantile.js";
import { rHat } from "./diagnostics.js";
import { drawsOf, sortedDraws } from "./draws.js";
import { effectiveSize, resample, studentProposals } from "./importance.js";
import { type Laplace, logParameters } from "./laplace.js";
import { withPrior } from "./log-posterior.js";
import { paretoSmoothed } from "./pareto-smoothing.js";
import {
  judged,
  type Posterior,
  type PosteriorOptions,
  perFree,
  sizes,
  somethingFree,
} from "./posterior-draws.js";

/** Degrees of freedom of the proposals. */
const freedom = 7;

/** Points at which importance sampling needs the log-likelihood. */
export interface Candidates<K extends string> {
  readonly approximation: Laplace<K>;
  readonly params: readonly Params<K>[];
  /** log-density that they were drawn with, up to a constant */
  readonly logDensity: Float64Array;
}

/** First part of importance sampling: points from a multivariate t with the centre and the scale of the fit. */
export function drawCandidates<K extends string>(
  fit: Fit<K>,
  options: PosteriorOptions,
  random: Random,
): Candidates<K> {
  const { chains, draws, candidates = chains * draws } = sizes(options);
  const approximation = somethingFree(fit);
  const { points, logDensity } = studentProposals(candidates, approximation.axes.length, freedom, random);
  const params = points.map((z) => approximation.space.params(logParameters(approximation, z)));
  return { approximation, params, logDensity };
}

/** Second part: the log-likelihoods at the candidates' params make them draws from the posterior. */
export function weighCandidates<K extends string>(
  fit: Fit<K>,
  { approximation: { space }, params, logDensity }: Candidates<K>,
  logLikelihoods: ArrayLike<number>,
  options: PosteriorOptions,
  random: Random,
): Posterior<K> {
  const { chains, draws } = sizes(options);
  const log = withPrior(logLikelihoods, params, space, fit.prior ?? null);
  const { weights, paretoK } = paretoSmoothed(
    log.map((l, i) => (Number.isNaN(l) ? -Infinity : l - logDensity[i]!)),
  );
  const picked = resample(weights, chains * draws, random);
  const drawn = drawsOf(
    space.names,
    Array.from({ length: chains }, (_, c) =>
      Array.from(picked.subarray(c * draws, (c + 1) * draws), (i) => params[i]!),
    ),
  );
  const column = (k: K): Float64Array => Float64Array.from(params, (p) => p[k]);
  const tail = (k: K): number => {
    const values = column(k);
    const sorted = sortedDraws(drawn, k);
    const sizeAt = [0.05, 0.95].map((level) => {
      const quantile = sampleQuantile(sorted, level);
      return effectiveSize(
        weights,
        values.map((v) => (v <= quantile ? 1 : 0)),
      );
    });
    return Math.min(...sizeAt);
  };
  return judged({
    ...drawn,
    model: fit.model,
    method: "importance",
    rHat: perFree(space.free, (k) => rHat(drawn.chains.map((chain) => chain[k]))),
    essBulk: perFree(space.free, (k) => effectiveSize(weights, column(k).map(Math.log))),
    essTail: perFree(space.free, tail),
    paretoK,
    acceptance: null,
    divergences: 0,
    evaluations: params.length,
  });
}
