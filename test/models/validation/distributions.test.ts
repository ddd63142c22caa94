import { describe, expect, test } from "vitest";
import type { Params } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { brierScore } from "../../../models/validation/brier.js";
import { intervalCoverage } from "../../../models/validation/coverage.js";
import { logScore } from "../../../models/validation/log-score.js";
import {
  centralCoverage,
  pitHistogram,
  randomisedPit,
  uniformityTest,
} from "../../../models/validation/pit.js";
import { near } from "../near.js";

describe("Brier score", () => {
  test("is the mean square distance, and the sum of its parts", () => {
    expect(brierScore([0.8, 0.2], [1, 0]).brier).toBeCloseTo(0.04, 14);
    const random = seededRandom(9);
    const p = Array.from({ length: 3000 }, () => random());
    const y = p.map((v) => (random() < 0.2 + 0.6 * v ? 1 : 0));
    const w = p.map(() => Math.floor(random() * 3));
    const score = brierScore(p, y, w, 8);
    near(score.brier, score.reliability - score.resolution + score.uncertainty + score.within, 1e-12);
    const repeated = <V>(values: readonly V[]) =>
      values.flatMap((v, i) => Array.from({ length: w[i]! }, () => v));
    near(brierScore(repeated(p), repeated(y), undefined, 8).brier, score.brier, 1e-12);
    expect(score.bins.length).toBe(8);
    for (const bin of score.bins) {
      expect(bin.meanProbability).toBeGreaterThanOrEqual(bin.from);
      expect(bin.meanProbability).toBeLessThan(bin.to);
      expect(Math.abs(bin.frequency - (0.2 + 0.6 * bin.meanProbability))).toBeLessThan(0.1);
    }
    expect(score.skill).toBeGreaterThan(0);
  });

  test("saying the base rate to everyone has no skill, knowing has all", () => {
    expect(brierScore([0.5, 0.5], [0, 1]).skill).toBe(0);
    expect(brierScore([0, 1], [0, 1])).toMatchObject({ brier: 0, skill: 1, reliability: 0 });
    expect(brierScore([1, 1], [1, 1]).skill).toBeNaN();
    expect(() => brierScore([1.1], [1])).toThrow("not in [0, 1]: 1.1");
    expect(() => brierScore([0.5], [2])).toThrow("an outcome is 0 or 1");
  });
});

test("interval coverage, width and score by hand", () => {
  const found = intervalCoverage([0, 0, 2], [2, 2, 4], [1, 5, 1], 0.8, [2, 1, 1]);
  expect(found).toMatchObject({ coverage: 0.5, below: 0.25, above: 0.25, meanWidth: 2 });
  near(found.score, 2 + (2 / 0.2) * ((3 + 1) / 4), 1e-14);
  expect(intervalCoverage([0, 0], [2, 2], [1, 5], 0.8).coverage).toBe(0.5);
  expect(() => intervalCoverage([2], [1], [0], 0.8)).toThrow("starts at 2 and ends at 1");
  expect(() => intervalCoverage([0], [1], [0], 1)).toThrow("invalid level");
});

test("the log score is the mean surprise, and infinite where the impossible happened", () => {
  near(logScore([0.5, 0.25]), 1.5 * Math.LN2, 1e-14);
  near(logScore([0.5, 0.25], [3, 1]), 1.25 * Math.LN2, 1e-14);
  expect(logScore([0, 1])).toBe(Infinity);
  expect(logScore([0, 1], [0, 1])).toBeCloseTo(0, 15);
});

describe("the probability integral transform", () => {
  const truth: Params<"r" | "alpha" | "a" | "b"> = { r: 0.6, alpha: 30, a: 0.8, b: 2.5 };
  const random = seededRandom(2024);
  const [T, t, customers] = [200, 150, 6000];
  const seen = Array.from({ length: customers }, () => {
    const { times } = bgNbd.simulate(truth, T + t, random);
    const known = times.filter((at) => at <= T);
    return { x: known.length, tx: known[known.length - 1] ?? 0, y: times.length - known.length };
  });
  /** P(Y < y) and P(Y = y) of the actual outcome under a model with these parameters. */
  const forecast = (p: typeof truth): { below: Float64Array; mass: Float64Array } => {
    const below = new Float64Array(customers);
    const mass = new Float64Array(customers);
    for (const [i, { x, tx, y }] of seen.entries()) {
      for (let k = 0; k < y; k++) below[i] = below[i]! + bgNbd.conditionalPmf(p, k, x, tx, T, t);
      mass[i] = bgNbd.conditionalPmf(p, y, x, tx, T, t);
    }
    return { below, mass };
  };
  const right = forecast(truth);
  const wrong = forecast({ ...truth, r: 1.5 });

  test("is uniform under the true model, and its central intervals hold what they say", () => {
    const pit = randomisedPit(right.below, right.mass, random);
    expect(uniformityTest(pit).pValue).toBeGreaterThan(0.01);
    for (const level of [0.5, 0.8, 0.95]) {
      const error = Math.sqrt((level * (1 - level)) / customers);
      expect(Math.abs(centralCoverage(pit, level) - level) / error).toBeLessThan(3.5);
    }
    for (const height of pitHistogram(right.below, right.mass))
      expect(Math.abs(height - 1)).toBeLessThan(3.5 * Math.sqrt(9 / customers));
  });

  test("and not under another, which also has the worse log score", () => {
    expect(uniformityTest(randomisedPit(wrong.below, wrong.mass, random)).pValue).toBeLessThan(1e-4);
    expect(logScore(wrong.mass)).toBeGreaterThan(logScore(right.mass));
  });

  test("the histogram without chance is the mean of the randomised ones", () => {
    const heights = pitHistogram([0, 0.3, 0.9], [0.5, 0.4, 0.1], [1, 2, 1], 5);
    expect(heights.reduce((sum, h) => sum + h, 0) / 5).toBeCloseTo(1, 14);
    const counts = new Float64Array(5);
    const draws = 40_000;
    for (let d = 0; d < draws; d++)
      for (const u of randomisedPit([0, 0.3, 0.3, 0.9], [0.5, 0.4, 0.4, 0.1], random))
        counts[Math.min(4, Math.floor(u * 5))]!++;
    for (const [b, height] of heights.entries())
      expect(Math.abs((counts[b]! * 5) / (4 * draws) - height)).toBeLessThan(0.02);
    expect(pitHistogram([0], [0.5], undefined, 4)).toEqual([2, 2, 0, 0]);
  });

  test("examples, and values that are none", () => {
    expect(randomisedPit([0.2], [0.5], () => 0.5)[0]).toBeCloseTo(0.45, 14);
    expect(centralCoverage([0.05, 0.5, 0.6, 0.99], 0.8)).toBe(0.5);
    expect(uniformityTest([0.1, 0.3, 0.6, 0.9, 0.2, 0.4, 0.7, 0.8, 0.05, 0.95], 2).pValue).toBe(1);
    near(
      uniformityTest([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.9, 0.9], 2).pValue,
      0.05777957112359,
      1e-10,
    );
    expect(() => uniformityTest([0.5, 0.6])).toThrow("2 values are too few for 20 bins");
    expect(() => randomisedPit([0.9], [0.5], () => 0.99)).toThrow("are no distribution");
  });
});
