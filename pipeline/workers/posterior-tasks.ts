import type { Fit, Params } from "../../models/index.js";
import { bootstrapReplicate } from "../../models/inference/bootstrap.js";
import { posteriorChain } from "../../models/inference/chain-posterior.js";
import type { Chain } from "../../models/inference/hamiltonian.js";
import type { PosteriorOptions } from "../../models/inference/posterior-draws.js";
import { type NamedLikelihood, withLikelihood } from "./log-likelihoods.js";

/** A likelihood with its fit: the input of every task here. */
export type FittedLikelihood = NamedLikelihood & {
  readonly fit: Fit;
  readonly options: PosteriorOptions;
};

/** Task: one Markov chain from the posterior, by its seed. */
export function posteriorChains(fitted: FittedLikelihood, seed: number): Chain {
  const { fit, options } = fitted;
  return withLikelihood(fitted, (likelihood, data) => posteriorChain(likelihood, data, fit, options, seed));
}

/** Task: the estimate on data reweighted by this seed; null where there is none. */
export function bootstrapReplicates(fitted: FittedLikelihood, seed: number): Params | null {
  return withLikelihood(fitted, (likelihood, data) => bootstrapReplicate(likelihood, data, fitted.fit, seed));
}
