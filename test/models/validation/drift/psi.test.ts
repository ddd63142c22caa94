import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { normal, seededRandom } from "../../../../models/numeric/random.js";
import { binCounts, populationStability, quantileEdges } from "../../../../models/validation/drift/psi.js";
import { near } from "../../near.js";

describe("population stability", () => {
  test("by hand, with half a customer added to every bin", () => {
    const [r, c] = [100.5 / 201, 150.5 / 201];
    const expected = (c - r) * Math.log(c / r) + (r - c) * Math.log((1 - c) / (1 - r));
    const { psi, bins } = populationStability([100, 100], [150, 50]);
    near(psi, expected, 1e-12);
    near(psi, 0.2716, 2e-4);
    near(bins[0]!.current, c, 1e-14);
    near(bins[0]!.part + bins[1]!.part, psi, 1e-14);
  });

  test("is 0 for the same shares, the same either way round, finite for empty bins", () => {
    expect(populationStability([10, 20, 30], [10, 20, 30]).psi).toBe(0);
    const counts = fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(
        counts.filter((rows) => rows.some(([a]) => a > 0) && rows.some(([, b]) => b > 0)),
        (rows) => {
          const [a, b] = [rows.map((r) => r[0]), rows.map((r) => r[1])];
          const { psi, bins } = populationStability(a, b);
          expect(psi).toBeGreaterThanOrEqual(0);
          expect(psi).toBeLessThan(Infinity);
          for (const { part } of bins) expect(part).toBeGreaterThanOrEqual(0);
          near(populationStability(b, a).psi + 1, psi + 1, 1e-12);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  test("an empty bin counts for more among more customers", () => {
    const few = populationStability([10, 10], [20, 0]).psi;
    const many = populationStability([1000, 1000], [2000, 0]).psi;
    expect(many).toBeGreaterThan(1.5 * few);
  });

  test("of one population is about (B - 1)(1/n + 1/m)", () => {
    const random = seededRandom(4);
    let sum = 0;
    for (let trial = 0; trial < 200; trial++) {
      const draw = (n: number): Float64Array => {
        const counts = new Float64Array(10);
        for (let i = 0; i < n; i++) counts[Math.floor(10 * random())]!++;
        return counts;
      };
      sum += populationStability(draw(1000), draw(500)).psi;
    }
    expect(Math.abs(sum / 200 / (9 * (1 / 1000 + 1 / 500)) - 1)).toBeLessThan(0.12);
  });

  test("says what is no histogram", () => {
    expect(() => populationStability([1, 2], [1])).toThrow("histograms need columns of one length");
    expect(() => populationStability([0, 0], [1, 2])).toThrow("that of reference is empty");
    expect(() => populationStability([1, 2], [1, -2])).toThrow("got -2 in bin 1 of current");
  });
});

describe("bins from quantiles", () => {
  test("hold equal shares of the reference, and equal values stay together", () => {
    expect(quantileEdges([1, 2, 3, 4], 2)).toEqual([2]);
    expect([...binCounts([1, 2, 3, 9, 2.5], [2])]).toEqual([2, 3]);
    const random = seededRandom(5);
    const values = Float64Array.from({ length: 1000 }, () => normal(random));
    const edges = quantileEdges(values, 10);
    expect(edges.length).toBe(9);
    expect([...binCounts(values, edges)]).toEqual(Array.from({ length: 10 }, () => 100));
    // most customers bought once: the lower quantiles are one bin
    expect(quantileEdges([0, 0, 0, 0, 0, 0, 1, 2, 3, 4], 5)).toEqual([0, 2]);
    expect([...binCounts([0, 0, 0, 0, 0, 0, 1, 2, 3, 4], [0, 2])]).toEqual([6, 2, 2]);
    expect(quantileEdges([7, 7, 7], 10)).toEqual([]);
    expect([...binCounts([7, 8], [])]).toEqual([2]);
  });

  test("a weight is a repetition", () => {
    const values = [5, 1, 3, 8, 2];
    const weights = [3, 0, 2, 1, 4];
    const repeated = values.flatMap((v, i) => Array.from({ length: weights[i]! }, () => v));
    const edges = quantileEdges(values, 4, weights);
    expect(edges).toEqual(quantileEdges(repeated, 4));
    expect(binCounts(values, edges, weights)).toEqual(binCounts(repeated, edges));
    expect(quantileEdges([1, 2], 2, [1, 0])).toEqual([]);
    expect(() => quantileEdges([1], 0)).toThrow("whole and > 0; got 0");
  });
});
