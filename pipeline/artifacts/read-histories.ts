import type { Vector } from "apache-arrow";
import type { Histories, HoldoutHistories, SpendHistories } from "../../models/index.js";
import { readArrowBatches } from "../files/read-arrow.js";
import { logGapUnit } from "../sql/customers.js";

/** histories.arrow as the columns a purchase model is fitted on, in days or periods; `logGaps` where they were added up. */
export async function readHistories(path: string, rows: number, logGaps: boolean): Promise<Histories> {
  const h = {
    x: new Float64Array(rows),
    tx: new Float64Array(rows),
    T: new Float64Array(rows),
    n: new Float64Array(rows),
  };
  const columns = { x: h.x, t_x: h.tx, t_cal: h.T, n: h.n };
  if (!logGaps) {
    await readColumns(path, columns);
    return h;
  }
  const sums = new Float64Array(rows);
  await readColumns(path, { ...columns, log_gaps: sums });
  return { ...h, logGaps: sums.map((sum, i) => (sum * logGapUnit) / h.n[i]!) };
}

/** The group of covariates of every history. */
export async function readGroups(path: string, rows: number): Promise<Uint32Array> {
  const covariate_group = new Float64Array(rows);
  await readColumns(path, { covariate_group });
  return Uint32Array.from(covariate_group);
}

/** holdout_histories.arrow: histories as of the cut, in days, with the purchases after it. */
export async function readHoldout(path: string, rows: number, logGaps: boolean): Promise<HoldoutHistories> {
  const y = new Float64Array(rows);
  const h = await readHistories(path, rows, logGaps);
  await readColumns(path, { y });
  return { ...h, y };
}

/** spend_histories.arrow as the rows a spend model is fitted on, in base currency. */
export async function readSpendHistories(path: string, rows: number): Promise<SpendHistories> {
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
  await readColumns(path, c);
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

async function readColumns(path: string, columns: Readonly<Record<string, Float64Array>>): Promise<void> {
  let start = 0;
  for await (const batch of readArrowBatches(path)) {
    for (const [name, out] of Object.entries(columns)) {
      const vector = batch.getChild(name);
      if (vector === null) throw new Error(`${path} lacks the column ${name}`);
      copyNumbers(vector, batch.numRows, out, start);
    }
    start += batch.numRows;
  }
}

function copyNumbers(vector: Vector, rows: number, out: Float64Array, start: number): void {
  for (const data of vector.data) {
    const values = data.values as Int32Array | BigInt64Array | Uint32Array;
    if (values instanceof Uint32Array && values.length >= 4 * data.length)
      for (let i = 0; i < data.length; i++) out[start + i] = decimalNumber(values, i);
    else for (let i = 0; i < data.length; i++) out[start + i] = Number(values[i]);
    start += data.length;
    rows -= data.length;
  }
  if (rows !== 0) throw new Error(`a column holds ${rows} rows fewer than its batch`);
}

/** A non-negative Decimal128 with scale 0 as a double. */
function decimalNumber(words: Uint32Array, row: number): number {
  const at = row * 4;
  return ((words[at + 3]! * 2 ** 32 + words[at + 2]!) * 2 ** 32 + words[at + 1]!) * 2 ** 32 + words[at]!;
}
