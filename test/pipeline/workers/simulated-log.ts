import type { Histories } from "../../../models/index.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";

/** Customers' days of purchase, the first one included, each customer's in order. */
export type SimulatedLog = readonly (readonly number[])[];

/** Chance of leaving after a repeat purchase. */
const leaving = 0.1;

/**
 * Customers who arrive evenly and buy at rates of their own, times a level that all share.
 * @param level by day, > 0
 */
export function simulatedLog(
  { customers, days, seed }: { readonly customers: number; readonly days: number; readonly seed: number },
  level: (day: number) => number,
): SimulatedLog {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, (_, i) => {
    const first = Math.floor((0.9 * days * i) / customers);
    const rate = gammaVariate(random, 1, 40);
    const bought = [first];
    for (let day = first + 1; day < days; day++) {
      if (random() >= -Math.expm1(-rate * level(day))) continue;
      bought.push(day);
      if (random() < leaving) break;
    }
    return bought;
  });
}

/** Distinct histories as of a day, in days. */
export function historiesAt(log: SimulatedLog, asOf: number): Histories {
  const found = new Map<string, { x: number; tx: number; T: number; n: number }>();
  for (const days of log) {
    const known = days.filter((day) => day <= asOf);
    if (known.length === 0) continue;
    const [x, tx, T] = [known.length - 1, known.at(-1)! - known[0]!, asOf - known[0]!];
    const key = `${x},${tx},${T}`;
    const row = found.get(key) ?? { x, tx, T, n: 0 };
    row.n++;
    found.set(key, row);
  }
  const rows = [...found.values()];
  const column = (of: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, of);
  return { x: column((r) => r.x), tx: column((r) => r.tx), T: column((r) => r.T), n: column((r) => r.n) };
}

/** Repeat purchases by day, up to a day. */
export function repeatsAt(log: SimulatedLog, asOf: number): Float64Array {
  const repeats = new Float64Array(asOf + 1);
  for (const days of log) for (const day of days.slice(1)) if (day <= asOf) repeats[day]!++;
  return repeats;
}

/** Repeat purchases after a day, up to another, of the customers known on it. */
export function boughtAfter(log: SimulatedLog, origin: number, until: number): number {
  return log
    .filter((days) => days[0]! <= origin)
    .reduce((sum, days) => sum + days.filter((day) => day > origin && day <= until).length, 0);
}
