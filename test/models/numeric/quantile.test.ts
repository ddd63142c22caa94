import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { normalQuantile } from "../../../models/numeric/normal-quantile.js";
import { sampleQuantile } from "../../../models/numeric/quantile.js";
import { near } from "../near.js";

const table = JSON.parse(readFileSync(new URL("../../fixtures/posterior.json", import.meta.url), "utf8")) as {
  normalQuantile: [number, number][];
};

test("normal quantiles are those of mpmath", () => {
  for (const [p, z] of table.normalQuantile) near(normalQuantile(p), z, 3e-15, `at ${p}`);
  expect(normalQuantile(0.5)).toBe(0);
  expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
  near(normalQuantile(0.975), 1.959963984540054, 3e-16);
  expect(() => normalQuantile(1.1)).toThrow("a probability is in [0, 1]; got 1.1");
});

test("sample quantiles interpolate between order statistics", () => {
  expect(sampleQuantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect([0, 0.25, 1].map((level) => sampleQuantile([10, 20, 40, 80, 160], level))).toEqual([10, 20, 160]);
  near(sampleQuantile([10, 20, 40], 0.9), 36, 1e-15);
  expect(sampleQuantile([7], 0.3)).toBe(7);
  expect(() => sampleQuantile([], 0.5)).toThrow("got 0 and 0.5");
});
