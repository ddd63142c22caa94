import { expect, test } from "vitest";
import { unitEconomics } from "../../../models/index.js";

const known = { arpu: 25, margin: 0.8, churn: 0.05, cac: 100 };

test("a figure that is not known ends without a payback", () => {
  for (const unknown of [{ cac: Number.NaN }, { churn: Number.NaN }, { arpu: Number.NaN }, { cac: Infinity }])
    expect(unitEconomics({ ...known, ...unknown }).paybackMonths).toBeNull();
});

test("the first month is found, by ties in decimals and however long it takes", () => {
  const months = (given: Partial<typeof known>): number | null =>
    unitEconomics({ ...known, ...given }).paybackMonths;
  // 20 + 19 + 18.05
  expect([57.04, 57.05, 57.06].map((cac) => months({ cac }))).toEqual([3, 3, 4]);
  expect([0.3, 0.4, 0.45].map((cac) => months({ arpu: 0.1, margin: 1, churn: 0, cac }))).toEqual([3, 4, 5]);
  expect(months({ churn: 1, cac: 20 })).toBe(1);
  expect(months({ churn: 1, cac: 20.01 })).toBeNull();
  expect(months({ churn: 0, cac: 1e20 })).toBe(5e18);
  for (const cac of [21, 150, 333.3, 399.9, 399.999999]) {
    let [sum, k] = [0, 0];
    while (sum < cac * (1 - 1e-12)) sum += 20 * 0.95 ** k++;
    expect(months({ cac })).toBe(k);
  }
});
