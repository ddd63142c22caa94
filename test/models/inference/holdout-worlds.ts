import type { HoldoutHistories } from "../../../models/inference/holdout-score.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { mbgNbd } from "../../../models/purchase/mbg-nbd.js";

/** One customer: its history at the cut, and purchases in the days after it. */
export interface HeldOut {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
  readonly y: number;
}

/** Days after the cut. */
export const heldOutDays = 120;

/** MBG/NBD customers, of whom many leave at once. */
export function mbgHoldout(customers: number, seed: number): HeldOut[] {
  const random = seededRandom(seed);
  const truth = { r: 0.8, alpha: 25, a: 1.2, b: 2 };
  return Array.from({ length: customers }, () => {
    const T = 120 + Math.floor(240 * random());
    const days = mbgNbd.simulate(truth, T + heldOutDays, random).times.map(Math.ceil);
    const before = [...new Set(days.filter((day) => day <= T))];
    const after = new Set(days.filter((day) => day > T && day <= T + heldOutDays));
    return { x: before.length, tx: Math.max(0, ...before), T, y: after.size };
  });
}

/** Customers as the rows that models are scored on. */
export function holdoutOf(customers: readonly HeldOut[]): HoldoutHistories {
  const keys = ["x", "tx", "T", "y"] as const;
  const compare = (a: HeldOut, b: HeldOut): number => keys.reduce((sign, key) => sign || a[key] - b[key], 0);
  const sorted = [...customers].sort(compare);
  const rows = sorted.filter((c, i) => i === 0 || compare(c, sorted[i - 1]!) !== 0);
  const n = rows.map((row) => sorted.filter((c) => compare(c, row) === 0).length);
  const column = (key: (typeof keys)[number]): Float64Array => Float64Array.from(rows, (row) => row[key]);
  return { x: column("x"), tx: column("tx"), T: column("T"), y: column("y"), n: Float64Array.from(n) };
}
