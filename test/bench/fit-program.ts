/** Simulates customers, groups and fits them. usage: fit-program.js JOB, a FitJob as JSON; prints FittedCustomers as JSON. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  bgNbd,
  fit as estimate,
  type Fit,
  gammaGamma,
  seededRandom,
  spendHistoriesFrom,
} from "../../models/index.js";
import {
  ageOf,
  groupKeys,
  recencyOf,
  repeatsOf,
  simulateKeys,
  simulateSpend,
} from "./simulated-customers.js";

export interface FitJob {
  readonly customers: number;
  readonly seed: number;
  /** Fits after the first one. */
  readonly repeats: number;
  /** Also simulate and fit spend. */
  readonly spend: boolean;
  /** Where to leave the customers and histories as raw columns, or null. */
  readonly folder: string | null;
}

export interface TimedFit {
  readonly rows: number;
  readonly evaluations: number;
  /** The first call of this process: nothing is compiled or warm. */
  readonly firstMs: number;
  readonly repeatMs: readonly number[];
  /** From customers to rows, which the SQL engine does in a run. */
  readonly groupMs: number;
  readonly params: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>> | null;
  readonly logLikelihood: number;
  readonly verdict: string;
}

export interface FittedCustomers {
  readonly customers: number;
  readonly repeatCustomers: number;
  readonly purchase: TimedFit;
  readonly spend: TimedFit | null;
}

const job = JSON.parse(process.argv[2] ?? "") as FitJob;
const random = seededRandom(job.seed);
const keys = simulateKeys(job.customers, random);
const [histories, groupMs] = timed(() => groupKeys(keys));
// a copy of the object for each call, since tables made from the data are kept with it
const purchase = timedFit(() => estimate(bgNbd, { ...histories }), groupMs);
let spend: TimedFit | null = null;
if (job.spend) {
  const z = simulateSpend(keys, random);
  const x = Float64Array.from(keys, repeatsOf);
  const [rows, spendGroupMs] = timed(() => spendHistoriesFrom(x, z));
  spend = timedFit(() => estimate(gammaGamma, { ...rows }), spendGroupMs);
  if (job.folder !== null) writeColumns(job.folder, z);
}
const repeatCustomers = keys.reduce((sum, key) => sum + (repeatsOf(key) > 0 ? 1 : 0), 0);
const result: FittedCustomers = { customers: job.customers, repeatCustomers, purchase, spend };
process.stdout.write(`${JSON.stringify(result)}\n`);

function timed<T>(work: () => T): [result: T, ms: number] {
  globalThis.gc?.();
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

function timedFit(work: () => Fit, groupMs: number): TimedFit {
  const [{ rows, evaluations, params, standardErrors, logLikelihood, verdict }, firstMs] = timed(work);
  const repeatMs = Array.from({ length: job.repeats }, () => timed(work)[1]);
  return {
    rows,
    evaluations,
    firstMs,
    repeatMs,
    groupMs,
    params,
    standardErrors,
    logLikelihood,
    verdict: verdict.status,
  };
}

/** The columns that lifetimes_fits.py reads. */
function writeColumns(folder: string, z: Float64Array): void {
  const integers = {
    x: Int32Array.from(keys, repeatsOf),
    tx: Int32Array.from(keys, recencyOf),
    T: Int32Array.from(keys, ageOf),
  };
  for (const [name, column] of Object.entries(integers)) writeFileSync(join(folder, `${name}.i32`), column);
  for (const [name, column] of Object.entries(histories))
    writeFileSync(join(folder, `h${name}.i32`), Int32Array.from(column as Float64Array));
  writeFileSync(join(folder, "z.f64"), z);
}
