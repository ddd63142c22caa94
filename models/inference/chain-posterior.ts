import type { Fit, Likelihood, Random } from "../model.js";
import { normal, seededRandom } from "../numeric/random.js";
import { essBulk, essTail, rHat } from "./diagnostics.js";
import { drawsOf } from "./draws.js";
import { type Chain, runChain } from "./hamiltonian.js";
import { laplace, logParameters } from "./laplace.js";
import { logPosterior } from "./log-posterior.js";
import {
  judged,
  type Posterior,
  type PosteriorOptions,
  perFree,
  sizes,
  somethingFree,
} from "./posterior-draws.js";

/** A seed for each Markov chain. */
export function chainSeeds(options: PosteriorOptions, random: Random): number[] {
  return Array.from({ length: sizes(options).chains }, () => Math.floor(random() * 2 ** 53));
}

/** One Markov chain, started away from the mode; columns in standardised coordinates. */
export function posteriorChain<K extends string, D>(
  likelihood: Likelihood<K, D>,
  data: D,
  fit: Fit<K>,
  options: PosteriorOptions,
  seed: number,
): Chain {
  const approximation = somethingFree(fit);
  const target = logPosterior(likelihood, data, approximation, fit.prior ?? null);
  const random = seededRandom(seed);
  const start = approximation.axes.map(() => 1.5 * normal(random));
  const { draws, warmup } = sizes(options);
  return runChain(target, start, { draws, warmup }, random);
}

/** The chains as draws of parameters. `tried` is an importance sample that failed its check, for its evaluations. */
export function gatherChains<K extends string>(
  fit: Fit<K>,
  chains: readonly Chain[],
  tried: Posterior<K> | null,
): Posterior<K> {
  const approximation = laplace(fit);
  const { space } = approximation;
  const params = chains.map(({ columns }) =>
    Array.from(columns[0]!, (_, i) =>
      space.params(
        logParameters(
          approximation,
          columns.map((column) => column[i]!),
        ),
      ),
    ),
  );
  const drawn = drawsOf(space.names, params);
  const of = (k: K): Float64Array[] => drawn.chains.map((chain) => chain[k]);
  return judged({
    ...drawn,
    model: fit.model,
    method: "hmc",
    rHat: perFree(space.free, (k) => rHat(of(k))),
    essBulk: perFree(space.free, (k) => essBulk(of(k))),
    essTail: perFree(space.free, (k) => essTail(of(k))),
    paretoK: tried?.paretoK ?? null,
    acceptance: chains.reduce((sum, chain) => sum + chain.acceptance, 0) / chains.length,
    divergences: chains.reduce((sum, chain) => sum + chain.divergences, 0),
    evaluations: chains.reduce((sum, chain) => sum + chain.evaluations, tried?.evaluations ?? 0),
  });
}
