import { expect, test } from "vitest";
import { bgNbd, type FittedCalendar, historiesFrom, predictHistories } from "../../../../models/index.js";
import type { ModelFile } from "../../../../pipeline/artifacts/model-file.js";
import { futureOf } from "../../../../pipeline/stages/score/future.js";
import { calendarDay } from "../../../../pipeline/time/day-number.js";

const value = { horizonsDays: [90, 365], annualDiscountRate: 0.1, margin: 1 };
const p = { r: 0.8, alpha: 60, a: 0.7, b: 2.5 };
const asOf = "2024-06-30";
const h = historiesFrom([0, 2, 7], [0, 100, 300], [400, 250, 310]);

/** A model with a calendar that says nothing: no month of it was compared. */
function modelWith(season: readonly number[], calendar: boolean): ModelFile {
  const flat: FittedCalendar = {
    ...{ parts: "season", arrivals: "all-along" },
    firstDay: calendarDay("2023-01-01")!,
    asOf: calendarDay(asOf)!,
    months: [],
    season,
  };
  return { asOf, spend: null, purchase: { period: null, ...(calendar && { calendar: flat }) } } as ModelFile;
}

const predicted = (m: ModelFile) => {
  const { horizons, delta, timeline, inModelTime } = futureOf(m, value);
  return predictHistories(bgNbd, p, inModelTime(h), horizons, delta, undefined, timeline);
};

test("a calendar without a factor predicts what no calendar does, to the bit", () => {
  const none = new Array<number>(12).fill(0);
  expect(predicted(modelWith(none, true))).toEqual(predicted(modelWith(none, false)));
});

test("one with a season predicts something else", () => {
  const december = new Array<number>(12).fill(0).map((_, month) => (month === 11 ? 0.5 : 0));
  expect(predicted(modelWith(december, true)).expected).not.toEqual(
    predicted(modelWith(december, false)).expected,
  );
});
