import { expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { historySampler } from "../../../models/value/history-sample.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { standingFor, totalsOfSample } from "../../../models/value/sampled-totals.js";
import { everyone, type SegmentSums } from "../../../models/value/segment-sums.js";
import { totalIntervals } from "../../../models/value/total-intervals.js";
import { near } from "../near.js";

const truth = { r: 0.8, alpha: 40, a: 0.8, b: 2.5 };
const spend = { p: 6.25, q: 6.74, gamma: 34.44 };
const options = { levels: [0.1, 0.9], margin: 0.4, spend };
const points = [0.9, 1.1].map((f) => ({ ...truth, r: truth.r * f }));
const random = seededRandom(12);
const past = Array.from({ length: 20_000 }, () => {
  const T = 30 + Math.floor(random() * 500);
  const { times } = bgNbd.simulate(truth, T, random);
  return [times.length, Math.ceil(times.at(-1) ?? 0), T] as const;
});
const h = historiesFrom(
  ...(([0, 1, 2] as const).map((i) => past.map((p) => p[i])) as [number[], number[], number[]]),
);
const z = h.x.map((x, i) => x * h.n[i]! * gammaVariate(random, 6, 0.2));
const all = everyone(
  h,
  z,
  z.map((v, i) => (v * v) / h.n[i]!),
);

/** The customers of some histories, as a tier of those worth most is. */
function part(of: SegmentSums, rows: Float64Array, keep: (x: number) => boolean): SegmentSums {
  const kept = Array.from(of.row.keys()).filter((i) => keep(rows[of.row[i]!]!));
  const pick = (column: Float64Array) => Float64Array.from(kept, (i) => column[i]!);
  return { row: Uint32Array.from(kept, (i) => of.row[i]!), n: pick(of.n), z: pick(of.z), zz: pick(of.zz) };
}

const size = ({ n }: SegmentSums): number => n.reduce((a, b) => a + b, 0);
const tiers: ((x: number) => boolean)[] = [(x) => x >= 8, (x) => x >= 1 && x < 8, (x) => x === 0];

function sampled(draws: number) {
  const sampler = historySampler({ rows: h.n.length, customers: 20_000 }, draws);
  const picked = sampler.add(h);
  const sample = sampler.sample();
  const pick = (column: Float64Array) => Float64Array.from(picked, (row) => column[row]!);
  const own = { row: Uint32Array.from(picked.keys()), n: pick(all.n), z: pick(all.z), zz: pick(all.zz) };
  const estimate = predictHistories(bgNbd, truth, sample.histories, [365], 0, { levels: [0.5], spend: null });
  const at = [estimate, ...points.map((p) => predictHistories(bgNbd, p, sample.histories, [365], 0))];
  const groups = tiers.map((keep) => ({
    own: part(own, sample.histories.x, keep),
    customers: size(part(all, h.x, keep)),
  }));
  const everybody = { own, customers: 20_000 };
  return {
    sample,
    own,
    totals: totalsOfSample({ sample, at, everyone: everybody, groups, spendPoints: [], options }),
  };
}

const whole = (() => {
  const out = predictHistories(bgNbd, truth, h, [365], 0, { levels: [0.5], spend: null });
  return totalIntervals(
    h,
    out,
    tiers.map((keep) => part(all, h.x, keep)),
    options,
  );
})();

test("all histories give the totals that sums over all customers give", () => {
  const { totals } = sampled(1e6);
  totals.forEach((t, i) => {
    for (const of of ["purchases", "value"] as const) {
      near(t[of][0]!.expected, whole[i]![of][0]!.expected, 1e-12);
      near(t[of][0]!.chance, whole[i]![of][0]!.chance, 1e-12);
    }
    expect(t.purchases[0]!.doubt / t.purchases[0]!.expected).toBeGreaterThan(0.002);
  });
});

test("a sample gives as much chance and doubt in proportion, also of a small tier", () => {
  const { sample, own, totals } = sampled(2048);
  expect(sample.whole).toBe(false);
  const exact = sampled(1e6).totals;
  totals.forEach((t, i) => {
    for (const of of ["purchases", "value"] as const) {
      const [a, b] = [t[of][0]!, exact[i]![of][0]!];
      expect(Math.abs(a.chance / a.expected / (b.chance / b.expected) - 1), `${of} ${i}`).toBeLessThan(0.2);
      expect(Math.abs(a.doubt / a.expected / (b.doubt / b.expected) - 1), `${of} ${i}`).toBeLessThan(0.1);
    }
    expect(t.customers).toBeCloseTo(whole[i]!.customers, 6);
  });
  near(size(standingFor(sample, own, 20_000)), 20_000, 1e-12);
});

test("a tier without sampled histories is as sure as as many of all customers", () => {
  const { sample, own } = sampled(2048);
  const at = [predictHistories(bgNbd, truth, sample.histories, [365], 0, { levels: [0.5], spend: null })];
  const group = { own: part(own, sample.histories.x, () => false), customers: 200 };
  const everybody = { own, customers: 20_000 };
  const [few, many] = [group, everybody].map((g) =>
    totalsOfSample({ sample, at, everyone: everybody, groups: [g], spendPoints: [], options }),
  );
  const { purchases } = few![0]!;
  near(purchases[0]!.expected, many![0]!.purchases[0]!.expected / 100, 1e-9);
  near(purchases[0]!.chance, many![0]!.purchases[0]!.chance / 10, 1e-9);
});
