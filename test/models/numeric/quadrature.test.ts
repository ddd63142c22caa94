import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { betaRule } from "../../../models/numeric/beta-rule.js";
import {
  gaussLegendre,
  legendreCoefficients,
  legendreSeries,
} from "../../../models/numeric/gauss-legendre.js";
import { near } from "../near.js";

test("Gauss-Legendre with n points is exact to degree 2n - 1", () => {
  for (const n of [2, 7, 20, 48]) {
    const { nodes, weights } = gaussLegendre(n);
    const integral = (power: number) => nodes.reduce((sum, x, i) => sum + weights[i]! * x ** power, 0);
    near(integral(2 * n - 2), 2 / (2 * n - 1), 1e-13, `n = ${n}`);
    expect(Math.abs(integral(2 * n - 1))).toBeLessThan(1e-15);
  }
  near(gaussLegendre(2).nodes[1]!, 0.5773502691896257, 1e-15);
});

test("a Legendre series through the nodes of a rule reproduces a smooth function between them", () => {
  const rule = gaussLegendre(20);
  const series = legendreCoefficients(rule, rule.nodes.map(Math.exp));
  for (const x of [-1, -0.77, 0, 0.31, 1]) near(legendreSeries(series, x), Math.exp(x), 1e-14);
});

const table = JSON.parse(readFileSync(new URL("../../fixtures/beta-rule.json", import.meta.url), "utf8")) as [
  number,
  number,
  number,
  number,
  number,
][];

test("beta rule: E[(1 + p s)^-k] has twelve digits of mpmath, from a = 0.05 to k = 2,001", () => {
  expect(table.length).toBe(45);
  for (const [a, b, k, s, expected] of table) {
    const { p, weights } = betaRule(a, b, -Math.log1p(k * s));
    const value = p.reduce((sum, at, i) => sum + weights[i]! * Math.exp(-k * Math.log1p(at * s)), 0);
    // relative to 1, the largest value of the function: tails below rounding are not resolved
    expect(Math.abs(value - expected), `a ${a} b ${b} k ${k} s ${s}: ${value} for ${expected}`).toBeLessThan(
      1e-13,
    );
    if (expected > 1e-6) near(value, expected, 1e-12, `a ${a} b ${b} k ${k} s ${s}`);
  }
});

test("beta rule: the mean of Beta(2, 3) is 0.4", () => {
  const { p, weights } = betaRule(2, 3, -3);
  near(
    p.reduce((sum, at, i) => sum + weights[i]! * at, 0),
    0.4,
    1e-14,
  );
});
