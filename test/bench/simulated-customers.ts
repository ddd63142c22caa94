import { bgNbd, type Histories, type Params, type PurchaseModel, type Random } from "../../models/index.js";
import { gammaVariate } from "../../models/numeric/random.js";
import { truths } from "./truths.js";

/** The world that customers live in unless another is asked for. */
export const truth = { purchase: truths["bg-nbd"], spend: truths["gamma-gamma"] } as const;

/** Longest observation in days; T is uniform over the whole days from 0 to it. */
const longest = 730;
const base = longest + 1;

/** Customers as whole numbers that sort by x, t_x, T: (731 x + t_x) 731 + T. */
export type HistoryKeys = Uint32Array;

export interface SimulatedCustomers {
  readonly keys: HistoryKeys;
  /** sum of ln(days between consecutive purchases) of each customer, which models of regular buyers need */
  readonly logGaps: Float64Array;
}

/** Customers of a model seen by the day: several purchases of one day are one. */
export function simulateCustomers<K extends string>(
  model: PurchaseModel<K>,
  params: Params<K>,
  customers: number,
  random: Random,
): SimulatedCustomers {
  const keys = new Uint32Array(customers);
  const logGaps = new Float64Array(customers);
  for (let i = 0; i < customers; i++) {
    const T = Math.floor(random() * base);
    let x = 0;
    let tx = 0;
    for (const time of model.simulate(params, T, random).times) {
      const day = Math.ceil(time);
      if (day === tx) continue;
      logGaps[i]! += Math.log(day - tx);
      x++;
      tx = day;
    }
    keys[i] = keyOf(x, tx, T);
  }
  return { keys, logGaps };
}

/** Customers of BG/NBD. The first of a larger number are those of a smaller one from the same seed. */
export function simulateKeys(
  customers: number,
  random: Random,
  params: Params<"r" | "alpha" | "a" | "b"> = truth.purchase,
): HistoryKeys {
  return simulateCustomers(bgNbd, params, customers, random).keys;
}

export const keyOf = (x: number, tx: number, T: number): number => (x * base + tx) * base + T;
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

/** Distinct histories with their number of customers, and the mean of their `logGaps` where given: the keys sorted and counted. */
export function groupKeys(keys: HistoryKeys, logGaps?: Float64Array): Histories {
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
  return logGaps === undefined ? h : { ...h, logGaps: meansOf(logGaps, keys, h) };
}

function meansOf(values: Float64Array, keys: HistoryKeys, { x, tx, T, n }: Histories): Float64Array {
  const rowOf = new Map<number, number>();
  for (let row = 0; row < n.length; row++) rowOf.set(keyOf(x[row]!, tx[row]!, T[row]!), row);
  const means = new Float64Array(n.length);
  for (let i = 0; i < keys.length; i++) {
    const row = rowOf.get(keys[i]!)!;
    means[row]! += values[i]! / n[row]!;
  }
  return means;
}
