import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal, seededRandom } from "../../../../models/numeric/random.js";
import {
  kolmogorovSmirnov,
  kolmogorovTail,
  type Sample,
} from "../../../../models/validation/drift/kolmogorov-smirnov.js";
import { near } from "../../near.js";

test("Kolmogorov's distribution has the tabulated points, and its two series agree", () => {
  // quantiles of Smirnov (1948), Table for Estimating the Goodness of Fit of Empirical Distributions
  for (const [x, tail] of [
    [1.22385, 0.1],
    [1.3581, 0.05],
    [1.62762, 0.01],
    [0.82757, 0.5],
  ] as const)
    expect(Math.abs(kolmogorovTail(x) - tail)).toBeLessThan(1e-5); // half a unit of the last digit times a density below 1.7
  near(kolmogorovTail(1 - 1e-12), kolmogorovTail(1), 1e-9);
  expect(kolmogorovTail(0)).toBe(1);
  expect(kolmogorovTail(0.1)).toBeCloseTo(1, 12);
});

describe("two samples", () => {
  test("by hand", () => {
    const found = kolmogorovSmirnov({ values: [1, 2, 3, 4] }, { values: [4, 5] });
    near(found.statistic, 0.75, 1e-14);
    expect(found.at).toBe(3);
    expect(kolmogorovSmirnov({ values: [1, 2] }, { values: [2, 1] })).toMatchObject({
      statistic: 0,
      pValue: 1,
    });
    expect(() => kolmogorovSmirnov({ values: [] }, { values: [1] })).toThrow("first sample need columns");
    expect(() => kolmogorovSmirnov({ values: [1] }, { values: [1], weights: [0] })).toThrow(
      "all weights are 0",
    );
  });

  test("is the largest distance of the step functions; a weight is a repetition; order does not matter", () => {
    const sample = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 3 })), {
        minLength: 1,
        maxLength: 20,
      })
      .filter((rows) => rows.some(([, w]) => w > 0));
    const repeated = (rows: readonly (readonly [number, number])[]): number[] =>
      rows.flatMap(([v, w]) => Array.from({ length: w }, () => v));
    const upTo = (values: readonly number[], v: number): number =>
      values.filter((u) => u <= v).length / values.length;
    const of = (rows: readonly (readonly [number, number])[]): Sample => ({
      values: rows.map((r) => r[0]),
      weights: rows.map((r) => r[1]),
    });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [u, v] = [repeated(a), repeated(b)];
        const distance = Math.max(...[...u, ...v].map((at) => Math.abs(upTo(u, at) - upTo(v, at))));
        const found = kolmogorovSmirnov(of(a), of(b));
        expect(Math.abs(found.statistic - distance)).toBeLessThan(1e-12);
        expect(Math.abs(Math.abs(upTo(u, found.at) - upTo(v, found.at)) - distance)).toBeLessThan(1e-12);
        expect(kolmogorovSmirnov({ values: v }, { values: u }).pValue).toBeCloseTo(found.pValue, 10);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test("rejects samples of one population in five of a hundred cases, fewer in bins, and a shifted one nearly always", () => {
    const random = seededRandom(16);
    const draw = (n: number, shift: number): Float64Array =>
      Float64Array.from({ length: n }, () => normal(random) + shift);
    const binned = (values: Float64Array): Float64Array => values.map(Math.round);
    let [same, inBins, shifted] = [0, 0, 0];
    const trials = 600;
    for (let i = 0; i < trials; i++) {
      const [a, b, c] = [draw(80, 0), draw(120, 0), draw(120, 0.6)];
      if (kolmogorovSmirnov({ values: a }, { values: b }).pValue < 0.05) same++;
      if (kolmogorovSmirnov({ values: binned(a) }, { values: binned(b) }).pValue < 0.05) inBins++;
      if (kolmogorovSmirnov({ values: a }, { values: c }).pValue < 0.05) shifted++;
    }
    expect(Math.abs(same / trials - 0.05)).toBeLessThan(0.025);
    expect(inBins).toBeLessThan(same);
    expect(shifted / trials).toBeGreaterThan(0.9);
  });
});
