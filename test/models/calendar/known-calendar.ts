import type { CalendarLog } from "../../../models/calendar/fit-calendar.js";
import { historiesFrom } from "../../../models/histories.js";
import type { Params, PurchaseModel, Random } from "../../../models/model.js";

/** A calendar that a world runs by. All days are day numbers. */
export interface KnownCalendar {
  readonly firstDay: number;
  readonly asOf: number;
  /** log of what a day counts */
  readonly logFactor: (day: number) => number;
}

/** Operational time at the end of each day from firstDay on, to `until`. */
export function elapsedDays({ firstDay, logFactor }: KnownCalendar, until: number): Float64Array {
  const elapsed = new Float64Array(until - firstDay + 1);
  for (let i = 1; i < elapsed.length; i++) elapsed[i] = elapsed[i - 1]! + Math.exp(logFactor(firstDay + i));
  return elapsed;
}

/** The days on which customers of a model buy who came at these days, theirs first: the model in operational time, mapped back to days. */
export function purchaseDays(
  model: PurchaseModel,
  p: Params,
  calendar: KnownCalendar,
  arrivals: readonly number[],
  until: number,
  random: Random,
): number[][] {
  const elapsed = elapsedDays(calendar, until);
  return arrivals.map((first) => {
    const begun = elapsed[first - calendar.firstDay]!;
    const { times } = model.simulate(p, elapsed.at(-1)! - begun, random);
    return daysOf(first, times, elapsed, calendar.firstDay);
  });
}

/** The days in which these moments lie, each day once: the inverse of the clock. */
export function daysOf(
  first: number,
  times: readonly number[],
  elapsed: Float64Array,
  firstDay: number,
): number[] {
  const days = [first];
  let i = first - firstDay;
  const begun = elapsed[i]!;
  for (const time of times) {
    while (i < elapsed.length - 1 && elapsed[i]! < begun + time) i++;
    if (firstDay + i > days.at(-1)!) days.push(firstDay + i);
  }
  return days;
}

/** What is known at the end of a day of customers who buy on these days. */
export function logAt(
  customers: readonly (readonly number[])[],
  firstDay: number,
  asOf: number,
): CalendarLog {
  const repeats = new Float64Array(asOf - firstDay + 1);
  const seen = customers.filter(([first]) => first! <= asOf).map((days) => days.filter((day) => day <= asOf));
  for (const days of seen) for (const day of days.slice(1)) repeats[day - firstDay]! += 1;
  const gaps = (days: readonly number[]): number =>
    days.slice(1).reduce((sum, day, i) => sum + Math.log(day - days[i]!), 0);
  const histories = historiesFrom(
    seen.map((days) => days.length - 1),
    seen.map((days) => days.at(-1)! - days[0]!),
    seen.map(([first]) => asOf - first!),
    undefined,
    seen.map(gaps),
  );
  return { histories, firstDay, asOf, repeats };
}
