/** Simulates, groups and fits customers, then draws from the posterior. usage: posterior-program.js JOB, a PosteriorJob as JSON. */
import { bgNbd, fit as estimate, seededRandom } from "../../models/index.js";
import type { Posterior } from "../../models/inference/posterior-draws.js";
import { drawBootstrap, drawPosterior } from "../../pipeline/workers/draw-posterior.js";
import { openPool } from "../../pipeline/workers/pool.js";
import { groupKeys, simulateKeys } from "./simulated-customers.js";

export interface PosteriorJob {
  readonly customers: number;
  readonly seed: number;
  readonly threads: number;
  readonly method: "importance" | "hmc" | "bootstrap";
  /** draws in each of 4 chains; 4 times as many replicates of the bootstrap */
  readonly draws: number;
}

export interface TimedPosterior {
  readonly rows: number;
  /** With the start of the threads, as in a run. */
  readonly seconds: number;
  readonly draws: number;
  readonly evaluations: number | null;
  readonly worstRHat: number | null;
  readonly leastEss: number | null;
  readonly paretoK: number | null;
  readonly warnings: readonly string[];
}

const job = JSON.parse(process.argv[2] ?? "") as PosteriorJob;
const data = groupKeys(simulateKeys(job.customers, seededRandom(job.seed)));
const fitted = estimate(bgNbd, data);
const likelihood = { kind: "purchase", model: "bg-nbd", data } as const;
const start = performance.now();
const pool = openPool(job.threads);
const drawn = await draw();
await pool.close();
const result: TimedPosterior = {
  rows: data.n.length,
  seconds: (performance.now() - start) / 1000,
  ...drawn,
};
process.stdout.write(`${JSON.stringify(result)}\n`);

async function draw(): Promise<Omit<TimedPosterior, "rows" | "seconds">> {
  const { method, draws, seed } = job;
  const none = { evaluations: null, worstRHat: null, leastEss: null, paretoK: null, warnings: [] };
  if (method === "bootstrap") {
    const b = await drawBootstrap(pool, likelihood, fitted, 4 * draws, seed);
    return { ...none, draws: b.chains[0]!.r!.length };
  }
  const p: Posterior = await drawPosterior(pool, likelihood, fitted, { method, draws }, seed);
  const { evaluations, paretoK, warnings } = p;
  return {
    draws: 4 * draws,
    evaluations,
    worstRHat: Math.max(...Object.values(p.rHat).map(Number)),
    leastEss: Math.min(...[p.essBulk, p.essTail].flatMap((ess) => Object.values(ess).map(Number))),
    paretoK,
    warnings,
  };
}
