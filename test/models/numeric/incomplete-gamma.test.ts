import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chiSquareTail, upperIncompleteGamma } from "../../../models/numeric/incomplete-gamma.js";
import { near } from "../near.js";

const table = JSON.parse(
  readFileSync(new URL("../../fixtures/incomplete-gamma.json", import.meta.url), "utf8"),
) as [a: number, x: number, tail: number][];

test("the upper incomplete gamma function has twelve digits of mpmath", () => {
  expect(table.length).toBeGreaterThan(30);
  for (const [a, x, tail] of table) near(upperIncompleteGamma(a, x), tail, 1e-12, `Q(${a}, ${x})`);
});

test("examples, ends of the range and what is outside", () => {
  near(upperIncompleteGamma(1, 2), Math.exp(-2), 1e-14);
  near(chiSquareTail(3.841458820694124, 1), 0.05, 1e-12);
  near(chiSquareTail(2 * Math.log(20), 2), 0.05, 1e-14);
  expect([upperIncompleteGamma(3, 0), upperIncompleteGamma(3, Infinity)]).toEqual([1, 0]);
  expect([chiSquareTail(0, 0), chiSquareTail(1, 0)]).toEqual([1, 0]);
  expect(() => upperIncompleteGamma(0, 1)).toThrow("needs a > 0 and x >= 0; got a = 0, x = 1");
});
