import { bgNbd, type Histories, type Params, type Random } from "../../models/index.js";
import { gammaVariate } from "../../models/numeric/random.js";

export const truth = {
  purchase: { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 },
  spend: { p: 6.25, q: 3.74, gamma: 15.44 },
} as const;

/** Longest observation in days; T is uniform over the whole days from 0 to it. */
const longest = 730;
const base = longest + 1;

/** Customers as whole numbers that sort by x, t_x, T: (731 x + t_x) 731 + T. */
export type HistoryKeys = Uint32Array;

/** Customers of BG/NBD seen by the day: several purchases of one day are one. */
export function simulateKeys(
  customers: number,
  random: Random,
  params: Params<"r" | "alpha" | "a" | "b"> = truth.purchase,
): HistoryKeys {
  const keys = new Uint32Array(customers);
  for (let i = 0; i < customers; i++) {
    const T = Math.floor(random() * base);
    let x = 0;
    let tx = 0;
    for (const time of bgNbd.simulate(params, T, random).times) {
      const day = Math.ceil(time);
      if (day > tx) x++;
      tx = day;
    }
    keys[i] = (x * base + tx) * base + T;
  }
  return keys;
}

export const repeatsOf = (key: number): number => Math.floor(key / base ** 2);
export const recencyOf = (key: number): number => Math.floor(key / base) % base;
export const ageOf = (key: number): number => key % base;

/** Total repeat spend of each customer by Gamma-Gamma, in cents' precision; 0 where x = 0. */
export function simulateSpend(keys: HistoryKeys, random: Random): Float64Array {
  const { p, q, gamma } = truth.spend;
  return Float64Array.from(keys, (key) => {
    const x = repeatsOf(key);
    return x === 0 ? 0 : Math.round(100 * gammaVariate(random, p * x, gammaVariate(random, q, gamma))) / 100;
  });
}

/** Distinct histories with their number of customers: the keys sorted and counted. */
export function groupKeys(keys: HistoryKeys): Histories {
  const sorted = keys.slice().sort();
  let rows = 0;
  for (let i = 0; i < sorted.length; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) rows++;
  const column = (): Float64Array => new Float64Array(rows);
  const h = { x: column(), tx: column(), T: column(), n: column() };
  let row = -1;
  for (let i = 0; i < sorted.length; i++) {
    const key = sorted[i]!;
    if (i === 0 || key !== sorted[i - 1]) {
      row++;
      h.x[row] = repeatsOf(key);
      h.tx[row] = recencyOf(key);
      h.T[row] = ageOf(key);
    }
    h.n[row]!++;
  }
  return h;
}
