import { expect, test } from "vitest";
import type { ScoreSummary } from "../../../pipeline/artifacts/score-summary.js";
import { configSchema } from "../../../pipeline/config/config.js";
import { valueText } from "../../../pipeline/terminal/value-text.js";

const bounds = { lo95: 70, lo80: 80, hi80: 120, hi95: 130, chance: 5, doubt: 5 };
const summary = (calendar: number, more: Partial<ScoreSummary> = {}): ScoreSummary => {
  const total = { ...bounds, expected: 100, calendar };
  return {
    ...{ customers: 10, longestHorizonDays: 90, expectedAlive: 8, historicValue: 1, residualClv: null },
    horizons: [{ days: 90, expectedPurchases: 100, clv: 100 }],
    intervals: {
      total: {
        attribute: null,
        value: null,
        customers: 10,
        horizons: [{ days: 90, purchases: total, clv: total }],
      },
      segments: [],
    },
    ...{ tiers: [], top: [] },
    ...more,
  };
};
const text = (s: ScoreSummary): string =>
  valueText(s, { ...configSchema.parse({}), currency: "EUR", asOf: "2024-12-31" });

test("ranges say whether season and level are in them", () => {
  expect(text(summary(0))).toContain("season and level are not in them");
  expect(text(summary(4))).toContain("doubt about parameters, season and level to come");
  expect(text(summary(4))).not.toContain("The total");
});

test("what earlier totals say of these stands below them", () => {
  const said = text(
    summary(4, {
      rivalTotals: [
        {
          ...{ days: 90, target: "purchases", rival: "last-year", total: 1234, lo95: 1000, lo80: 1100 },
          ...{ hi80: 1400, hi95: 1500, error: 0.02, modelError: 0.2, origins: 15 },
        },
      ],
      totalsSafety: { unsupported: true, reason: "it grew", widened: 1.42 },
    }),
  );
  expect(said).toContain(
    "The total of purchases of the next 90 days is 1,234 (80 % range 1,100 to 1,400), that of a naive forecast, same period last year, which predicted earlier ones better beyond chance: its totals were off by 2 %",
  );
  expect(said).toContain("up to 1.4 times as wide as the model makes them");
  expect(said).toContain(
    "The total may not be believed, as the log does not support a forecast of it: it grew.",
  );
  const kept = text(summary(4, { totalsSafety: { unsupported: false, reason: null, widened: 1.01 } }));
  expect(kept).not.toContain("as wide as");
});
