import { expect, test } from "vitest";
import { poissonVariate } from "../../../models/numeric/poisson.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { logGamma } from "../../../models/numeric/special.js";

const draws = 40_000;

test.each([
  0.05, 1, 4.5, 9.99, 10, 37.5, 2500,
])("Poisson variates of mean %s have its distribution", (mean) => {
  const random = seededRandom(11);
  const counts = new Map<number, number>();
  for (let i = 0; i < draws; i++) {
    const k = poissonVariate(random, mean);
    counts.set(k, (counts.get(k) ?? 0) + 1);
  }
  // chi-squared over cells of at least 20 expected draws, the rest in one
  let statistic = 0;
  let cells = 0;
  let rest = draws;
  let restSeen = draws;
  for (let k = 0; k < mean + 40 * Math.sqrt(mean) + 40; k++) {
    const expected = draws * Math.exp(k * Math.log(mean) - mean - logGamma(k + 1));
    if (expected < 20) continue;
    const seen = counts.get(k) ?? 0;
    statistic += (seen - expected) ** 2 / expected;
    rest -= expected;
    restSeen -= seen;
    cells++;
  }
  statistic += (restSeen - rest) ** 2 / Math.max(rest, 1);
  expect(Math.abs(statistic - cells)).toBeLessThan(4 * Math.sqrt(2 * cells) + 2);
});

test("the edges of the domain", () => {
  const random = seededRandom(1);
  expect(poissonVariate(random, 0)).toBe(0);
  expect(poissonVariate(seededRandom(42), 1)).toBe(1);
  expect(() => poissonVariate(random, -1)).toThrow("a Poisson mean is >= 0 and finite; got -1");
  expect(() => poissonVariate(random, Infinity)).toThrow("got Infinity");
  expect(() => poissonVariate(random, NaN)).toThrow("got NaN");
});
