import { expect, test } from "vitest";
import { totalMonths, totalOrigins } from "../../../../pipeline/stages/validate/total-origins.js";
import { dayAfter, daysBetween } from "../../../../pipeline/time/calendar.js";

const log = (days: number) => ({ firstDay: "2023-01-01", asOf: dayAfter("2023-01-01", days) });

test("origins are 30 days apart, back from the last one whose shortest horizon has ended", () => {
  const { firstDay, asOf } = log(700);
  const found = totalOrigins({ firstDay, asOf }, [180, 90, 365], 12);
  expect(found).toHaveLength(12);
  expect(daysBetween(found.at(-1)!, asOf)).toBe(90);
  for (let i = 1; i < found.length; i++) expect(daysBetween(found[i - 1]!, found[i]!)).toBe(30);
});

test.each([
  [239, 0],
  [240, 1],
  [269, 1],
  [270, 2],
  [5000, 12],
])("of a log of %d days there are %d", (days, count) => {
  const found = totalOrigins(log(days), [90], 12);
  expect(found).toHaveLength(count);
  for (const origin of found) expect(daysBetween(log(days).firstDay, origin)).toBeGreaterThanOrEqual(150);
});

test("0 for none", () => {
  expect(totalOrigins(log(700), [90], 0)).toEqual([]);
});

test("months end within the log and the longest horizon, six at most", () => {
  expect(totalMonths("2024-01-01", "2024-04-10", [365])).toEqual([30, 60, 90]);
  expect(totalMonths("2024-01-01", "2025-12-31", [365])).toEqual([30, 60, 90, 120, 150, 180]);
  expect(totalMonths("2024-01-01", "2025-12-31", [45])).toEqual([30]);
  expect(totalMonths("2024-01-01", "2025-12-31", [14])).toEqual([]);
});
