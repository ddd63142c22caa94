import {
  type Bootstrap,
  bootstrap,
  type Draws,
  drawnParams,
  type Fit,
  type Likelihood,
  type Params,
  type Posterior,
  type PosteriorOptions,
  posterior,
  sampleQuantile,
  seededRandom,
  sigmaPoints,
  sortedDraws,
  type Weighted,
} from "../../../models/index.js";
import type { ParameterDoubt } from "../../artifacts/model-file.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { drawBootstrap, drawPosterior } from "../../workers/draw-posterior.js";
import type { NamedLikelihood } from "../../workers/log-likelihoods.js";

const pointsKept = 64; // of all draws: enough for the quantiles of a prediction, few enough to predict at each

/** How draws are made for one likelihood and its fit. */
export interface Drawing {
  posterior(options: PosteriorOptions): Promise<Posterior>;
  bootstrap(replicates: number): Promise<Bootstrap>;
}

/** On the threads of the run: for the likelihoods that a thread can be sent by name. */
export function drawInThreads(named: NamedLikelihood, fit: Fit, { pool, config }: StageContext): Drawing {
  return {
    posterior: (options) => drawPosterior(pool, named, fit, options, config.seed),
    bootstrap: (replicates) => drawBootstrap(pool, named, fit, replicates, config.seed),
  };
}

/** In this thread, for any other. */
export function drawHere<D extends Weighted>(
  likelihood: Likelihood<string, D>,
  data: D,
  fit: Fit,
  { config }: StageContext,
): Drawing {
  return {
    posterior: async (options) => posterior(likelihood, data, fit, options, seededRandom(config.seed)),
    bootstrap: async (replicates) => bootstrap(likelihood, data, fit, replicates, seededRandom(config.seed)),
  };
}

/**
 * What the config's method says about the doubt in a fit, as equally likely parameters. Null where the data say
 * nothing about some direction (no covariance): intervals then hold for the estimate alone.
 */
export async function parameterDoubt(
  draw: Drawing,
  fit: Fit,
  { config, log, warn }: StageContext,
): Promise<ParameterDoubt | null> {
  if (fit.covariance === null) {
    log(`${fit.model}: no covariance, so intervals leave out the doubt about its parameters`);
    return null;
  }
  const { method, draws } = config.uncertainty;
  if (method === "posterior") {
    const p = await draw.posterior({ chains: 4, draws: Math.ceil(draws / 4) });
    for (const warning of p.warnings) warn(`posterior of ${fit.model}: ${warning}`);
    const { rHat, essBulk, essTail, paretoK, acceptance, divergences, evaluations, warnings } = p;
    const quantiles = Object.fromEntries(
      p.names.map((k) => {
        const sorted = sortedDraws(p, k);
        return [
          k,
          [0.025, 0.5, 0.975].map((level) => sampleQuantile(sorted, level)) as [number, number, number],
        ];
      }),
    );
    const report = { rHat, essBulk, essTail, paretoK, acceptance, divergences, evaluations, warnings };
    const drawn = { method: p.method, ...report, draws: drawnParams(p).length, quantiles };
    return { method, points: thinned(p), posterior: drawn, bootstrap: null };
  }
  if (method === "bootstrap") {
    const b = await draw.bootstrap(draws);
    if (b.failed > 0) warn(`bootstrap of ${fit.model}: ${b.failed} of ${draws} replicates have no estimate`);
    const { standardErrors, failed } = b;
    return {
      method,
      points: thinned(b),
      posterior: null,
      bootstrap: { replicates: draws, failed, standardErrors },
    };
  }
  const points = sigmaPoints(fit);
  if (!points.every((point) => Object.values(point).every((value) => value > 0 && value < Infinity))) {
    warn(say("model.doubtUnknown", fit.model));
    return null;
  }
  return { method, points, posterior: null, bootstrap: null };
}

/** Evenly spaced draws out of all. */
function thinned(draws: Draws): Params[] {
  const all = drawnParams(draws);
  const step = Math.max(1, all.length / pointsKept);
  return Array.from({ length: Math.min(pointsKept, all.length) }, (_, i) => all[Math.floor(i * step)]!);
}
