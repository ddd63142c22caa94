import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { effectiveSize, resample, studentProposals } from "../../../models/inference/importance.js";
import { generalisedPareto, paretoSmoothed } from "../../../models/inference/pareto-smoothing.js";
import { exponentialVariate, seededRandom } from "../../../models/numeric/random.js";
import { near } from "../near.js";

interface Case {
  readonly name: string;
  readonly logRatios: readonly number[];
  readonly k: number;
  readonly weights: readonly number[];
}

const { smoothed } = JSON.parse(
  readFileSync(new URL("../../fixtures/posterior.json", import.meta.url), "utf8"),
) as { smoothed: Case[] };

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

describe("Pareto smoothing", () => {
  test.each(smoothed)("gives the weights of ArviZ: $name", ({ logRatios, k, weights }) => {
    const mine = paretoSmoothed(logRatios);
    near(mine.paretoK, k, 1e-10);
    for (const [i, w] of weights.entries()) near(mine.weights[i]!, w, 1e-9, `weight ${i}`);
    near(sum(mine.weights), 1, 1e-14);
  });

  test.each([0.2, 0.5, 0.9])("finds the shape of a tail known to be %s", (k) => {
    const random = seededRandom(8);
    const found = Array.from(
      { length: 20 },
      () =>
        paretoSmoothed(Float64Array.from({ length: 4000 }, () => k * exponentialVariate(random, 1))).paretoK,
    );
    const mean = found.reduce((a, b) => a + b, 0) / found.length;
    // the pull towards 0.5 is 10 of 200 observations, and a single estimate is off by (1 + k) / sqrt(190)
    expect(Math.abs(mean - (k + (0.5 - k) / 20))).toBeLessThan((4 * (1 + k)) / Math.sqrt(190 * 20));
  });

  test("fits a generalised Pareto distribution", () => {
    const random = seededRandom(9);
    const [shape, scale] = [0.3, 2];
    const exceedances = Float64Array.from(
      { length: 20_000 },
      () => (scale * Math.expm1(shape * exponentialVariate(random, 1))) / shape,
    ).sort();
    const { k, sigma } = generalisedPareto(exceedances);
    expect(Math.abs(k - shape)).toBeLessThan(0.03);
    near(sigma, scale, 0.03);
  });

  test("leaves equal weights equal, and does not depend on a constant", () => {
    const equal = paretoSmoothed(new Float64Array(100).fill(-3));
    expect(equal.paretoK).toBe(-Infinity);
    for (const w of equal.weights) near(w, 0.01, 1e-14);
    const { logRatios, weights } = smoothed[1]!;
    const shifted = paretoSmoothed(logRatios.map((l) => l - 1e6)).weights;
    for (const [i, w] of weights.entries()) near(shifted[i]!, w, 1e-8);
  });

  test("impossible points have weight 0; all of them impossible is an error", () => {
    const { logRatios } = smoothed[1]!;
    const { weights } = paretoSmoothed([-Infinity, ...logRatios]);
    expect(weights[0]).toBe(0);
    expect(() => paretoSmoothed([-Infinity, -Infinity])).toThrow("no importance weight");
  });
});

test("proposals have the density they say: their weights to another t recover its moments", () => {
  const freedom = 6;
  const { points, logDensity } = studentProposals(40_000, 3, freedom, seededRandom(3));
  const square = points.map((z) => z.reduce((s, v) => s + v * v, 0));
  const mean = square.reduce((a, b) => a + b, 0) / points.length;
  near(mean, (3 * freedom) / (freedom - 2), 0.03); // E|z|^2 = d v / (v - 2)
  const toNormal = paretoSmoothed(square.map((s, i) => -0.5 * s - logDensity[i]!));
  expect(toNormal.paretoK).toBeLessThan(0.2);
  const weighted = square.reduce((s, v, i) => s + v * toNormal.weights[i]!, 0);
  near(weighted, 3, 0.02);
});

describe("resampling", () => {
  test("takes each position floor or ceil of its expected number of times", () => {
    const weights = Float64Array.of(0.005, 0.3, 0, 0.5, 0.195);
    const counts = [0, 0, 0, 0, 0];
    const picked = resample(weights, 1000, seededRandom(4));
    for (const i of picked) counts[i]!++;
    expect(counts).toEqual([5, 300, 0, 500, 195]);
    expect([...picked.slice(0, 100)]).not.toEqual([...picked.slice(0, 100)].sort());
  });

  test("the effective size is the number for equal weights, and 1 / sum w^2 where values say nothing of them", () => {
    const random = seededRandom(6);
    const values = Float64Array.from({ length: 5000 }, () => random());
    near(effectiveSize(new Float64Array(5000).fill(1 / 5000), values), 5000, 1e-12);
    const raw = values.map(() => exponentialVariate(random, 1));
    const weights = raw.map((w) => w / sum(raw));
    near(effectiveSize(weights, values), 1 / sum(weights.map((w) => w * w)), 0.05);
    expect(effectiveSize(Float64Array.of(0.25, 0.75), Float64Array.of(2, 2))).toBe(2);
  });
});
