import { expect, test } from "vitest";
import { spendLevelAt } from "../../../models/calendar/level-at.js";
import type { SpendMonth } from "../../../models/calendar/spend-level.js";

const day = (date: string): number => Date.parse(date) / 86_400_000;
const month = (actual: number, expected = 100): SpendMonth => ({
  ...{ purchases: 10, actual, expected },
  ...{ expectedSquares: expected ** 2 / 10, squares: actual ** 2 / 10, products: (actual * expected) / 10 },
});
const level = { months: [110, 130, 90, 100, 170].map((v) => month(v)), clustered: 0.01 };
const calendar = { firstDay: day("2024-01-01"), asOf: day("2024-05-31") };

test("only months that had ended by then are known, compared with one another", () => {
  const found = spendLevelAt(level, calendar, day("2024-04-20"))!;
  expect(found.months.map((m) => m.purchases)).toEqual([10, 10, 10, 0]);
  expect(found.months.map((m) => m.actual)).toEqual([110, 130, 90, 0]);
  expect(found.months.map((m) => Math.round(m.expected))).toEqual([110, 110, 110, 0]);
  expect(found.months[1]!.expectedSquares).toBeCloseTo(1.1 ** 2 * 1000, 9);
  expect(found.months[1]!.products).toBeCloseTo(1.1 * 1300, 9);
  expect(found.clustered).toBeCloseTo((0.01 * 600) / 330, 12);
});

test("days of a month that has hardly begun belong to the one before, which has ended", () => {
  expect(spendLevelAt(level, calendar, day("2024-04-05"))!.months.map((m) => m.actual)).toEqual([
    110, 130, 90,
  ]);
});

test("on its own day it is as it was, but for the ratio of all", () => {
  const found = spendLevelAt(level, calendar, calendar.asOf)!;
  expect(found.months.map((m) => m.expected)).toEqual(level.months.map(() => 120));
  expect(found.clustered).toBe(0.01);
  expect(spendLevelAt(level, calendar, day("2024-01-20"))).toBeNull();
});
