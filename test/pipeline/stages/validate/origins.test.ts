import fc from "fast-check";
import { expect, test } from "vitest";
import { configSchema } from "../../../../pipeline/config/config.js";
import { ClvError } from "../../../../pipeline/errors.js";
import type { Period } from "../../../../pipeline/sql/period-index.js";
import { validationWindows, type Windows } from "../../../../pipeline/stages/validate/origins.js";
import { dayAfter, daysBetween } from "../../../../pipeline/time/calendar.js";

const firstDay = "2023-01-01";
const windowsOf = (days: number, validate: object = {}, period: Period | null = null): Windows =>
  validationWindows({ firstDay, asOf: dayAfter(firstDay, days) }, configSchema.parse({ validate }), period);

test("by default up to three origins, each with a holdout of its own, the last of which ends with the log", () => {
  const { windows, holdoutDays, disjoint, horizon } = windowsOf(545);
  expect({ holdoutDays, disjoint, horizon }).toEqual({ holdoutDays: 105, disjoint: true, horizon: 105 });
  expect(windows.map((w) => daysBetween(firstDay, w.origin))).toEqual([230, 335, 440]);
  expect(windows.map((w) => daysBetween(w.origin, w.until))).toEqual([105, 105, 105]);
  expect(windows.map((w) => daysBetween(w.earlier, w.origin))).toEqual([105, 105, 105]);
  expect(windowsOf(10_000).holdoutDays, "at most a year").toBe(365);
});

test("a shorter log has fewer origins; a third of it is the holdout of one", () => {
  expect(windowsOf(140).windows).toHaveLength(3);
  expect(windowsOf(139).windows).toHaveLength(2);
  expect(windowsOf(111).windows).toHaveLength(1);
  expect(windowsOf(60)).toMatchObject({ holdoutDays: 20, windows: { length: 1 } });
  expect(windowsOf(1)).toMatchObject({ holdoutDays: 1, windows: { length: 1 } });
});

test("whatever is asked for, holdouts lie inside the log, and the last one ends with it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.integer({ min: 1, max: 8 }),
      fc.option(fc.integer({ min: 1, max: 700 }), { nil: undefined }),
      (days, origins, holdoutDays) => {
        let found: Windows;
        try {
          found = windowsOf(days, { origins, ...(holdoutDays !== undefined && { holdoutDays }) });
        } catch (error) {
          expect(error).toBeInstanceOf(ClvError);
          expect(holdoutDays !== undefined || days < origins, `${days} days, ${origins} origins`).toBe(true);
          return;
        }
        const { windows, disjoint } = found;
        const asOf = dayAfter(firstDay, days);
        expect(windows.at(-1)!.until).toBe(asOf);
        expect(windows.length).toBe(origins);
        for (const w of windows) {
          expect(w.origin >= firstDay && w.until <= asOf).toBe(true);
          expect(daysBetween(w.origin, w.until)).toBe(found.holdoutDays);
        }
        expect(disjoint).toBe(windows.every((w, i) => i === 0 || windows[i - 1]!.until <= w.origin));
        if (holdoutDays === undefined) expect(disjoint).toBe(true);
      },
    ),
  );
});

test("holdouts overlap where the log is too short for those asked for", () => {
  const { windows, disjoint } = windowsOf(400, { origins: 3, holdoutDays: 150 });
  expect(disjoint).toBe(false);
  expect(windows.map((w) => daysBetween(firstDay, w.origin))).toEqual([150, 200, 250]);
});

test("origins may be dates; those outside the log are refused with what to do", () => {
  const origins = [dayAfter(firstDay, 300), dayAfter(firstDay, 100), dayAfter(firstDay, 300)];
  expect(windowsOf(400, { origins }).windows.map((w) => daysBetween(firstDay, w.origin))).toEqual([100, 300]);
  expect(windowsOf(400, { origins }).holdoutDays, "to the end of the log, in whole weeks").toBe(98);
  expect(() => windowsOf(400, { origins: ["2022-06-01"] })).toThrow(
    /the origin 2022-06-01 is before the first order, which was on 2023-01-01.*validate\.origins/,
  );
  expect(() => windowsOf(400, { origins, holdoutDays: 120 })).toThrow(
    /a holdout of 120 days after 2023-10-28 ends on 2024-02-25, but the log ends on 2024-02-05/,
  );
});

test("discrete models count whole periods, and origins end one", () => {
  const { windows, horizon, holdoutDays } = windowsOf(730, {}, "month"); // to 2024-12-31
  expect({ horizon, holdoutDays }).toEqual({ horizon: 5, holdoutDays: 152 });
  expect(windows.map((w) => [w.earlier, w.origin, w.until])).toEqual([
    ["2023-04-30", "2023-09-30", "2024-02-29"],
    ["2023-09-30", "2024-02-29", "2024-07-31"],
    ["2024-02-29", "2024-07-31", "2024-12-31"],
  ]);
});
