import type { Histories, HoldoutHistories, SpendHistories } from "../../models/index.js";
import { numbersOf } from "../files/numbers.js";
import { logGapUnit } from "../sql/customers.js";
import { readArrowArtifact } from "./artifact-files.js";
import type { ArrowFile } from "./artifacts.js";

/** histories.arrow as the columns a purchase model is fitted on, in days or periods; `logGaps` where they were added up. */
export async function readHistories(runDir: string, file: ArrowFile, logGaps: boolean): Promise<Histories> {
  const { rows } = file;
  const h = {
    x: new Float64Array(rows),
    tx: new Float64Array(rows),
    T: new Float64Array(rows),
    n: new Float64Array(rows),
  };
  const columns = { x: h.x, t_x: h.tx, t_cal: h.T, n: h.n };
  if (!logGaps) {
    await readColumns(runDir, file, columns);
    return h;
  }
  const sums = new Float64Array(rows);
  await readColumns(runDir, file, { ...columns, log_gaps: sums });
  return { ...h, logGaps: sums.map((sum, i) => (sum * logGapUnit) / h.n[i]!) };
}

/** The group of covariates of every history. */
export async function readGroups(runDir: string, file: ArrowFile): Promise<Uint32Array> {
  const { rows } = file;
  const covariate_group = new Float64Array(rows);
  await readColumns(runDir, file, { covariate_group });
  return Uint32Array.from(covariate_group);
}

/** holdout_histories.arrow: histories as of the cut, in days, with the purchases after it. */
export async function readHoldout(
  runDir: string,
  file: ArrowFile,
  logGaps: boolean,
): Promise<HoldoutHistories> {
  const { rows } = file;
  const y = new Float64Array(rows);
  const h = await readHistories(runDir, file, logGaps);
  await readColumns(runDir, file, { y });
  return { ...h, y };
}

/** spend_histories.arrow as the rows a spend model is fitted on, in base currency. */
export async function readSpendHistories(runDir: string, file: ArrowFile): Promise<SpendHistories> {
  const { rows } = file;
  const column = (): Float64Array => new Float64Array(rows);
  const c = {
    x: column(),
    digits: column(),
    lead: column(),
    n: column(),
    q1: column(),
    q2: column(),
    q3: column(),
  };
  await readColumns(runDir, file, c);
  return spendRows(c);
}

/** The columns of spend_histories as the rows a spend model is fitted on. */
export function spendRows(
  c: Readonly<Record<"x" | "digits" | "lead" | "n" | "q1" | "q2" | "q3", Float64Array>>,
): SpendHistories {
  const rows = c.x.length;
  const z = new Float64Array(rows);
  const m2 = new Float64Array(rows);
  const m3 = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    const n = c.n[i]!;
    const width = 10 ** (c.digits[i]! - 3 - 4);
    const mean = c.q1[i]! / n;
    z[i] = width * (c.lead[i]! + mean / 1e9);
    if (n === 1) continue;
    const unit = width / 1e9;
    const second = c.q2[i]! / n - mean * mean;
    m2[i] = Math.max(0, second) * unit ** 2;
    m3[i] = (c.q3[i]! / n - 3 * mean * (c.q2[i]! / n) + 2 * mean ** 3) * unit ** 3;
  }
  return { x: c.x, n: c.n, z, m2, m3 };
}

/** Columns of all batches, one after another. */
async function readColumns(
  runDir: string,
  file: ArrowFile,
  columns: Readonly<Record<string, Float64Array>>,
): Promise<void> {
  let start = 0;
  for await (const batch of readArrowArtifact(runDir, file)) {
    for (const [name, out] of Object.entries(columns)) numbersOf(batch, name, out, start);
    start += batch.numRows;
  }
}
