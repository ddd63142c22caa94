import type { Fit, Likelihood, Random } from "../model.js";
import { chainSeeds, gatherChains, posteriorChain } from "./chain-posterior.js";
import { drawCandidates, weighCandidates } from "./importance-posterior.js";
import { type Posterior, type PosteriorOptions, posteriorLimits } from "./posterior-draws.js";

export type { Posterior, PosteriorOptions } from "./posterior-draws.js";

/**
 * Draws from the posterior of a model's parameters under the fit's prior, or one flat in log-parameters. Importance
 * sampling around the estimate costs as many likelihood evaluations as there are candidates; where its check fails,
 * Markov chains follow. One thread: the parts below let a pool of threads do the same work with the same result.
 * @param fit of this likelihood to these data, with a covariance; a flat prior on a parameter that the data hardly
 *            bound (verdict BOUNDARY) leaves nothing to draw from: fit with a prior then
 * @example posterior(bgNbd, histories, fit(bgNbd, histories), {}, seededRandom(1)).rHat.r // 1.0001 on CDNOW
 */
export function posterior<K extends string, D>(
  likelihood: Likelihood<K, D>,
  data: D,
  fit: Fit<K>,
  options: PosteriorOptions,
  random: Random,
): Posterior<K> {
  const { method = "auto" } = options;
  let tried: Posterior<K> | null = null;
  if (method !== "hmc") {
    const candidates = drawCandidates(fit, options, random);
    const logLikelihoods = candidates.params.map((p) => likelihood.logLikelihood(p, data));
    tried = weighCandidates(fit, candidates, logLikelihoods, options, random);
    if (accepted(tried, method)) return tried;
  }
  const chains = chainSeeds(options, random).map((seed) =>
    posteriorChain(likelihood, data, fit, options, seed),
  );
  return gatherChains(fit, chains, tried);
}

/** Whether the importance draws are the answer. */
export function accepted(tried: Posterior, method: "auto" | "importance" | "hmc"): boolean {
  return method === "importance" || (tried.paretoK !== null && tried.paretoK <= posteriorLimits.paretoK);
}
