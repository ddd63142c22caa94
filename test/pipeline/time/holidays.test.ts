import { expect, test } from "vitest";
import { weekday } from "../../../pipeline/time/calendar.js";
import { holidayCountries, holidaysOf } from "../../../pipeline/time/holidays.js";

/** From the official lists of each country. */
const known = {
  DE: { "Whit Monday": "2024-05-20", "German Unity Day": "2024-10-03" },
  DK: {
    "Ascension Day": "2024-05-09",
    "Maundy Thursday": "2024-03-28",
    "Danish Constitution Day": "2024-06-05",
  },
  GB: {
    "Early May Bank Holiday": "2024-05-06",
    "Spring Bank Holiday": "2024-05-27",
    "Summer Bank Holiday": "2024-08-26",
  },
  NO: { "Norwegian Constitution Day": "2024-05-17", "Labour Day": "2024-05-01" },
  SE: { "Midsummer Eve": "2024-06-21", "Midsummer Day": "2024-06-22", "All Saints' Day": "2024-11-02" },
  US: {
    "Martin Luther King Day": "2024-01-15",
    "Presidents' Day": "2024-02-19",
    "Memorial Day": "2024-05-27",
    "Labor Day": "2024-09-02",
    "Columbus Day": "2024-10-14",
    Thanksgiving: "2024-11-28",
  },
} as const;

test("holidays are those of the official lists", () => {
  for (const country of holidayCountries) {
    const found = holidaysOf([country], 2024, 2024);
    for (const [name, day] of Object.entries(known[country])) expect(found.get(name), name).toEqual([day]);
    expect(found.get("Christmas Day")).toEqual(["2024-12-25"]);
  }
});

test("each year has its own, and those that came or went are only where they were", () => {
  expect(holidaysOf(["DK"], 2022, 2025).get("Great Prayer Day")).toEqual(["2022-05-13", "2023-05-05"]);
  expect(holidaysOf(["DK"], 2024, 2025).has("Great Prayer Day")).toBe(false);
  expect(holidaysOf(["US"], 2020, 2022).get("Juneteenth")).toEqual(["2021-06-19", "2022-06-19"]);
  expect(holidaysOf(["GB"], 2020, 2022).get("Early May Bank Holiday")).toEqual([
    "2020-05-08",
    "2021-05-03",
    "2022-05-02",
  ]);
  for (const day of holidaysOf(["SE"], 2000, 2050).get("Midsummer Day")!) {
    expect(weekday(day)).toBe(6);
    expect(day.slice(5) >= "06-20" && day.slice(5) <= "06-26", day).toBe(true);
  }
});

test("countries that share a holiday count its day once", () => {
  const both = holidaysOf(["DK", "NO"], 2024, 2025);
  expect(both.get("Easter Sunday")).toEqual(["2024-03-31", "2025-04-20"]);
  expect([both.has("Labour Day"), both.has("Danish Constitution Day")]).toEqual([true, true]);
});
