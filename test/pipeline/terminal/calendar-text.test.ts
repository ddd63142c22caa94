import { expect, test } from "vitest";
import type { Calendar } from "../../../pipeline/artifacts/calendar.js";
import { calendarText } from "../../../pipeline/terminal/calendar-text.js";

const calendar = (events: Calendar["events"]): string =>
  calendarText({ format: 1, asOf: "2024-12-31", parts: "auto", why: null, months: [], events, warnings: [] });

test("events stand below the calendar, each with the bounds of its factor, the surest first", () => {
  const found = calendar([
    { name: "fair", effect: 0.1, standardError: 0.1 },
    { name: "Black Friday", effect: Math.log(1.6), standardError: 0.05 },
    { name: "closing", effect: Math.log(1e-3), standardError: 0 },
  ]);
  expect(found).toBe(
    "Calendar: season and level are even\n  closing ×0.00, Black Friday ×1.60 (1.45–1.76), fair ×1.11 (0.91–1.34)",
  );
});

test("of many events the surest are shown, and how many more there are", () => {
  const many = Array.from({ length: 9 }, (_, i) => ({ name: `e${i}`, effect: i / 10, standardError: 0.1 }));
  const [, line] = calendar(many).split("\n");
  expect(line).toMatch(/^ {2}e8 .*e3 ×[^,]*, 3 more$/);
  expect(line).not.toContain("e2 ");
});
