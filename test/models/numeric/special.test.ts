import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { digamma, incompleteBeta, logBeta, logGamma, trigamma } from "../../../models/numeric/special.js";
import { near } from "../near.js";

const functions = { logGamma, digamma, trigamma, logBeta, incompleteBeta };
type Name = keyof typeof functions;
const table = JSON.parse(readFileSync(new URL("../../fixtures/special.json", import.meta.url), "utf8")) as [
  Name,
  ...number[],
][];

// digamma(1.4616) is next to the zero of psi, where one rounding of the argument already costs four digits
const tolerance = (name: Name, args: readonly number[]) =>
  name === "digamma" && args[0] === 1.4616 ? 1e-11 : 1e-13;

for (const [name, ...numbers] of table) {
  const args = numbers.slice(0, -1);
  test(`${name}(${args.join(", ")}) has the digits of mpmath`, () => {
    const f = functions[name] as (...args: number[]) => number;
    near(f(...args), numbers[numbers.length - 1]!, tolerance(name, args));
  });
}

test("the examples of the docblocks", () => {
  near(logGamma(4), 1.791759469228055, 1e-15);
  near(digamma(1), -0.5772156649015329, 1e-15);
  near(trigamma(1), 1.6449340668482264, 1e-15);
  near(logBeta(2, 3), -2.4849066497880004, 1e-15);
  expect(incompleteBeta(0.5, 2, 2)).toBe(0.5);
});
