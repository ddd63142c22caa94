import { expect, test } from "vitest";
import {
  bgNbd,
  mbgNbd,
  newcomerPurchases,
  paretoNbd,
  pooledRatios,
  purchasesWithin,
  seededRandom,
  tabulated,
} from "../../../models/index.js";
import { normal } from "../../../models/numeric/random.js";

const p = { r: 0.6, alpha: 25, a: 0.8, b: 2.5 };
const cases = [
  ["bg-nbd", bgNbd, p],
  ["mbg-nbd", mbgNbd, p],
  ["pareto-nbd", paretoNbd, { r: 0.6, alpha: 25, s: 0.7, beta: 90 }],
] as const;

test.each(cases)("%s: repeat purchases of a newcomer are those of simulated ones", (_, model, params) => {
  const random = seededRandom(7);
  const customers = 20_000;
  const times = [30, 180, 365];
  const sums = times.map(() => ({ sum: 0, squares: 0 }));
  for (let i = 0; i < customers; i++) {
    const own = model.simulate(params as never, 365, random).times;
    times.forEach((t, j) => {
      const n = own.filter((time) => time <= t).length;
      sums[j]!.sum += n;
      sums[j]!.squares += n * n;
    });
  }
  times.forEach((t, j) => {
    const mean = sums[j]!.sum / customers;
    const error = Math.sqrt((sums[j]!.squares / customers - mean * mean) / customers);
    expect(Math.abs(newcomerPurchases(model as never, params as never, t) - mean)).toBeLessThan(3.5 * error);
  });
});

test("a table of a curve is the curve, to half a thousandth of what a day adds", () => {
  const exact = (t: number): number => newcomerPurchases(bgNbd, p, t);
  const table = tabulated(exact, 1825);
  for (const day of [0, 1, 2, 7, 30, 100, 364, 900, 1824])
    expect(Math.abs((table(day + 1) - table(day)) / (exact(day + 1) - exact(day)) - 1)).toBeLessThan(5e-4);
});

test("months of age add up to all purchases of those who come on any day of a month", () => {
  const curve = (t: number): number => newcomerPurchases(bgNbd, p, t);
  const day = (d: number): number => d;
  const arrivals = { from: 0, to: 30 };
  const parts = [0, 30, 60, 90].map((from) => purchasesWithin(curve, day, arrivals, { from, to: from + 30 }));
  const all = Array.from({ length: 30 }, (_, i) => 1 + curve(120 - (i + 1)));
  expect(parts.reduce((a, b) => a + b, 0)).toBeCloseTo(all.reduce((a, b) => a + b, 0) / 30, 12);
  // the days that are left of a month, as of its 20th
  const rest = purchasesWithin(curve, day, { from: 0, to: 10 }, { from: 0, to: 10 });
  expect(rest).toBeCloseTo(
    1 + Array.from({ length: 10 }, (_, i) => curve(i)).reduce((a, b) => a + b, 0) / 10,
    12,
  );
});

test("pooled ratios are nearer to the truth than raw ones, and within their intervals", () => {
  const random = seededRandom(3);
  let raw = 0;
  let pooled = 0;
  let inside = 0;
  const worlds = 300;
  for (let w = 0; w < worlds; w++) {
    const truth = Array.from({ length: 6 }, () => 1 + 0.2 * normal(random));
    const groups = truth.map((mean, i) => {
      const variance = (0.05 * (1 + i)) ** 2;
      return { mean: mean + Math.sqrt(variance) * normal(random), variance };
    });
    pooledRatios(groups).forEach(({ mean, variance }, i) => {
      raw += (groups[i]!.mean - truth[i]!) ** 2;
      pooled += (mean - truth[i]!) ** 2;
      if (Math.abs(mean - truth[i]!) < 1.2816 * Math.sqrt(variance)) inside++;
    });
  }
  expect(pooled).toBeLessThan(0.8 * raw);
  // 1,800 groups: 80 % give or take 3
  expect(inside / (6 * worlds)).toBeGreaterThan(0.77);
  expect(inside / (6 * worlds)).toBeLessThan(0.84);
});
