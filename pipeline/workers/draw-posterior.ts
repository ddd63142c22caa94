import { type Fit, seededRandom } from "../../models/index.js";
import { type Bootstrap, bootstrapSeeds, gatherReplicates } from "../../models/inference/bootstrap.js";
import { chainSeeds, gatherChains } from "../../models/inference/chain-posterior.js";
import { drawCandidates, weighCandidates } from "../../models/inference/importance-posterior.js";
import { accepted } from "../../models/inference/posterior.js";
import type { Posterior, PosteriorOptions } from "../../models/inference/posterior-draws.js";
import type { NamedLikelihood } from "./log-likelihoods.js";
import type { Pool } from "./pool.js";
import type { FittedLikelihood } from "./posterior-tasks.js";
import { sharedColumns } from "./shared-columns.js";

const pointsAtOnce = 25; // parameter points in one order to a thread

/** `posterior` of models/inference on the threads of a pool: the same draws, whatever their number. */
export async function drawPosterior(
  pool: Pool,
  likelihood: NamedLikelihood,
  fit: Fit,
  options: PosteriorOptions,
  seed: number,
): Promise<Posterior> {
  const input = fitted(likelihood, fit, options);
  const random = seededRandom(seed);
  const { method = "auto" } = options;
  let tried: Posterior | null = null;
  if (method !== "hmc") {
    const candidates = drawCandidates(fit, options, random);
    const batches = inBatches(candidates.params, pointsAtOnce);
    const values = await pool.run("log-likelihoods", input, batches);
    tried = weighCandidates(
      fit,
      candidates,
      values.flatMap((batch) => [...batch]),
      options,
      random,
    );
    if (accepted(tried, method)) return tried;
  }
  const chains = await pool.run("posterior-chain", input, chainSeeds(options, random));
  return gatherChains(fit, chains, tried);
}

/** `bootstrap` of models/inference on the threads of a pool: the same replicates, whatever their number. */
export async function drawBootstrap(
  pool: Pool,
  likelihood: NamedLikelihood,
  fit: Fit,
  replicates: number,
  seed: number,
): Promise<Bootstrap> {
  const seeds = bootstrapSeeds(replicates, seededRandom(seed));
  return gatherReplicates(fit, await pool.run("bootstrap-replicate", fitted(likelihood, fit, {}), seeds));
}

/** The data in shared memory: threads read them without a copy of their own. */
function fitted(likelihood: NamedLikelihood, fit: Fit, options: PosteriorOptions): FittedLikelihood {
  const shared =
    likelihood.kind === "purchase"
      ? { ...likelihood, data: sharedColumns(likelihood.data) }
      : { ...likelihood, data: sharedColumns(likelihood.data) };
  return { ...shared, fit, options };
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
