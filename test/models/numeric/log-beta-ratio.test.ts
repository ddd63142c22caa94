import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { logBetaRatio } from "../../../models/numeric/log-beta-ratio.js";
import { near } from "../near.js";

test("ln[B(a, x+d)/B(a, x)] agrees with mpmath, ratios near 1 included", () => {
  const table = JSON.parse(
    readFileSync(new URL("../../fixtures/log-beta-ratio.json", import.meta.url), "utf8"),
  ) as [number, number, number, number][];
  expect(table.length).toBe(288);
  for (const [a, x, d, expected] of table)
    near(logBetaRatio(a, x, d), expected, 1e-12, `a ${a} x ${x} d ${d}:`);
});

test("closed forms: x/(a+x) at d = 1, 0 at d = 0, chains multiply", () => {
  for (const a of [1e-3, 2, 70])
    for (const x of [0.1, 3, 200]) {
      near(logBetaRatio(a, x, 1), -Math.log1p(a / x), 1e-13);
      expect(logBetaRatio(a, x, 0)).toBe(0);
      near(logBetaRatio(a, x, 0.4) + logBetaRatio(a, x + 0.4, 2.6), logBetaRatio(a, x, 3), 1e-13);
    }
  near(logBetaRatio(2, 3, 1), -0.5108256237659907, 1e-14);
});
