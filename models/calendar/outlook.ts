import { believed, type LogNormalPoint } from "../value/total-mixture.js";
import { type Clock, clockFrom, timeAt } from "./clock.js";
import { dayFactor } from "./day-factor.js";
import { type FactorPosterior, factorPosterior } from "./factor-posterior.js";
import { purchasePrior } from "./factor-prior.js";
import { binsOf, type EventEffect, type FittedCalendar, seenFactor } from "./fitted-calendar.js";

/** What a calendar says of the days after the as-of date. */
export interface Outlook {
  /**
   * Operational time from the first day of the log on: season and events in the past, and the expected level too after the as-of date. Single
   * customers, months and totals are predicted by one and the same clock.
   */
  readonly clock: Clock;
  readonly asOf: number;
  /** the bins that begin after the as-of date, or hold days after it */
  readonly months: readonly { readonly from: number; readonly to: number }[];
  /** mean and covariance of each month's logarithm about what the clock goes by, by point of the posterior */
  readonly points: readonly {
    readonly weight: number;
    readonly mean: Float64Array;
    readonly covariance: Float64Array;
  }[];
  /** What is known of events, which the clock goes by too. */
  readonly events: readonly EventEffect[];
}

const mostLevel = 0.7;

/** The factor of every month, of the log and after it up to a day. */
export function calendarPosterior(calendar: FittedCalendar, until: number): FactorPosterior {
  const bins = binsOf(calendar, until);
  return factorPosterior(
    bins,
    seenFactor(bins, calendar.months, calendar.season),
    purchasePrior(calendar.arrivals, calendar.parts),
  );
}

const known = new WeakMap<FittedCalendar, Map<string, Outlook>>();

/**
 * Worked out once per calendar, which must not change afterwards, and days.
 * @param asOf  day that predictions are as of: the calendar's own, or a later one
 * @param until last day that is predicted, after asOf
 */
export function outlook(calendar: FittedCalendar, asOf: number, until: number): Outlook {
  const own = known.get(calendar) ?? new Map<string, Outlook>();
  known.set(calendar, own);
  const days = `${asOf} ${until}`;
  const found = own.get(days) ?? workedOut(calendar, asOf, until);
  own.set(days, found);
  return found;
}

function workedOut(calendar: FittedCalendar, asOf: number, until: number): Outlook {
  const { firstDay, season } = calendar;
  const bins = binsOf(calendar, until);
  const posterior = calendarPosterior(calendar, until);
  const coming = bins.from.length - bins.past;
  const level = (b: number): number =>
    Math.max(-mostLevel, Math.min(mostLevel, posterior.mean[b]! - season[bins.month[b]!]!));
  const ofDay = dayFactor(calendar);
  const factor = new Float64Array(until - firstDay);
  bins.from.forEach((from, b) => {
    const past = Math.exp(season[bins.month[b]!]!);
    const future = b < bins.past ? past : past * Math.exp(level(b));
    for (let day = Math.max(firstDay + 1, from); day <= bins.to[b]!; day++)
      factor[day - firstDay - 1] = (day <= asOf ? past : future) * ofDay(day);
  });
  const clock = clockFrom(firstDay, factor);
  const skipped = bins.to.slice(bins.past).filter((to) => to <= asOf).length;
  const kept = coming - skipped;
  const months = Array.from({ length: kept }, (_, i) => {
    const b = bins.past + skipped + i;
    return { from: Math.max(asOf + 1, bins.from[b]!), to: bins.to[b]! };
  });
  const points = posterior.points.map(({ weight, mean, covariance }) => ({
    weight,
    mean: Float64Array.from({ length: kept }, (_, i) => {
      const b = bins.past + skipped + i;
      return mean[skipped + i]! - season[bins.month[b]!]! - level(b);
    }),
    covariance: Float64Array.from({ length: kept * kept }, (_, q) => {
      const i = skipped + Math.floor(q / kept);
      return covariance[i * coming + skipped + (q % kept)]!;
    }),
  }));
  return { clock, asOf, months, points, events: calendar.events ?? [] };
}

/**
 * Variance of the logarithm of a total over days that comes from not knowing the events' effects.
 * @param to   days from the as-of date to the end
 * @param from days from the as-of date to the beginning, 0 for the day after it
 */
export function eventVariance({ clock, asOf, events }: Outlook, to: number, from = 0): number {
  const all = timeAt(clock, asOf + to) - timeAt(clock, asOf + from);
  let variance = 0;
  for (const event of events) {
    const ahead = event.days.filter((day) => day > asOf + from && day <= asOf + to);
    const share = ahead.reduce((sum, day) => sum + timeAt(clock, day) - timeAt(clock, day - 1), 0) / all;
    variance += (share * event.standardError) ** 2;
  }
  return variance;
}

/** Operational time from the as-of date to a day after it. */
export function operationalDays({ clock, asOf }: Outlook, days: number): number {
  return timeAt(clock, asOf + days) - timeAt(clock, asOf);
}

/**
 * How much each month weighs in a total over days: its share of operational time.
 * @param days from the as-of date to the end
 * @param from days from the as-of date to the beginning, 0 for the day after it
 */
export function monthWeights({ clock, asOf, months }: Outlook, days: number, from = 0): number[] {
  const share = months.map((m) => {
    const to = Math.min(m.to, asOf + days);
    const first = Math.max(m.from, asOf + from + 1);
    return to < first ? 0 : timeAt(clock, to) - timeAt(clock, first - 1);
  });
  const sum = share.reduce((a, b) => a + b, 0);
  return share.map((v) => v / sum);
}

/** What the calendar leaves open of a total in which months weigh as given. */
export function weighedPoints({ points }: Outlook, weights: readonly number[]): LogNormalPoint[] {
  const count = weights.length;
  const used = weights.map((w, i) => ({ w, i })).filter(({ w }) => w > 0);
  return believed(
    points.map(({ weight, mean, covariance }) => ({
      weight,
      mean: used.reduce((a, { w, i }) => a + w * mean[i]!, 0),
      variance: used.reduce(
        (a, p) => a + p.w * used.reduce((b, q) => b + q.w * covariance[p.i * count + q.i]!, 0),
        0,
      ),
    })),
  );
}
