import { binsOf, type FittedCalendar } from "./fitted-calendar.js";
import { monthOfDay } from "./months.js";
import { calendarPosterior } from "./outlook.js";

/** One month of a calendar, in logarithms about an ordinary month. Days are day numbers. */
export interface MonthFactor {
  readonly from: number;
  readonly to: number;
  /** month of the year, January 0 */
  readonly month: number;
  readonly past: boolean;
  /** mean of the logarithm and its standard deviation */
  readonly mean: number;
  readonly deviation: number;
  readonly season: number;
  readonly level: number;
  readonly shock: number;
}

/** Every month of the log and after it up to a day, with what its factor is made of. */
export function monthFactors(calendar: FittedCalendar, until: number): MonthFactor[] {
  const bins = binsOf(calendar, until);
  const { season, level, shock, mean, variance } = calendarPosterior(calendar, until);
  return bins.from.map((from, b) => ({
    from,
    to: bins.to[b]!,
    month: bins.month[b]!,
    past: b < bins.past,
    mean: mean[b]!,
    deviation: Math.sqrt(variance[b]!),
    season: season[bins.month[b]!]!,
    level: level[b]!,
    shock: shock[b]!,
  }));
}

/** Months of the year that lie ahead and that the log has never shown, January 0, in the order in which they come. */
export function unseenMonths(calendar: FittedCalendar, until: number): number[] {
  const seen = new Set<number>();
  for (let month = monthOfDay(calendar.firstDay); month <= monthOfDay(calendar.asOf); month++)
    seen.add(month % 12);
  const ahead: number[] = [];
  for (let month = monthOfDay(calendar.asOf + 1); month <= monthOfDay(until); month++)
    if (!seen.has(month % 12) && !ahead.includes(month % 12)) ahead.push(month % 12);
  return ahead;
}

/** The level of the last month over that of an earlier one of the last year, where it has moved most. */
export interface LevelChange {
  /** of the logarithm */
  readonly change: number;
  /** first day of the earlier month */
  readonly since: number;
}

const lookedBack = 12;

/** Null where the log has one month alone. */
export function levelChange(months: readonly MonthFactor[]): LevelChange | null {
  const past = months.filter((m) => m.past);
  const now = past.at(-1);
  const earlier = past.slice(-1 - lookedBack, -1);
  if (now === undefined || earlier.length === 0) return null;
  return earlier
    .map(({ level, from }) => ({ change: now.level - level, since: from }))
    .reduce((a, b) => (Math.abs(b.change) > Math.abs(a.change) ? b : a));
}

/** The season's mean over some days, in logarithms; both ends are day numbers, included. */
export function meanSeason({ season }: Pick<FittedCalendar, "season">, from: number, to: number): number {
  let sum = 0;
  for (let day = from; day <= to; day++) sum += season[monthOfDay(day) % 12]!;
  return sum / (to - from + 1);
}
