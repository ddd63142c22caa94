import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { essBulk, essTail, rHat } from "../../../models/inference/diagnostics.js";
import { type Chain, type LogDensity, runChain } from "../../../models/inference/hamiltonian.js";
import { stepSizeSearch } from "../../../models/inference/step-size.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { near } from "../near.js";

const { logGamma } = JSON.parse(
  readFileSync(new URL("../../fixtures/posterior.json", import.meta.url), "utf8"),
) as { logGamma: [shape: number, level: number, quantile: number][] };

const chainsOf = (target: LogDensity, dimension: number, draws = 2000): Chain[] =>
  [1, 2, 3, 4].map((seed) =>
    runChain(
      target,
      Array.from({ length: dimension }, (_, i) => (seed - 2.5) * (i % 2 === 0 ? 0.8 : -0.8)),
      { draws },
      seededRandom(seed),
    ),
  );
const columns = (chains: readonly Chain[], i: number): Float64Array[] => chains.map((c) => c.columns[i]!);
const all = (chains: readonly Chain[], i: number): number[] => columns(chains, i).flatMap((c) => [...c]);
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

describe("a correlated normal", () => {
  // precision matrix of sd 1 and 2 with correlation 0.6
  const rho = 0.6;
  const target: LogDensity = (z, gradient) => {
    const [u, v] = [z[0]!, z[1]! / 2];
    gradient[0] = -(u - rho * v) / (1 - rho ** 2);
    gradient[1] = -(v - rho * u) / (1 - rho ** 2) / 2;
    return -0.5 * ((u * u - 2 * rho * u * v + v * v) / (1 - rho ** 2));
  };
  const chains = chainsOf(target, 2);

  test("has its means, deviations and correlation", () => {
    const [u, v] = [all(chains, 0), all(chains, 1)];
    const size = Math.min(essBulk(columns(chains, 0)), essBulk(columns(chains, 1)));
    expect(size).toBeGreaterThan(1000);
    expect(Math.abs(mean(u))).toBeLessThan(4 / Math.sqrt(size));
    expect(Math.abs(mean(v))).toBeLessThan(8 / Math.sqrt(size));
    near(mean(u.map((a) => a * a)), 1, 0.15);
    near(mean(v.map((a) => a * a)), 4, 0.15);
    near(mean(u.map((a, i) => a * v[i]!)), 2 * rho, 0.15);
  });

  test("is reached from starts far apart, at the acceptance asked for, without divergences", () => {
    for (const i of [0, 1]) expect(rHat(columns(chains, i))).toBeLessThan(1.01);
    for (const { acceptance, divergences, stepSize } of chains) {
      expect(acceptance).toBeGreaterThan(0.7);
      expect(acceptance).toBeLessThan(0.95);
      expect(divergences).toBe(0);
      expect(stepSize).toBeGreaterThan(0.1);
    }
  });
});

test.each([2, 0.7])("ln of a gamma variate of shape %s, which is skewed, has its quantiles", (shape) => {
  const scale = 1 / Math.sqrt(shape); // near a standard normal, as runChain wants it
  const target: LogDensity = (z, gradient) => {
    const u = scale * z[0]!;
    gradient[0] = scale * (shape - Math.exp(u));
    return shape * u - Math.exp(u);
  };
  const chains = chainsOf(target, 1, 2500);
  expect(rHat(columns(chains, 0))).toBeLessThan(1.01);
  const size = Math.min(essBulk(columns(chains, 0)), essTail(columns(chains, 0)));
  expect(size).toBeGreaterThan(1000);
  const sorted = Float64Array.from(all(chains, 0), (z) => scale * z).sort();
  for (const [of, level, quantile] of logGamma) {
    if (of !== shape) continue;
    // the share of draws below the exact quantile, within four of its standard errors
    const share = sorted.findIndex((u) => u > quantile) / sorted.length;
    expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / size));
  }
});

test("a density that ends at a wall is never left", () => {
  const target: LogDensity = (z, gradient) => {
    gradient[0] = -1;
    return z[0]! > 0 ? -z[0]! : Number.NaN;
  };
  const chain = runChain(target, [1], { draws: 4000 }, seededRandom(3));
  const [draws] = chain.columns;
  expect(draws!.every((z) => z > 0)).toBe(true);
  near(mean([...draws!]), 1, 0.15);
  expect(chain.divergences).toBeGreaterThan(0);
});

test("the same seed gives the same chain; evaluations are counted", () => {
  let counted = 0;
  const target: LogDensity = (z, gradient) => {
    counted++;
    gradient[0] = -z[0]!;
    return -0.5 * z[0]! ** 2;
  };
  const run = (seed: number): Chain => runChain(target, [0.3], { draws: 50, warmup: 20 }, seededRandom(seed));
  const first = run(7);
  expect(first.evaluations).toBe(counted);
  expect(run(7)).toEqual(first);
  expect(run(8).columns).not.toEqual(first.columns);
});

test("a chain starts where the density is finite", () => {
  const nowhere: LogDensity = () => -Infinity;
  expect(() => runChain(nowhere, [0], {}, seededRandom(1))).toThrow("a chain has to start where");
});

test("dual averaging finds the step size that is accepted as often as asked", () => {
  const search = stepSizeSearch(0.5, 0.8);
  for (let i = 0; i < 2000; i++) search.learn(Math.exp(-(search.current() ** 2)));
  near(search.average(), Math.sqrt(-Math.log(0.8)), 0.02);
  expect(() => stepSizeSearch(0, 0.8)).toThrow("got 0 and 0.8");
});
