import type { CalendarBins } from "./bins.js";
import { calendarBins } from "./bins.js";
import type { SeenFactor } from "./factor-posterior.js";
import type { Arrivals, FactorParts } from "./factor-prior.js";

/** Repeat purchases of one calendar month of the log. */
export interface ObservedMonth {
  readonly actual: number;
  /** given the histories, by a model that knows the season but no level */
  readonly expected: number;
}

/** The days of a kind of event, and what it does to purchases. */
export interface EventEffect {
  readonly name: string;
  /** of ln purchases on such a day */
  readonly effect: number;
  readonly standardError: number;
  /** day numbers, of the log and after it */
  readonly days: readonly number[];
}

/**
 * How purchases depend on the calendar beyond what single customers' histories say. JSON-serialisable. All days are day numbers (since 1970-01-01).
 * The process itself is not kept: factorPosterior makes it of the months again, for as many months to come as are asked for.
 */
export interface FittedCalendar {
  readonly parts: FactorParts;
  /** whether customers kept coming */
  readonly arrivals: Arrivals;
  readonly firstDay: number;
  /** last day of the log */
  readonly asOf: number;
  /** by bin of the log, as calendarBins makes them */
  readonly months: readonly ObservedMonth[];
  /** log factor by month of the year, January first, that operational time was made with */
  readonly season: readonly number[];
  /** absent where none are named, or the log can tell nothing of any */
  readonly events?: readonly EventEffect[];
  /** log factor by weekday, Thursday first (day number modulo 7): estimated along with events, which fall on certain weekdays */
  readonly weekdays?: readonly number[];
}

/** Fewer expected purchases in a month say nothing of its factor. */
const leastExpected = 2;

/** Bins of the log, and of what follows it up to a day. */
export function binsOf(
  { firstDay, asOf }: Pick<FittedCalendar, "firstDay" | "asOf">,
  until: number,
): CalendarBins {
  return calendarBins(firstDay, asOf, until);
}

/** ln(actual / expected) by month, with the season that was taken out of the expected ones. */
export function seenFactor(
  bins: CalendarBins,
  months: readonly ObservedMonth[],
  season: ArrayLike<number>,
): SeenFactor {
  const bin: number[] = [];
  const log: number[] = [];
  const noise: number[] = [];
  months.forEach(({ actual, expected }, i) => {
    if (!(expected > leastExpected)) return;
    bin.push(i);
    log.push(Math.log((actual + 0.5) / (expected + 0.5)) + season[bins.month[i]!]!);
    noise.push(1 / (actual + 1));
  });
  return { bin, log, noise };
}
