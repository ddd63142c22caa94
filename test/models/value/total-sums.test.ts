import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { seededRandom } from "../../../models/index.js";
import type { Histories } from "../../../models/model.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { historySampler } from "../../../models/value/history-sample.js";
import { type HistoryPredictions, predictHistories } from "../../../models/value/predict-histories.js";
import type { SegmentSums, SpendParams } from "../../../models/value/segment-sums.js";
import { spendNoise } from "../../../models/value/spend-noise.js";
import { totalDoubt } from "../../../models/value/total-doubt.js";
import { gammaQuantile, totalIntervals, totalsOfSums } from "../../../models/value/total-intervals.js";
import { addedSums, totalSums } from "../../../models/value/total-sums.js";
import { near } from "../near.js";

const truth = { r: 0.8, alpha: 40, a: 0.8, b: 2.5 };
const horizons = [90, 365];
const delta = 0.0003;
const levels = [0.025, 0.1, 0.9, 0.975];
const margin = 0.4;
/** q below 3 - p: the noise of those who bought once or never depends on how many they are. */
const spends: [string, SpendParams][] = [
  ["gamma-gamma", { p: 6.25, q: 3.74, gamma: 15.44 }],
  ["a heavy tail", { p: 0.8, q: 1.6, gamma: 30 }],
  ["one mean", { mean: 21.5 }],
];

const customers = (() => {
  const random = seededRandom(8);
  return Array.from({ length: 6000 }, (_, i) => {
    const T = 30 + (i % 240);
    const { times } = bgNbd.simulate(truth, T, random);
    const x = times.length;
    return {
      x,
      tx: x > 0 ? Math.ceil(times[x - 1]!) : 0,
      T,
      z: x > 0 ? gammaVariate(random, 6 * x, 0.3) : 0,
      segment: i % 97 === 0 ? "few" : "many",
    };
  });
})();
type Customer = (typeof customers)[number];

const h: Histories = historiesFrom(
  customers.map((c) => c.x),
  customers.map((c) => c.tx),
  customers.map((c) => c.T),
);
const rows = (() => {
  const byHistory = new Map(Array.from(h.x, (x, i) => [`${x} ${h.tx[i]} ${h.T[i]}`, i]));
  return new Map(customers.map((c) => [c, byHistory.get(`${c.x} ${c.tx} ${c.T}`)!]));
})();
const rowOf = (c: Customer): number => rows.get(c)!;

/** A margin that customers differ in. */
const ownMargin = ({ x, T }: Customer): number => 0.2 + 0.1 * ((x + T) % 4);

/** Sums of some customers by history, weighted by margins too. */
function withMargins(some: readonly Customer[]): SegmentSums {
  const sums = sumsOf(some);
  const places = new Map(Array.from(sums.row, (row, i) => [row, i]));
  const column = (weight: (c: Customer) => number): Float64Array => {
    const added = new Float64Array(sums.row.length);
    for (const c of some) added[places.get(rowOf(c))!]! += weight(c);
    return added;
  };
  return {
    ...sums,
    margins: {
      m: column((c) => ownMargin(c)),
      mz: column((c) => ownMargin(c) * c.z),
      mm: column((c) => ownMargin(c) ** 2),
      mmz: column((c) => ownMargin(c) ** 2 * c.z),
      mmzz: column((c) => (ownMargin(c) * c.z) ** 2),
    },
  };
}

/** Sums of some customers by history. */
function sumsOf(some: readonly Customer[]): SegmentSums {
  const byRow = new Map<number, { n: number; z: number; zz: number }>();
  for (const c of some) {
    const own = byRow.get(rowOf(c)) ?? { n: 0, z: 0, zz: 0 };
    byRow.set(rowOf(c), { n: own.n + 1, z: own.z + c.z, zz: own.zz + c.z * c.z });
  }
  const entries = [...byRow].sort(([a], [b]) => a - b);
  const column = (of: "n" | "z" | "zz"): Float64Array => Float64Array.from(entries, ([, sums]) => sums[of]);
  return { row: Uint32Array.from(entries, ([row]) => row), n: column("n"), z: column("z"), zz: column("zz") };
}

const segments = [customers, ...["many", "few"].map((name) => customers.filter((c) => c.segment === name))];
const segmentSums = segments.map(sumsOf);

/** E[M | x, m] */
const expectedSpend = (spend: SpendParams, { x, z }: Customer): number =>
  "mean" in spend ? spend.mean : (spend.p * (spend.gamma + z)) / (spend.p * x + spend.q - 1);

const sum = <T>(of: readonly T[], value: (item: T) => number): number =>
  of.reduce((total, item) => total + value(item), 0);

function same(found: unknown, expected: unknown, tolerance: number, what = "totals"): void {
  if (typeof expected === "number") near(found as number, expected, tolerance, what);
  else
    for (const [key, value] of Object.entries(expected as object))
      same((found as Record<string, unknown>)[key], value, tolerance, `${what}.${key}`);
}

describe.each(spends)("with %s", (_, spend) => {
  const out = predictHistories(bgNbd, truth, h, horizons, delta, {
    levels,
    spend: "mean" in spend ? null : spend,
  });
  const options = { levels, margin, spend };

  test.each([
    ["one margin", () => margin, segmentSums, margin],
    ["a margin each", ownMargin, segments.map(withMargins), 1],
  ] as const)("with %s totals are those of customers looked at one by one", (_, marginOf, sums, common) => {
    const expected = segments.map((segment) => {
      const sharing = new Map<number, number>();
      for (const { x } of segment) sharing.set(x, (sharing.get(x) ?? 0) + 1);
      const total = (mean: number, variance: number) => ({
        expected: mean,
        chance: Math.sqrt(variance),
        quantiles: levels.map((level) => gammaQuantile(mean, variance, level)),
      });
      return {
        customers: segment.length,
        purchases: horizons.map((_, j) =>
          total(
            sum(segment, (c) => out.expected[j]![rowOf(c)]!),
            sum(segment, (c) => out.variance[j]![rowOf(c)]!),
          ),
        ),
        value: horizons.map((_, j) =>
          total(
            sum(segment, (c) => marginOf(c) * expectedSpend(spend, c) * out.discounted[j]![rowOf(c)]!),
            sum(segment, (c) => {
              const E = out.expected[j]![rowOf(c)]!;
              const second = out.variance[j]![rowOf(c)]! + E * E;
              const scale = (marginOf(c) * expectedSpend(spend, c) * out.discounted[j]![rowOf(c)]!) / E;
              if ("mean" in spend) return scale ** 2 * (second - E * E);
              const noise = spendNoise(spend.p * c.x + spend.q, sharing.get(c.x)!);
              return scale ** 2 * (noise * (second + E / spend.p) - E * E);
            }),
          ),
        ),
      };
    });
    same(totalIntervals(h, out, sums, { ...options, margin: common }), expected, 1e-11);
  });

  test("sums of parts add up to those of all, whatever the parts", () => {
    const whole = segmentSums.map((s) => totalSums(h, out, s, spend));
    for (const parts of [2, 7]) {
      const added = segments.map((segment) =>
        addedSums(
          Array.from({ length: parts }, (_, k) => {
            const own = segment.filter((_, i) => i % parts === k);
            return totalSums(h, out, sumsOf(own), spend);
          }),
        ),
      );
      expect(added.map((s) => s.customers)).toEqual(segments.map((s) => s.length));
      same(added, whole, 1e-11);
      same(totalsOfSums(added, options), totalsOfSums(whole, options), 1e-11);
    }
  });

  test.each([
    600, 1_000_000,
  ])("doubt from %d draws is the spread of the totals of the customers drawn", (draws) => {
    const points = [0.9, 1, 1.1].map((by) => ({ ...truth, r: truth.r * by, alpha: truth.alpha / by }));
    const spendPoints =
      "mean" in spend ? [] : [0.9, 1.2].map((by) => ({ ...spend, gamma: spend.gamma * by }));
    const question = { horizons, delta, spend, points, spendPoints, sampleRows: draws };
    const found = totalDoubt(bgNbd, truth, h, out, segmentSums, question);
    const weight = drawn(draws);
    const at = [truth, ...points].map((p) => predictHistories(bgNbd, p, h, horizons, delta));
    const expected = segments.map((segment, s) => {
      const from = new Set(segment.map(rowOf).filter((row) => weight[row]! > 0));
      const judged = draws > h.n.length || from.size >= 200 ? segment : customers;
      if (draws < h.n.length) expect(judged === segment, `segment ${s}`).toBe(s !== 2);
      const moments = (value: (c: Customer, of: HistoryPredictions, j: number) => number, j: number) =>
        relative(at.map((of) => sum(judged, (c) => weight[rowOf(c)]! * value(c, of, j))));
      const purchases = horizons.map((_, j) => moments((c, of) => of.expected[j]![rowOf(c)]!, j));
      const value = horizons.map((_, j) => {
        const a = moments((c, of) => expectedSpend(spend, c) * of.discounted[j]![rowOf(c)]!, j);
        const bySpend = [spend, ...spendPoints].map((point) =>
          sum(segment, (c) => expectedSpend(point, c) * at[0]!.discounted[j]![rowOf(c)]!),
        );
        const b = relative(bySpend);
        const mean = a.mean * b.mean;
        // E[(A B)^2] - E[A B]^2 of independent A and B
        const second = (a.variance + a.mean ** 2) * (b.variance + b.mean ** 2);
        return { mean, variance: second - mean ** 2 };
      });
      return { purchases, value };
    });
    same(found, expected, 1e-9);
    expect(found[0]!.purchases[0]!.variance).toBeGreaterThan(1e-5);
  });
});

/** By history, how many customers a customer with it stands for when every (customers / draws)-th one is drawn. */
function drawn(draws: number): number[] {
  if (draws > h.n.length) return Array.from(h.n, () => 1);
  const step = customers.length / draws;
  let passed = 0;
  return Array.from(h.n, (n) => {
    let hits = 0;
    for (let draw = 0; draw < draws; draw++)
      if (passed < (draw + 0.5) * step && (draw + 0.5) * step <= passed + n) hits++;
    passed += n;
    return (hits * step) / n;
  });
}

/** Mean and variance of total / total[0] over the others. */
function relative(totals: readonly number[]): { mean: number; variance: number } {
  const ratios = totals.slice(1).map((total) => total / totals[0]!);
  if (ratios.length === 0) return { mean: 1, variance: 0 };
  const mean = sum(ratios, (r) => r) / ratios.length;
  return { mean, variance: sum(ratios, (r) => (r - mean) ** 2) / ratios.length };
}

test("a sample stands for all customers, whatever number of histories is shown at a time", () => {
  const of = { rows: h.n.length, customers: customers.length };
  const once = historySampler(of, 200);
  const picked = once.add(h);
  const sample = once.sample();
  expect(sample.whole).toBe(false);
  expect(Array.from(sample.customers)).toEqual(picked.map((row) => h.n[row]));
  near(
    sum([...sample.histories.n], (n) => n),
    customers.length,
    1e-12,
  );
  const often = historySampler(of, 200);
  for (let from = 0; from < h.n.length; from += 61) {
    const cut = (column: Float64Array): Float64Array => column.subarray(from, from + 61);
    often.add({ x: cut(h.x), tx: cut(h.tx), T: cut(h.T), n: cut(h.n) });
  }
  expect(often.sample()).toEqual(sample);
  const all = historySampler(of, h.n.length);
  expect(all.add(h)).toHaveLength(h.n.length);
  expect(all.sample()).toEqual({
    histories: { x: h.x, tx: h.tx, T: h.T, n: h.n },
    customers: h.n,
    whole: true,
  });
});

test("totals need predictions that were made with intervals", () => {
  const plain = predictHistories(bgNbd, truth, h, horizons, delta);
  expect(() => totalSums(h, plain, segmentSums[0]!, { mean: 1 })).toThrow("intervals");
});
