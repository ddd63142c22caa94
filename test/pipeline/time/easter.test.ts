import { expect, test } from "vitest";
import { weekday } from "../../../pipeline/time/calendar.js";
import { afterEaster, asFarFromEaster, easterSunday } from "../../../pipeline/time/easter.js";

test("Easter Sundays are those of the almanac, the earliest and the latest among them", () => {
  const known = "1818-03-22 1943-04-25 1954-04-18 1981-04-19 2000-04-23 2011-04-24 2024-03-31 2025-04-20";
  for (const day of known.split(" ")) expect(easterSunday(Number(day.slice(0, 4)))).toBe(day);
  for (let year = 1900; year < 2100; year++) {
    const day = easterSunday(year);
    expect(weekday(day)).toBe(0);
    expect(day.slice(5) >= "03-22" && day.slice(5) <= "04-25", day).toBe(true);
  }
});

test("days count from the Easter of their year, and are found again in another", () => {
  expect(afterEaster("2024-03-29")).toBe(-2);
  expect(asFarFromEaster("2024-03-29", 1)).toBe("2025-04-18");
  expect(asFarFromEaster("2025-04-18", -1)).toBe("2024-03-29");
});
