import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { logHypergeometric } from "../../../models/numeric/log-hypergeometric.js";
import { near } from "../near.js";

const table = JSON.parse(
  readFileSync(new URL("../../fixtures/log-hypergeometric.json", import.meta.url), "utf8"),
) as [number, number, number, number, number][];

test("ln 2F1 has twelve digits of mpmath at the arguments of purchase models, x to 2,000", () => {
  expect(table.length).toBe(50);
  for (const [a, b, c, z, expected] of table)
    near(logHypergeometric(a, b, c, z), expected, 1e-12, `ln 2F1(${a}, ${b}; ${c}; ${z})`);
});

test("closed forms: 2F1(1, 1; 2; z) = -ln(1-z)/z, 2F1(a, b; b; z) = (1-z)^-a", () => {
  near(logHypergeometric(1, 1, 2, 0.5), 0.32663425997828094, 1e-14);
  near(logHypergeometric(1000, 7, 7, 0.9), 1000 * Math.log(10), 1e-13);
  expect(logHypergeometric(3, 4, 5, 0)).toBe(0);
});

test("a value that is not positive or an argument outside the domain throws", () => {
  expect(() => logHypergeometric(-1, 3, 1, 0.9)).toThrow("not positive"); // 1 - 2.7
  expect(() => logHypergeometric(1, 1, 2, 1)).toThrow("0 <= z < 1");
  expect(() => logHypergeometric(1, 1, Number.NaN, 0.5)).toThrow(RangeError);
});
