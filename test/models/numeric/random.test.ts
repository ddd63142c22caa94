import { expect, test } from "vitest";
import type { Random } from "../../../models/model.js";
import {
  betaVariate,
  exponentialVariate,
  gammaVariate,
  normal,
  seededRandom,
} from "../../../models/numeric/random.js";

const draws = 200_000;

/** Asserts mean and variance within five standard errors (of the mean exactly, of the variance from its fourth moment). */
function expectMoments(draw: () => number, mean: number, variance: number): void {
  const sample = Float64Array.from({ length: draws }, draw);
  const m = sample.reduce((sum, value) => sum + value, 0) / draws;
  const v = sample.reduce((sum, value) => sum + (value - m) ** 2, 0) / (draws - 1);
  const fourth = sample.reduce((sum, value) => sum + (value - m) ** 4, 0) / draws;
  expect(Math.abs(m - mean) / Math.sqrt(variance / draws)).toBeLessThan(5);
  expect(Math.abs(v - variance) / Math.sqrt((fourth - v * v) / draws)).toBeLessThan(5);
}

/** Phi(z) by its series z phi(z) (1 + z^2/3 + z^4/15 + ...), which is exact to rounding for |z| < 6. */
function normalCdf(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
}

test("one seed gives one stream, and neighbouring seeds unrelated ones", () => {
  const [a, b, c] = [seededRandom(7), seededRandom(7), seededRandom(8)];
  const first = Array.from({ length: 1000 }, a);
  expect(Array.from({ length: 1000 }, b)).toEqual(first);
  const next = Array.from({ length: 1000 }, c);
  const correlation = first.reduce((sum, u, i) => sum + (u - 0.5) * (next[i]! - 0.5), 0) / 1000 / (1 / 12);
  expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(1000));
});

test("seeds use all of their 53 bits and their sign", () => {
  const seeds = [
    0,
    1,
    -1,
    2 ** 32,
    2 ** 32 + 1,
    -(2 ** 32),
    Number.MAX_SAFE_INTEGER,
    Number.MIN_SAFE_INTEGER,
  ];
  expect(new Set(seeds.map((seed) => seededRandom(seed)())).size).toBe(seeds.length);
});

test("the first draws of consecutive seeds are uniform", () => {
  let seed = 0;
  expectMoments(() => seededRandom(seed++)(), 1 / 2, 1 / 12);
});

test("a seed that is no whole number is refused", () => {
  expect(() => seededRandom(0.5)).toThrow("seed must be a whole number of at most 2^53 - 1 in size; got 0.5");
  expect(() => seededRandom(Number.NaN)).toThrow(RangeError);
});

test("uniform numbers lie in [0, 1) with mean 1/2 and variance 1/12", () => {
  const random = seededRandom(1);
  expectMoments(
    () => {
      const u = random();
      if (!(u >= 0 && u < 1)) throw new Error(`${u} outside [0, 1)`);
      return u;
    },
    1 / 2,
    1 / 12,
  );
});

test("normal variates have mean 0, variance 1, and 4.55 % of them lie outside two standard deviations", () => {
  const random = seededRandom(2);
  expectMoments(() => normal(random), 0, 1);
  let outside = 0;
  for (let i = 0; i < draws; i++) if (Math.abs(normal(random)) > 2) outside++;
  const expected = 0.0455003;
  expect(Math.abs(outside / draws - expected)).toBeLessThan(
    5 * Math.sqrt((expected * (1 - expected)) / draws),
  );
});

test.each([
  [3, 1.3498980316e-3],
  [3.6, 1.591085902e-4],
  [4, 3.167124183e-5],
])("the share of normal variates above %d is that of the distribution, on both sides", (edge, share) => {
  const random = seededRandom(9);
  const many = 2_000_000;
  let [above, below] = [0, 0];
  for (let i = 0; i < many; i++) {
    const z = normal(random);
    if (z > edge) above++;
    if (z < -edge) below++;
  }
  const bound = 5 * Math.sqrt(many * share);
  expect(Math.abs(above - many * share)).toBeLessThan(bound);
  expect(Math.abs(below - many * share)).toBeLessThan(bound);
});

test("normal variates fill their bins as the distribution says (chi-squared over 60 bins of equal probability)", () => {
  const random = seededRandom(10);
  const many = 600_000;
  const bins = new Float64Array(60);
  for (let i = 0; i < many; i++) bins[Math.min(59, Math.floor(60 * normalCdf(normal(random))))]!++;
  const chiSquared = bins.reduce((sum, count) => sum + (count - many / 60) ** 2 / (many / 60), 0);
  expect(chiSquared).toBeLessThan(59 + 5 * Math.sqrt(2 * 59));
});

test("exponential variates have mean 1 / rate", () => {
  const random = seededRandom(3);
  expectMoments(() => exponentialVariate(random, 0.25), 4, 16);
});

test.each([
  [0.05, 1],
  [0.243, 30.9],
  [0.9, 2],
  [1, 1],
  [6.25, 0.5],
  [400, 10],
])("gamma variates of shape %d and rate %d have their mean and variance", (shape, rate) => {
  const random = seededRandom(4);
  expectMoments(() => gammaVariate(random, shape, rate), shape / rate, shape / rate ** 2);
});

test("gamma variates of shape 1 follow the exponential distribution", () => {
  const random = seededRandom(5);
  let below = 0;
  for (let i = 0; i < draws; i++) if (gammaVariate(random, 1, 1) < Math.LN2) below++;
  expect(Math.abs(below / draws - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / draws));
});

test.each([
  [0.793, 2.426],
  [0.1, 0.1],
  [5, 2],
  [30, 0.5],
])("beta variates of a = %d, b = %d have their mean and variance", (a, b) => {
  const random = seededRandom(6);
  const s = a + b;
  expectMoments(() => betaVariate(random, a, b), a / s, (a * b) / (s * s * (s + 1)));
});

test("beta variates stay in [0, 1] where both gamma variates underflow", () => {
  const random = seededRandom(7);
  let sum = 0;
  for (let i = 0; i < 10_000; i++) {
    const p = betaVariate(random, 1e-4, 1e-4);
    if (!(p >= 0 && p <= 1)) throw new Error(`${p} outside [0, 1]`);
    sum += p;
  }
  expect(Math.abs(sum / 10_000 - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / 10_000));
});

test.each<[string, (random: Random) => number, string]>([
  ["gamma", (random) => gammaVariate(random, 0, 1), "shape = 0"],
  ["gamma", (random) => gammaVariate(random, 1, Number.NaN), "rate = NaN"],
  ["beta", (random) => betaVariate(random, 1, -1), "b = -1"],
  ["exponential", (random) => exponentialVariate(random, 0), "got 0"],
])("a %s variate outside its domain is refused", (_name, draw, message) => {
  expect(() => draw(seededRandom(1))).toThrow(message);
});

test("the examples in the documentation hold", () => {
  expect(seededRandom(42)()).toBe(0.44815009090806934);
  expect(normal(seededRandom(42))).toBeCloseTo(-0.44582377570582093, 14);
  expect(exponentialVariate(seededRandom(42), 0.5)).toBeCloseTo(1.1889583469931069, 14);
});
