import { expect, test } from "vitest";
import { type ArrivalMonth, acquisitionTrend, seededRandom } from "../../../models/index.js";
import { poissonVariate } from "../../../models/numeric/poisson.js";
import { normal } from "../../../models/numeric/random.js";

const days = 30;
const coming = (from: number, n: number) =>
  Array.from({ length: n }, (_, j) => ({ days, month: (from + j) % 12 }));

/** Months of a shop whose level walks, whose months differ beyond Poisson, and which has a season. */
function shop(months: number, random: () => number, season = 0): number[] {
  let level = Math.log(2 + 8 * random());
  return Array.from({ length: months }, (_, i) => {
    level += 0.04 * normal(random);
    const wave = season * Math.sin((2 * Math.PI * i) / 12);
    return poissonVariate(random, days * Math.exp(level + wave + 0.1 * normal(random)));
  });
}

const logOf = (counts: readonly number[]): ArrivalMonth[] =>
  counts.map((count, i) => ({ count, days, month: i % 12 }));

test.each([
  ["6 months", 6, 0],
  ["18 months", 18, 0],
  ["4 years with a season", 48, 0.3],
] as const)("80 %% intervals of the next year hold: %s", (_, months, season) => {
  const random = seededRandom(11);
  const ahead = 12;
  let inside = 0;
  let bias = 0;
  const shops = months > 24 ? 20 : 60;
  for (let s = 0; s < shops; s++) {
    const counts = shop(months + ahead, random, season);
    const { paths, expected } = acquisitionTrend(
      logOf(counts.slice(0, months)),
      coming(months, ahead),
      200,
      random,
    );
    for (const j of [0, 5, 11]) {
      const sorted = paths.map((path) => path[j]!).sort((a, b) => a - b);
      const actual = counts[months + j]!;
      if (actual >= sorted[20]! && actual <= sorted[179]!) inside++;
      bias += Math.log((actual + 0.5) / expected[j]!);
    }
  }
  const share = inside / (3 * shops);
  // 60 to 180 months that are not independent: 80 % give or take 12
  expect(share).toBeGreaterThan(0.68);
  expect(share).toBeLessThan(0.95);
  expect(Math.abs(bias / (3 * shops))).toBeLessThan(0.12);
});

test("of a steady log the level goes on, a season comes back, and the doubt grows", () => {
  const season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2];
  const log = Array.from({ length: 36 }, (_, i) => ({ count: 300 * season[i % 12]!, days, month: i % 12 }));
  const { expected, paths } = acquisitionTrend(log, coming(0, 12), 1000, seededRandom(1));
  expect(expected[0]! / 300).toBeCloseTo(1, 1);
  expect(expected[11]! / expected[10]!).toBeGreaterThan(1.7);
  const spread = (j: number): number => {
    const logs = paths.map((path) => Math.log(path[j]! + 1));
    const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
    return logs.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  };
  expect(spread(10)).toBeGreaterThan(spread(0));
});

test("part of a month counts by its days, and a log without customers stays without", () => {
  const log = [{ count: 100, days: 10, month: 0 }];
  const [half] = acquisitionTrend(log, [{ days: 5, month: 1 }], 2000, seededRandom(1)).expected;
  expect(half! / 50).toBeCloseTo(1, 0);
  const none = acquisitionTrend([{ count: 0, days: 30, month: 0 }], coming(1, 2), 200, seededRandom(1));
  expect(none.expected[1]).toBeLessThan(5);
});

test("where nobody came in the last months, hardly anybody is expected", () => {
  const log = logOf([800, 820, 750, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  const { expected, paths } = acquisitionTrend(log, coming(0, 3), 500, seededRandom(1));
  expect(expected[0]).toBeLessThan(2);
  expect(paths.filter((path) => path[0] === 0).length).toBeGreaterThan(200);
});
