import { expect, test } from "vitest";
import type { TotalRival } from "../../../models/index.js";
import { totalRivalText } from "../../../pipeline/terminal/total-rivals-text.js";

const found = (more: Partial<TotalRival> = {}): TotalRival => ({
  ...{ rival: "last-year", origins: 12, effective: 6, error: Math.log(1.04), modelError: Math.log(1.1) },
  ...{ pValue: 0.004, better: true, spread: 0.05, ...more },
});
const errors = "its totals were off by 4 % on average of 12 earlier days, the model's by 10 %";

test.each([
  [
    "auto",
    [found()],
    `is that of a naive forecast, same period last year, which is better beyond chance: ${errors}`,
  ],
  [
    "off",
    [found()],
    `is the model's, as forecast.rival is off, though a naive forecast, same period last year, is better beyond chance: ${errors}`,
  ],
  [
    "auto",
    [found({ error: 0.01, better: false, pValue: 0.2, rival: "last-period" }), found()],
    `is that of a naive forecast, same period last year, which is better beyond chance: ${errors}`,
  ],
  [
    "auto",
    [found({ better: false, pValue: 0.2 })],
    `is the model's, though a naive forecast, same period last year, had the lower error, which chance could explain: ${errors}`,
  ],
  [
    "auto",
    [found({ better: false, pValue: null, effective: 3.96 })],
    `is the model's; same period last year, a naive forecast, had the lower error, but the days count as 3.9 apart from one another, and 5 are needed: ${errors}`,
  ],
  [
    "auto",
    [found({ better: false, pValue: 0.9, modelError: Math.log(1.02) })],
    "is the model's, as no naive forecast had a lower error, same period last year the lowest: its totals were off by 4 % on average of 12 earlier days, the model's by 2 %",
  ],
  ["auto", [], "is the model's: no earlier day has a naive forecast to compare it with"],
] as const)("forecast.rival: %s (%#)", (rule, rivals, said) => {
  expect(totalRivalText(rivals, 90, rule)).toBe(`The total of the next 90 days ${said}`);
});
