/** Simulates and groups customers, then predicts every history. usage: predict-program.js JOB, a PredictJob as JSON. */
import { createHash } from "node:crypto";
import { type HistoryPredictions, seededRandom } from "../../models/index.js";
import { openPool } from "../../pipeline/workers/pool.js";
import { type PredictInput, rowRanges } from "../../pipeline/workers/predict.js";
import { sharedColumns } from "../../pipeline/workers/shared-columns.js";
import { groupKeys, simulateKeys, truth } from "./simulated-customers.js";

export interface PredictJob {
  readonly customers: number;
  readonly seed: number;
  readonly threads: number;
  readonly intervals: boolean;
  /** Predictions after the first one. */
  readonly repeats: number;
}

export interface TimedPrediction {
  readonly rows: number;
  /** The first call, with the start of the threads, when nothing is compiled: as in a run. */
  readonly firstMs: number;
  readonly repeatMs: readonly number[];
  /** Of all columns; the same for any number of threads. */
  readonly sha256: string;
}

const job = JSON.parse(process.argv[2] ?? "") as PredictJob;
const histories = sharedColumns(groupKeys(simulateKeys(job.customers, seededRandom(job.seed))));
const ranges = rowRanges(histories);
const firstStart = performance.now();
const pool = openPool(job.threads);
const parts = await pool.run("predict", input(), ranges);
const firstMs = performance.now() - firstStart;
const repeatMs: number[] = [];
for (let i = 0; i < job.repeats; i++) {
  const start = performance.now();
  await pool.run("predict", input(), ranges);
  repeatMs.push(performance.now() - start);
}
await pool.close();
const result: TimedPrediction = { rows: histories.n.length, firstMs, repeatMs, sha256: digest(parts) };
process.stdout.write(`${JSON.stringify(result)}\n`);

/** A new object for each call, since tables made for parameters are kept with them. */
function input(): PredictInput {
  return {
    model: "bg-nbd",
    params: truth.purchase,
    histories,
    horizonsDays: [90, 365, 730],
    delta: Math.log(1.1) / 365,
    groups: null,
    intervals: job.intervals ? { levels: [0.025, 0.1, 0.9, 0.975], spend: truth.spend } : null,
  };
}

function digest(parts: readonly HistoryPredictions[]): string {
  const hash = createHash("sha256");
  const columns = (p: HistoryPredictions): Float64Array[] => [
    p.pAlive,
    p.residual,
    ...p.expected,
    ...p.discounted,
    ...p.variance,
    ...p.purchaseQuantiles.flat(),
    ...p.valueQuantiles.flat(),
  ];
  columns(parts[0]!).forEach((_, c) => {
    for (const part of parts) hash.update(columns(part)[c]!);
  });
  return hash.digest("hex");
}
