import { describe, expect, test } from "vitest";
import {
  bgNbd,
  type Histories,
  type HistoryPredictions,
  type SegmentSums,
  type SpendParams,
  seededRandom,
} from "../../../models/index.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import { historiesFrom } from "../../../models/purchase/histories.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { totalDoubt } from "../../../models/value/total-doubt.js";
import { totalIntervals } from "../../../models/value/total-intervals.js";
import { type HistoryRows, sampleHistories } from "../../../pipeline/spend/history-sample.js";
import { sampledDoubt } from "../../../pipeline/spend/sampled-doubt.js";
import { addedSums, totalSums, totalsOfSums } from "../../../pipeline/spend/total-sums.js";
import { near } from "../../models/near.js";

const truth = { r: 0.8, alpha: 40, a: 0.8, b: 2.5 };
const horizons = [90, 365];
const delta = 0.0003;
const levels = [0.025, 0.1, 0.9, 0.975];
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

const h: Histories = historiesFrom(
  customers.map((c) => c.x),
  customers.map((c) => c.tx),
  customers.map((c) => c.T),
);
const place = new Map(Array.from(h.x, (x, i) => [`${x} ${h.tx[i]} ${h.T[i]}`, i]));

/** Sums of some customers by history, whose rows are places in all histories or, where given, in these. */
function sumsOf(some: typeof customers, places = place): SegmentSums {
  const byRow = new Map<number, { n: number; z: number; zz: number }>();
  for (const c of some) {
    const row = places.get(`${c.x} ${c.tx} ${c.T}`);
    if (row === undefined) continue;
    const own = byRow.get(row) ?? { n: 0, z: 0, zz: 0 };
    byRow.set(row, { n: own.n + 1, z: own.z + c.z, zz: own.zz + c.z * c.z });
  }
  const rows = [...byRow].sort(([a], [b]) => a - b);
  const column = (of: "n" | "z" | "zz"): Float64Array => Float64Array.from(rows, ([, sums]) => sums[of]);
  return { row: Uint32Array.from(rows, ([row]) => row), n: column("n"), z: column("z"), zz: column("zz") };
}

const segments = [customers, ...["many", "few"].map((name) => customers.filter((c) => c.segment === name))];
const predictions = (spend: SpendParams): HistoryPredictions =>
  predictHistories(bgNbd, truth, h, horizons, delta, { levels, spend: "mean" in spend ? null : spend });

function same(found: unknown, expected: unknown, tolerance: number, what = "totals"): void {
  if (typeof expected === "number") near(found as number, expected, tolerance, what);
  else
    for (const [key, value] of Object.entries(expected as object))
      same((found as Record<string, unknown>)[key], value, tolerance, `${what}.${key}`);
}

async function* some(rows: number): AsyncGenerator<HistoryRows> {
  for (let from = 0; from < h.n.length; from += rows) {
    const cut = (column: Float64Array): Float64Array => column.subarray(from, from + rows);
    const histories = { x: cut(h.x), tx: cut(h.tx), T: cut(h.T), n: cut(h.n) };
    yield { histories, group: new Uint32Array(histories.n.length) };
  }
}

describe.each(spends)("with %s", (_, spend) => {
  const out = predictions(spend);
  const options = { levels, margin: 0.4, spend };

  test("sums give the totals of totalIntervals", () => {
    const expected = totalIntervals(
      h,
      out,
      segments.map((s) => sumsOf(s)),
      options,
    );
    const sums = segments.map((s) => totalSums(h, out, sumsOf(s), spend));
    same(totalsOfSums(sums, options), expected, 1e-11);
  });

  test("sums of parts add up to those of all, whatever the parts", () => {
    const whole = segments.map((s) => totalSums(h, out, sumsOf(s), spend));
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
    200, 1_000_000,
  ])("a sample of %d histories gives the doubt of totalDoubt", async (sampleRows) => {
    const points = [0.9, 1, 1.1].map((by) => ({ ...truth, r: truth.r * by, alpha: truth.alpha / by }));
    const spendPoints =
      "mean" in spend ? [] : [0.9, 1.2].map((by) => ({ ...spend, gamma: spend.gamma * by }));
    const expected = totalDoubt(
      bgNbd,
      truth,
      h,
      out,
      segments.map((s) => sumsOf(s)),
      {
        horizons,
        delta,
        spend,
        points,
        spendPoints,
        sampleRows,
      },
    );
    const sample = await sampleHistories(some(61), { rows: h.n.length, customers: 6000 }, sampleRows);
    expect(sample.whole).toBe(sampleRows > h.n.length);
    const { x, tx, T } = sample.histories;
    const places = new Map(Array.from(x, (_, i) => [`${x[i]} ${tx[i]} ${T[i]}`, i]));
    const at = [truth, ...points].map((p) => predictHistories(bgNbd, p, sample.histories, horizons, delta));
    const found = sampledDoubt(
      sample,
      at,
      segments.map((s) => ({ sampled: sumsOf(s, places), sums: totalSums(h, out, sumsOf(s), spend) })),
      { spend, spendPoints },
    );
    same(found, expected, 1e-9);
    expect(found[0]!.purchases[0]!.variance).toBeGreaterThan(1e-5);
  });
});

test("totals need predictions that were made with intervals", () => {
  const plain = predictHistories(bgNbd, truth, h, horizons, delta);
  expect(() => totalSums(h, plain, sumsOf(customers), { mean: 1 })).toThrow("intervals");
});
