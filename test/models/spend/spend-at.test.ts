import { expect, test } from "vitest";
import { scaledSpend, spendScaleAt } from "../../../models/spend/spend-at.js";
import { type SpendParams, spendSum } from "../../../models/value/segment-sums.js";

const base = {
  x: Float64Array.of(0, 1, 3, 7),
  n: Float64Array.of(50, 20, 10, 4),
  z: Float64Array.of(0, 300, 700, 900),
};

test.each<SpendParams>([
  { mean: 12 },
  { p: 6, q: 4, gamma: 15 },
  { p: 2, q: 1.2, gamma: 400 },
])("what is expected of known purchases adds up to what was spent: %o", (spend) => {
  const own = scaledSpend(spend, spendScaleAt(spend, base));
  const { x, n, z } = base;
  const expected = x.reduce(
    (sum, purchases, i) => sum + purchases * spendSum(own, purchases, n[i]!, z[i]!),
    0,
  );
  expect(expected).toBeCloseTo(1900, 8);
});

test("without any spend there is nothing to go by", () => {
  expect(spendScaleAt({ mean: 12 }, { ...base, z: new Float64Array(4) })).toBe(1);
  expect(spendScaleAt({ p: 6, q: 4, gamma: 15 }, { ...base, z: new Float64Array(4) })).toBe(1);
});
