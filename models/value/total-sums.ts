import type { Histories } from "../model.js";
import type { HistoryPredictions } from "./predictions.js";
import { type SegmentSums, type SpendParams, spendSum, squaredSpendSum, weightsOf } from "./segment-sums.js";

/**
 * What the totals of a segment are made of. All of it are sums over customers, so those of parts of the customers add up
 * to those of all; what no sum can give (noise that depends on how many share an x) is worked out afterwards, by x.
 */
export interface TotalSums {
  readonly customers: number;
  /** Sums of E[Y] and Var[Y] given the parameters, by horizon. */
  readonly purchases: readonly { readonly mean: number; readonly variance: number }[];
  /** By number of repeat purchases, ascending. */
  readonly value: readonly ValueSums[];
}

/**
 * Sums over the customers who share x, with s = E[M | x, m] and d = discounted E[Y] / E[Y]; each customer's share in them is weighted by
 * its margin, and by the square of it in `second` and `square`, where customers differ in margin.
 */
export interface ValueSums {
  readonly x: number;
  readonly customers: number;
  readonly horizons: readonly {
    /** of discounted E[Y] */
    readonly discounted: number;
    /** of z times that, z the customer's repeat spend */
    readonly spent: number;
    /** of (s d)^2 (E[Y^2] + E[Y]/p), to be multiplied by the noise of spend */
    readonly second: number;
    /** of (s d E[Y])^2 */
    readonly square: number;
  }[];
}

/**
 * The sums of one segment.
 * @param predictions of the histories, made with intervals (which fill `variance`)
 * @param spend with a finite mean: q > 1
 */
export function totalSums(
  h: Histories,
  predictions: HistoryPredictions,
  segment: SegmentSums,
  spend: SpendParams,
): TotalSums {
  const { expected, discounted, variance } = predictions;
  if (variance.length !== expected.length)
    throw new RangeError("totals need predictions that were made with intervals");
  if (!("mean" in spend || spend.q > 1))
    throw new RangeError(`Gamma-Gamma has no finite mean spend at q = ${spend.q}; give { mean } instead`);
  const { row, n } = segment;
  const { m, mz, mm, mmz, mmzz } = weightsOf(segment);
  const perPurchase = "mean" in spend ? 0 : 1 / spend.p;
  const byX = new Map<number, Adding>();
  const purchases = expected.map(() => ({ mean: 0, variance: 0 }));
  let customers = 0;
  for (let i = 0; i < row.length; i++) {
    const at = row[i]!;
    const x = h.x[at]!;
    const own = addingTo(byX, x, expected.length);
    const squares = squaredSpendSum(spend, x, mm[i]!, mmz[i]!, mmzz[i]!);
    customers += n[i]!;
    own.customers += n[i]!;
    for (let j = 0; j < expected.length; j++) {
      const E = expected[j]![at]!;
      const V = variance[j]![at]!;
      const D = discounted[j]![at]!;
      purchases[j]!.mean += n[i]! * E;
      purchases[j]!.variance += n[i]! * V;
      const sums = own.horizons[j]!;
      sums.discounted += m[i]! * D;
      sums.spent += mz[i]! * D;
      if (!(E > 0)) continue;
      sums.second += squares * (D / E) ** 2 * (V + E * E + perPurchase * E);
      sums.square += squares * D * D;
    }
  }
  return { customers, purchases, value: ascending(byX) };
}

/** The sums of a segment from those of its parts. */
export function addedSums(parts: readonly TotalSums[]): TotalSums {
  const byX = new Map<number, Adding>();
  const purchases = (parts[0]?.purchases ?? []).map(() => ({ mean: 0, variance: 0 }));
  for (const part of parts) {
    part.purchases.forEach((sums, j) => {
      addTo(purchases[j]!, sums);
    });
    for (const { x, customers, horizons } of part.value) {
      const own = addingTo(byX, x, horizons.length);
      own.customers += customers;
      horizons.forEach((sums, j) => {
        addTo(own.horizons[j]!, sums);
      });
    }
  }
  const customers = parts.reduce((sum, part) => sum + part.customers, 0);
  return { customers, purchases, value: ascending(byX) };
}

/** Discounted value before margin that the customers are expected to bring within a horizon. */
export function discountedValue(value: readonly ValueSums[], horizon: number, spend: SpendParams): number {
  let sum = 0;
  for (const { x, horizons } of value) {
    const { discounted, spent } = horizons[horizon]!;
    sum += spendSum(spend, x, discounted, spent);
  }
  return sum;
}

interface Adding {
  customers: number;
  readonly horizons: { discounted: number; spent: number; second: number; square: number }[];
}

function addingTo(byX: Map<number, Adding>, x: number, horizons: number): Adding {
  let own = byX.get(x);
  if (own === undefined) {
    const zero = () => ({ discounted: 0, spent: 0, second: 0, square: 0 });
    own = { customers: 0, horizons: Array.from({ length: horizons }, zero) };
    byX.set(x, own);
  }
  return own;
}

function addTo<K extends string>(to: Record<K, number>, more: Readonly<Record<K, number>>): void {
  for (const key of Object.keys(to) as K[]) to[key] += more[key];
}

function ascending(byX: ReadonlyMap<number, Adding>): ValueSums[] {
  return [...byX].sort(([a], [b]) => a - b).map(([x, sums]) => ({ x, ...sums }));
}
