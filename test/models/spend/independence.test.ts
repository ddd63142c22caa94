import { expect, test } from "vitest";
import { spendIndependence } from "../../../models/spend/independence.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";
import { near } from "../near.js";

test("the correlation from the sums is that of the customers", () => {
  const x = [1, 1, 2, 3, 5, 8, 2, 4];
  const m = [10, 10.02, 35, 22, 41, 30, 18, 55];
  const h = spendHistoriesFrom(
    x,
    x.map((k, i) => k * m[i]!),
  );
  const centre = (v: readonly number[]) => v.map((value) => value - v.reduce((s, w) => s + w, 0) / v.length);
  const [dx, dm] = [centre(x), centre(m)];
  const sum = (a: readonly number[], b: readonly number[]) => a.reduce((s, v, i) => s + v * b[i]!, 0);
  const found = spendIndependence(h);
  near(found.correlation!, sum(dx, dm) / Math.sqrt(sum(dx, dx) * sum(dm, dm)), 1e-12);
  expect(found.customers).toBe(8);
  expect(found.acceptable).toBe(false);
  expect(found.sentence).toContain("understated");
});

test("unrelated spend is acceptable, and what is unknown is said to be so", () => {
  const even = spendIndependence(spendHistoriesFrom([1, 1, 3, 3], [10, 20, 30, 60]));
  expect(Math.abs(even.correlation!)).toBeLessThan(1e-12);
  expect(even.acceptable).toBe(true);
  expect(even.sentence).toContain("reasonable");
  for (const [x, z] of [
    [
      [1, 2, 3],
      [10, 20, 30],
    ],
    [[1], [5]],
    [[], []],
  ] as const) {
    const found = spendIndependence(spendHistoriesFrom(x, z));
    expect(found.correlation).toBeNull();
    expect(found.sentence).toContain("is unknown");
  }
});
