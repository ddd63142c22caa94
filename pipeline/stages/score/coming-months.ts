import { calendarBins, type Stretch } from "../../../models/index.js";
import { fittedPurchaseModel, type ModelFile } from "../../artifacts/model-file.js";
import { calendarDay } from "../../time/day-number.js";

/** Five years: what is expected beyond is in the totals alone. */
const mostMonths = 60;

/** The calendar months after the as-of date, what is left of its own first, up to a horizon; null where a model counts periods. */
export function monthsToCome(model: ModelFile, longestDays: number): Stretch[] | null {
  if (fittedPurchaseModel(model).time === "discrete") return null;
  return calendarMonths(calendarDay(model.asOf)!, longestDays);
}

/** The calendar months after a day, what is left of its own first, up to a horizon; five years at most. */
export function calendarMonths(day: number, longestDays: number): Stretch[] {
  const { from, to, past } = calendarBins(day, day, day + longestDays);
  return from
    .map((first, i): Stretch => ({ from: first - 1 - day, to: to[i]! - day }))
    .slice(past, past + mostMonths);
}

/** The days at which a month or a horizon ends, rising. */
export function cutsOf(months: readonly Stretch[], horizonsDays: readonly number[]): number[] {
  return [...new Set([...months.map(({ to }) => to), ...horizonsDays])].sort((a, b) => a - b);
}
