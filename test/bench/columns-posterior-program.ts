/** Fits BG/NBD to customers in columns and draws from its posterior. usage: columns-posterior-program.js JOB, a ColumnsPosteriorJob as JSON; prints a ColumnsPosterior as JSON. */
import {
  type BgNbdParam,
  bgNbd,
  fit as estimate,
  type Fit,
  type Params,
  type Prior,
} from "../../models/index.js";
import { drawPosterior } from "../../pipeline/workers/draw-posterior.js";
import { openPool } from "../../pipeline/workers/pool.js";
import { readCustomers } from "./columns.js";
import { groupKeys } from "./simulated-customers.js";
import { timed } from "./timed-fit.js";

export interface ColumnsPosteriorJob {
  readonly folder: string;
  readonly customers: number;
  /** in each of 4 chains */
  readonly draws: number;
  readonly method: "importance" | "hmc";
  readonly prior: Prior<BgNbdParam>;
  readonly threads: number;
}

export interface ColumnsPosterior {
  readonly rows: number;
  /** The first call. */
  readonly fitMs: number;
  readonly params: Params<BgNbdParam>;
  readonly logLikelihood: number;
  /** With the fit under the prior and the start of the threads. */
  readonly posteriorMs: number;
  /** of ln(param) */
  readonly meanLog: Params<BgNbdParam>;
  readonly sdLog: Params<BgNbdParam>;
  readonly worstRHat: number;
  readonly leastEss: number;
}

const job = JSON.parse(process.argv[2] ?? "") as ColumnsPosteriorJob;
const { keys } = await readCustomers(job.folder, job.customers);
const data = groupKeys(keys);
const [{ params, logLikelihood }, fitMs] = timed((): Fit<BgNbdParam> => estimate(bgNbd, { ...data }));
const start = performance.now();
const fitted = estimate(bgNbd, { ...data }, { prior: job.prior });
const pool = openPool(job.threads);
const { method, draws } = job;
const likelihood = { kind: "purchase", model: "bg-nbd", data } as const;
const drawn = await drawPosterior(pool, likelihood, fitted, { method, draws }, 1);
await pool.close();
const posteriorMs = performance.now() - start;
const each = (of: (k: BgNbdParam) => number): Params<BgNbdParam> =>
  Object.fromEntries(bgNbd.params.map((k) => [k, of(k)])) as Record<BgNbdParam, number>;
const logs = (k: BgNbdParam): number[] => drawn.chains.flatMap((chain) => [...chain[k]!].map(Math.log));
const meanOf = (of: readonly number[]): number => of.reduce((sum, v) => sum + v, 0) / of.length;
const meanLog = each((k) => meanOf(logs(k)));
const result: ColumnsPosterior = {
  rows: data.n.length,
  fitMs,
  params,
  logLikelihood,
  posteriorMs,
  meanLog,
  sdLog: each((k) => Math.sqrt(meanOf(logs(k).map((v) => (v - meanLog[k]) ** 2)))),
  worstRHat: Math.max(...Object.values(drawn.rHat).map(Number)),
  leastEss: Math.min(...[drawn.essBulk, drawn.essTail].flatMap((ess) => Object.values(ess).map(Number))),
};
process.stdout.write(`${JSON.stringify(result)}\n`);
