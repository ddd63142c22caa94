/** Simulates customers, groups and fits them. usage: fit-program.js JOB, a FitJob as JSON; prints FittedCustomers as JSON. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { bgNbd, fit as estimate, gammaGamma, seededRandom, spendHistoriesFrom } from "../../models/index.js";
import {
  ageOf,
  groupKeys,
  recencyOf,
  repeatsOf,
  simulateKeys,
  simulateSpend,
} from "./simulated-customers.js";
import { type TimedFit, timed, timedFit } from "./timed-fit.js";

export interface FitJob {
  readonly customers: number;
  readonly seed: number;
  /** Fits after the first one. */
  readonly repeats: number;
  /** Also simulate and fit spend. */
  readonly spend: boolean;
  /** Where to leave the customers as raw columns, or null. */
  readonly folder: string | null;
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
const purchase = timedFit(() => estimate(bgNbd, { ...histories }), groupMs, job.repeats);
let spend: TimedFit | null = null;
if (job.spend) {
  const z = simulateSpend(keys, random);
  const x = Float64Array.from(keys, repeatsOf);
  const [rows, spendGroupMs] = timed(() => spendHistoriesFrom(x, z));
  spend = timedFit(() => estimate(gammaGamma, { ...rows }), spendGroupMs, job.repeats);
  if (job.folder !== null) writeColumns(job.folder, z);
}
const repeatCustomers = keys.reduce((sum, key) => sum + (repeatsOf(key) > 0 ? 1 : 0), 0);
const result: FittedCustomers = { customers: job.customers, repeatCustomers, purchase, spend };
process.stdout.write(`${JSON.stringify(result)}\n`);

/** The columns that readCustomers and the Python programs read. */
function writeColumns(folder: string, z: Float64Array): void {
  const integers = {
    x: Int32Array.from(keys, repeatsOf),
    tx: Int32Array.from(keys, recencyOf),
    T: Int32Array.from(keys, ageOf),
  };
  for (const [name, column] of Object.entries(integers)) writeFileSync(join(folder, `${name}.i32`), column);
  writeFileSync(join(folder, "z.f64"), z);
}
