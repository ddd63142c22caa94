import { expect, test } from "vitest";
import type { MonthForecast, ScoreSummary } from "../../../pipeline/artifacts/score-summary.js";
import { monthsText } from "../../../pipeline/terminal/months-text.js";

const figure = (expected: number) => ({
  ...{ expected, lo95: 0.8 * expected, lo80: 0.9 * expected, hi80: 1.1 * expected, hi95: 1.2 * expected },
  ...{ chance: 1, doubt: 1, calendar: 1 },
});

function month(from: string, to: string, purchases: number, value?: number): MonthForecast {
  return {
    from,
    to,
    purchases: figure(purchases),
    ...(value && { value: figure(value), clv: figure(value) }),
  };
}

const text = (months: ScoreSummary["months"], currency: string | null) =>
  monthsText({ months } as ScoreSummary, currency);

test("a row a month, the parts of months with their days, in 80 columns", () => {
  const months = [
    month("2024-12-31", "2024-12-31", 1000, 20_000),
    month("2025-01-01", "2025-01-31", 31_000, 1_234_567),
    month("2025-02-01", "2025-02-27", 900, 1000),
  ];
  const [found] = text(months, "EUR");
  const lines = found!.split("\n");
  expect(lines[0]).toBe("Months to come, existing customers, EUR");
  expect(lines[1]).toMatch(/^ +month +purchases +80 % range +value +80 % range$/);
  expect(lines.slice(2).map((line) => line.trim().split("  ")[0])).toEqual([
    "2024-12-31",
    "2025-01",
    "2025-02 01-27",
  ]);
  expect(lines[4]).toMatch(/ 900 +810 to 990 +1,000 +900 to 1,100$/);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
});

test("twelve rows at most, and purchases alone without amounts", () => {
  const months = Array.from({ length: 14 }, (_, i) => {
    const day = (to: number) => new Date(Date.UTC(2025, i, to)).toISOString().slice(0, 10);
    return {
      ...month(day(1), day(1), 10 + i),
      to: new Date(Date.UTC(2025, i + 1, 0)).toISOString().slice(0, 10),
    };
  });
  const [found] = text(months, null);
  const lines = found!.split("\n");
  expect(lines[0]).toBe("Months to come (12 of 14), existing customers");
  expect(lines).toHaveLength(14);
  expect(lines[1]).not.toContain("value");
});

test("nothing where no months are predicted", () => {
  for (const none of [null, undefined, []]) expect(text(none as null, "EUR")).toEqual([]);
});
