import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as estimate } from "../../../models/inference/fit.js";
import { sigmaPoints } from "../../../models/inference/laplace.js";
import type { Histories, Params, Random } from "../../../models/model.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { type BgNbdParam, bgNbd } from "../../../models/purchase/bg-nbd.js";
import { gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { everyone, type SegmentSums } from "../../../models/value/segment-sums.js";
import { spendNoise } from "../../../models/value/spend-noise.js";
import { totalDoubt } from "../../../models/value/total-doubt.js";
import { gammaQuantile, type Total, totalIntervals } from "../../../models/value/total-intervals.js";
import { near } from "../near.js";

type P = Params<BgNbdParam>;
const truth: P = { r: 0.8, alpha: 40, a: 0.8, b: 2.5 };
const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
const levels = [0.025, 0.1, 0.9, 0.975];
const table = JSON.parse(readFileSync(new URL("../../fixtures/intervals.json", import.meta.url), "utf8")) as {
  spendNoise: [number, number, number][];
  gamma: [number, number, number][];
};

/** Customers with their past, their future in (T, T + t], and the sums of their past by history. */
interface Base {
  readonly h: Histories;
  readonly segment: SegmentSums;
  readonly purchases: number;
  readonly value: number;
}

function simulateBase(customers: number, t: number, random: Random): Base {
  const past = { x: [] as number[], tx: [] as number[], T: [] as number[], z: [] as number[] };
  let purchases = 0;
  let value = 0;
  for (let i = 0; i < customers; i++) {
    const T = 60 * (1 + Math.floor(random() * 6));
    const { times } = bgNbd.simulate(truth, T + t, random);
    const x = times.filter((time) => time <= T).length;
    const later = times.length - x;
    const nu = gammaVariate(random, spend.q, spend.gamma);
    past.x.push(x);
    past.tx.push(x > 0 ? Math.ceil(times[x - 1]!) : 0);
    past.T.push(T);
    past.z.push(x > 0 ? gammaVariate(random, spend.p * x, nu) : 0);
    purchases += later;
    if (later > 0) value += gammaVariate(random, spend.p * later, nu);
  }
  const h = historiesFrom(past.x, past.tx, past.T);
  const place = new Map(Array.from(h.x, (x, i) => [`${x} ${h.tx[i]} ${h.T[i]}`, i]));
  const z = new Float64Array(h.n.length);
  const zz = new Float64Array(h.n.length);
  past.z.forEach((spent, i) => {
    const row = place.get(`${past.x[i]} ${past.tx[i]} ${past.T[i]}`)!;
    z[row] = z[row]! + spent;
    zz[row] = zz[row]! + spent * spent;
  });
  return { h, segment: everyone(h, z, zz), purchases, value };
}

const inside = ({ quantiles: q }: Total, actual: number): [number, number] => [
  Number(q[1]! <= actual && actual <= q[2]!),
  Number(q[0]! <= actual && actual <= q[3]!),
];

/** Fails where a share of `trials` is more than 3.3 standard errors from what it should be. */
function covers(share: number, level: number, trials: number, what: string): void {
  expect(Math.abs(share - level), `${what}: ${share}`).toBeLessThan(
    3.3 * Math.sqrt((level * (1 - level)) / trials),
  );
}

describe("intervals of totals", () => {
  test("cover 80 and 95 % of simulated bases of any size, given the parameters", () => {
    const random = seededRandom(11);
    const bases = 200;
    const t = 180;
    for (const customers of [30, 300]) {
      const hits = { purchases: [0, 0], value: [0, 0] };
      for (let i = 0; i < bases; i++) {
        const base = simulateBase(customers, t, random);
        const out = predictHistories(bgNbd, truth, base.h, [t], 0, { levels, spend });
        const [total] = totalIntervals(base.h, out, [base.segment], { levels, margin: 1, spend });
        for (const what of ["purchases", "value"] as const)
          inside(total![what][0]!, base[what]).forEach((hit, k) => {
            hits[what][k] = hits[what][k]! + hit / bases;
          });
      }
      for (const what of ["purchases", "value"] as const) {
        covers(hits[what][0]!, 0.8, bases, `80 % of ${what}, ${customers} customers`);
        covers(hits[what][1]!, 0.95, bases, `95 % of ${what}, ${customers} customers`);
      }
    }
  });

  test("cover what is to come after a fit, where the doubt about parameters matters", () => {
    const random = seededRandom(5);
    const bases = 50;
    const t = 365;
    let certain = 0;
    let doubtful = 0;
    for (let i = 0; i < bases; i++) {
      const base = simulateBase(600, t, random);
      const fitted = estimate(bgNbd, base.h);
      const out = predictHistories(bgNbd, fitted.params, base.h, [t], 0, { levels, spend: null });
      const question = { horizons: [t], delta: 0, spend: { mean: 1 }, points: sigmaPoints(fitted) };
      const doubt = totalDoubt(bgNbd, fitted.params, base.h, out, [base.segment], question);
      const totals = { levels, margin: 1, spend: { mean: 1 } };
      const [without] = totalIntervals(base.h, out, [base.segment], totals);
      const [with_] = totalIntervals(base.h, out, [base.segment], { ...totals, doubt });
      certain += inside(without!.purchases[0]!, base.purchases)[0]! / bases;
      doubtful += inside(with_!.purchases[0]!, base.purchases)[0]! / bases;
    }
    covers(doubtful, 0.8, bases, "80 % with doubt");
    expect(certain).toBeLessThan(doubtful - 0.05);
  });

  test("are narrower than sums of customers' quantiles, and their chance grows as the root of the size", () => {
    const base = simulateBase(300, 180, seededRandom(3));
    const out = predictHistories(bgNbd, truth, base.h, [180], 0, { levels, spend });
    const [one, four] = [1, 4].map((times) => {
      const s = base.segment;
      const larger = {
        ...s,
        n: s.n.map((v) => times * v),
        z: s.z.map((v) => times * v),
        zz: s.zz.map((v) => times * v),
      };
      return totalIntervals(base.h, out, [larger], { levels, margin: 0.4, spend })[0]!;
    });
    near(four!.purchases[0]!.chance, 2 * one!.purchases[0]!.chance, 1e-12);
    near(four!.value[0]!.chance, 2 * one!.value[0]!.chance, 1e-12);
    near(four!.value[0]!.expected, 4 * one!.value[0]!.expected, 1e-12);
    const [low, high] = [0, 3].map((l) =>
      base.h.n.reduce((sum, n, i) => sum + n * out.purchaseQuantiles[0]![l]![i]!, 0),
    );
    expect(one!.purchases[0]!.quantiles[0]).toBeGreaterThan(2 * low!);
    expect(one!.purchases[0]!.quantiles[3]).toBeLessThan(high! / 2);
  });
});

describe("one customer", () => {
  const h = historiesFrom([3], [220], [272]);
  const delta = Math.log(1.1) / 365;
  const out = predictHistories(bgNbd, truth, h, [273], delta, { levels, spend });
  const z = 3 * 30;
  const segment = everyone(h, Float64Array.of(z), Float64Array.of(z * z));
  const [total] = totalIntervals(h, out, [segment], { levels, margin: 0.5, spend });

  test("is expected to be worth what the formula says, and varies as much as the exact distribution", () => {
    const mean = gammaGamma.expectedSpend(spend, 3, 30);
    near(total!.value[0]!.expected, 0.5 * mean * out.discounted[0]![0]!, 1e-13);
    near(total!.purchases[0]!.chance ** 2, out.variance[0]![0]!, 1e-13);
    // second moment of the sum of k purchases: beta-prime(pk, b) scaled, by its moments
    const pmf = bgNbd.pmfIfAlive(truth, 3, 220, 272, 273, 1e-12);
    const b = spend.p * 3 + spend.q;
    const d = out.discounted[0]![0]! / out.expected[0]![0]!;
    let first = 0;
    let second = 0;
    pmf.forEach((mass, k) => {
      const pk = spend.p * k;
      first += out.pAlive[0]! * mass * (pk / (b - 1));
      second += out.pAlive[0]! * mass * ((pk * (pk + 1)) / ((b - 1) * (b - 2)));
    });
    const scale = 0.5 * d * (spend.gamma + z);
    near(total!.value[0]!.chance, scale * Math.sqrt(second - first * first), 2e-4);
  });

  test("divided among segments adds up to the whole", () => {
    const parts: SegmentSums[] = [0.25, 0.75].map((share) => ({
      row: Uint32Array.of(0),
      n: Float64Array.of(share),
      z: Float64Array.of(share * z),
      zz: Float64Array.of(share * z * z),
    }));
    const totals = totalIntervals(h, out, parts, { levels, margin: 0.5, spend });
    near(totals[0]!.value[0]!.expected + totals[1]!.value[0]!.expected, total!.value[0]!.expected, 1e-13);
    near(
      totals[0]!.value[0]!.chance ** 2 + totals[1]!.value[0]!.chance ** 2,
      total!.value[0]!.chance ** 2,
      1e-12,
    );
    expect(totals.map((t) => t.customers)).toEqual([0.25, 0.75]);
  });

  test("with a constant spend varies as its purchases do", () => {
    const [constant] = totalIntervals(h, out, [segment], { levels, margin: 0.5, spend: { mean: 20 } });
    const d = out.discounted[0]![0]! / out.expected[0]![0]!;
    near(constant!.value[0]!.chance, 0.5 * 20 * d * Math.sqrt(out.variance[0]![0]!), 1e-12);
  });
});

describe("doubt about parameters", () => {
  const base = simulateBase(2000, 180, seededRandom(8));
  const out = predictHistories(bgNbd, truth, base.h, [90, 180], 0, { levels, spend });
  const points: P[] = [
    { ...truth, r: 0.9 },
    { ...truth, r: 0.7 },
    { ...truth, a: 1 },
    { ...truth, a: 0.6 },
  ];
  const question = { horizons: [90, 180], delta: 0, spend, points };

  test("is the spread of the totals over the points", () => {
    const [doubt] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], question);
    const totalAt = (p: P): number =>
      base.h.n.reduce(
        (sum, n, i) => sum + n * bgNbd.expectedPurchases(p, base.h.x[i]!, base.h.tx[i]!, base.h.T[i]!, 180),
        0,
      );
    const ratios = points.map((p) => totalAt(p) / totalAt(truth));
    const mean = ratios.reduce((sum, r) => sum + r, 0) / 4;
    near(doubt!.purchases[1]!.mean, mean, 1e-12);
    near(doubt!.purchases[1]!.variance, ratios.reduce((sum, r) => sum + (r - mean) ** 2, 0) / 4, 1e-9);
  });

  test("on a sample is nearly that of all histories", () => {
    const [all] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], question);
    const [some] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], { ...question, sampleRows: 400 });
    expect(base.h.n.length).toBeGreaterThan(800);
    near(some!.purchases[1]!.variance, all!.purchases[1]!.variance, 0.1);
    near(some!.value[0]!.variance, all!.value[0]!.variance, 0.2);
    expect(some!.purchases[1]!.variance).not.toBe(all!.purchases[1]!.variance);
  });

  test("a segment with few histories in the sample is given the doubt of all", () => {
    const few = (rows: number[]): SegmentSums => ({
      row: Uint32Array.from(rows),
      n: Float64Array.from(rows, (i) => base.h.n[i]!),
      z: Float64Array.from(rows, (i) => base.segment.z[i]!),
      zz: Float64Array.from(rows, (i) => base.segment.zz[i]!),
    });
    const small = few([5, 6, 7]);
    const rest = few(Array.from(base.h.n.keys()).filter((i) => i < 5 || i > 7));
    const sampled = { ...question, sampleRows: 500 };
    const [together] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], sampled);
    const segments = [base.segment, small, rest];
    const alone = totalDoubt(bgNbd, truth, base.h, out, segments, sampled)[1]!;
    near(alone.purchases[0]!.variance, together!.purchases[0]!.variance, 1e-9);
    const exact = totalDoubt(bgNbd, truth, base.h, out, segments, question)[1]!;
    expect(Math.abs(exact.purchases[0]!.variance / together!.purchases[0]!.variance - 1)).toBeGreaterThan(
      0.1,
    );
  });

  test("about spend is added to that about purchases, in value alone", () => {
    const spendPoints = [
      { ...spend, gamma: 1.1 * spend.gamma },
      { ...spend, gamma: 0.9 * spend.gamma },
    ];
    const [without] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], question);
    const [with_] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], { ...question, spendPoints });
    expect(with_!.purchases).toEqual(without!.purchases);
    expect(with_!.value[0]!.variance).toBeGreaterThan(without!.value[0]!.variance);
    const [sure] = totalDoubt(bgNbd, truth, base.h, out, [base.segment], {
      ...question,
      points: [],
      spendPoints,
    });
    expect(sure!.purchases[0]).toEqual({ mean: 1, variance: 0 });
    near(
      1 + with_!.value[0]!.variance / with_!.value[0]!.mean ** 2,
      (1 + without!.value[0]!.variance / without!.value[0]!.mean ** 2) *
        (1 + sure!.value[0]!.variance / sure!.value[0]!.mean ** 2),
      1e-12,
    );
  });
});

describe("pieces", () => {
  test("noise of mean spend is the truncated second moment", () => {
    for (const [b, customers, value] of table.spendNoise)
      near(spendNoise(b, customers), Math.max(1, value), 1e-9, `b ${b}, ${customers} customers`);
    expect(spendNoise(4, 100)).toBe(1.5);
    near(spendNoise(3, 1e9), spendNoise(2.9999999, 1e9), 1e-3);
  });

  test("gamma quantiles are within a thousandth of the mean", () => {
    for (const [deviation, level, value] of table.gamma)
      expect(Math.abs(gammaQuantile(1, deviation ** 2, level) - value)).toBeLessThan(1e-3);
    near(gammaQuantile(100, 100, 0.975), 120.53, 5e-5);
    expect(gammaQuantile(7, 0, 0.9)).toBe(7);
    expect(gammaQuantile(0, 0, 0.9)).toBe(0);
  });

  test("a value of nothing is nothing", () => {
    const h = historiesFrom([1000], [10], [100]);
    const out = predictHistories(bgNbd, truth, h, [90], 0, { levels, spend });
    const [gone] = totalIntervals(h, out, [everyone(h)], { levels, margin: 1, spend });
    expect(gone!.value[0]).toEqual({
      expected: 0,
      chance: 0,
      doubt: 0,
      calendar: 0,
      quantiles: [0, 0, 0, 0],
    });
  });

  test("totals need intervals, and a mean spend that exists", () => {
    const h = historiesFrom([1], [10], [100]);
    const plain = predictHistories(bgNbd, truth, h, [90], 0);
    expect(() => totalIntervals(h, plain, [everyone(h)], { levels, margin: 1, spend })).toThrow("intervals");
    const out = predictHistories(bgNbd, truth, h, [90], 0, { levels, spend: null });
    expect(() =>
      totalIntervals(h, out, [everyone(h)], { levels, margin: 1, spend: { ...spend, q: 0.9 } }),
    ).toThrow("no finite mean");
  });
});

describe("widening after what earlier totals were like", () => {
  const base = simulateBase(300, 180, seededRandom(3));
  const out = predictHistories(bgNbd, truth, base.h, [180], 0, { levels, spend });
  const asked = { levels: [0.1, 0.5, 0.9], margin: 1, spend };
  const common = {
    purchases: [[{ weight: 1, mean: 0.05, variance: 0.01 }]],
    value: [[{ weight: 1, mean: 0, variance: 0.04 }]],
  };

  test.each([
    ["as parameters and chance make them", {}],
    ["with what season and level leave open", { common }],
  ])("moves quantiles away from the median, in logarithms: %s", (_, of) => {
    const at = (widening?: { purchases: number[]; value: number[] }) =>
      totalIntervals(base.h, out, [base.segment], { ...asked, ...of, ...(widening && { widening }) })[0]!;
    const plain = at();
    const wide = at({ purchases: [2], value: [1] });
    const logs = ({ quantiles: q }: Total): number[] => q.map((v) => Math.log(v / q[1]!));
    expect(wide.purchases[0]!.quantiles[1]).toBeCloseTo(plain.purchases[0]!.quantiles[1]!, 9);
    logs(wide.purchases[0]!).forEach((log, i) => {
      expect(log).toBeCloseTo(2 * logs(plain.purchases[0]!)[i]!, 9);
    });
    expect(wide.value).toEqual(plain.value);
    expect(at({ purchases: [1], value: [1] })).toEqual(plain);
  });
});
