import { expect, test } from "vitest";
import type { FittedCalendar } from "../../../../models/index.js";
import { ofLikeSeason } from "../../../../pipeline/stages/score/like-season.js";
import { calendarDay } from "../../../../pipeline/time/day-number.js";

const december = Array.from({ length: 12 }, (_, month) => (month === 11 ? 0.5 : 0));
const calendar: FittedCalendar = {
  parts: "auto",
  arrivals: "all-along",
  firstDay: calendarDay("2022-01-01")!,
  asOf: calendarDay("2024-06-30")!,
  months: [],
  season: december,
};
const stretch = (after: string, until: string) => ({ after, until });
const summer = stretch("2023-06-30", "2023-08-31");
const christmas = stretch("2023-11-30", "2023-12-31");

test("only stretches in a season like the wanted one teach; without a calendar all do", () => {
  const all = [summer, christmas];
  expect(ofLikeSeason(calendar, all, stretch("2024-06-30", "2024-08-31"))).toEqual([summer]);
  expect(ofLikeSeason(calendar, all, stretch("2024-11-30", "2024-12-31"))).toEqual([christmas]);
  expect(ofLikeSeason(null, all, stretch("2024-06-30", "2024-08-31"))).toEqual(all);
});
