/**
 * The level of a discrete model by period, after its fit: how far renewals (of contracts) or purchases (at opportunities) of each period lay
 * from what the model expects, as a common factor on the odds of each customer. Odds, since a probability near 1 has little room: a
 * base of which 3 % leave a month cannot gain 5 %, and the loyal half of one loses fewer to a bad month than the other.
 */
import type { Histories } from "../model.js";
import { arrivalsOf } from "./arrivals.js";
import type { CalendarBins } from "./bins.js";
import type { MonthFactor } from "./calendar-months.js";
import { type FactorPosterior, factorPosterior, type SeenFactor } from "./factor-posterior.js";
import { type Arrivals, purchasePrior } from "./factor-prior.js";
import { firstDayOfMonth, monthOfDay } from "./months.js";
import type { PeriodCounts } from "./renewals-by-period.js";

/** Length of a period: calendar months of which every so many begin one, or days. */
export type PeriodLength = { readonly months: number } | { readonly days: number };

/** Renewals, or purchases, of a stretch of the log. */
export interface ObservedPeriods {
  readonly actual: number;
  readonly expected: number;
  /** of actual about expected, by chance alone */
  readonly variance: number;
  readonly atRisk: number;
}

/** What is known of the level of a discrete model. JSON-serialisable. */
export interface PeriodLevel {
  /** last day of the log, which ends a period: a day number */
  readonly asOf: number;
  readonly length: PeriodLength;
  /** whether customers kept coming */
  readonly arrivals: Arrivals;
  /** periods of the log */
  readonly periods: number;
  /** periods in a stretch: one, or, where they are shorter than a month, as many as a month holds; the first may have fewer */
  readonly each: number;
  /** the stretches of the log, the latest last */
  readonly stretches: readonly ObservedPeriods[];
}

const fewestStretches = 2;
/** Fewer expected purchases, or less chance in them, say nothing. */
const leastExpected = 2;
const leastVariance = 1;

/**
 * @param counts by period, the latest last: those of renewalsByPeriod, or of opportunitiesByPeriod with the actual ones
 * @param h      the histories that they are of, in periods
 * @param asOf   last day of the latest period
 * @returns null where fewer than two stretches have enough to compare
 */
export function periodLevel(
  counts: PeriodCounts,
  h: Histories,
  asOf: number,
  length: PeriodLength,
): PeriodLevel | null {
  const periods = counts.actual.length;
  const each = Math.max(1, Math.floor(1 / monthsIn(length)));
  const stretches = Array.from({ length: Math.ceil(periods / each) }, () => ({
    ...{ actual: 0, expected: 0, variance: 0, atRisk: 0 },
  }));
  for (let period = 0; period < periods; period++) {
    const stretch = stretches.at(-1 - Math.floor((periods - 1 - period) / each))!;
    for (const of of ["actual", "expected", "variance", "atRisk"] as const)
      stretch[of] += counts[of][period]!;
  }
  const arrivals = arrivalsOf({ histories: h, firstDay: -periods, asOf: 0 }, 6 / monthsIn(length));
  const level = { asOf, length, arrivals, periods, each, stretches };
  return seenLevel(level).bin.length < fewestStretches ? null : level;
}

function monthsIn(length: PeriodLength): number {
  return "months" in length ? length.months : (length.days * 12) / 365;
}

/** Log factor of the odds by stretch: the difference of log odds of all at risk, over what one of everybody's odds makes of it. */
function seenLevel({ stretches }: PeriodLevel): SeenFactor {
  const usable = stretches
    .map((stretch, bin) => ({ ...stretch, bin }))
    .filter(
      ({ expected, variance, atRisk }) =>
        expected > leastExpected && variance >= leastVariance && atRisk > expected,
    );
  return {
    bin: usable.map(({ bin }) => bin),
    log: usable.map(({ actual, expected, variance, atRisk }) => {
      const rest = atRisk - expected;
      const passedOn = (variance * atRisk) / (expected * rest);
      // halves make it right on average where few renew or few leave
      return Math.log(((actual + 0.5) * rest) / ((atRisk - actual + 0.5) * expected)) / passedOn;
    }),
    noise: usable.map(({ variance }) => 1 / variance),
  };
}

/** Log factor of the odds by stretch of the log, and of those after it. */
export function periodPosterior(level: PeriodLevel, stretchesAhead: number): FactorPosterior {
  return factorPosterior(
    stretchesOf(level, stretchesAhead),
    seenLevel(level),
    purchasePrior(level.arrivals, "level"),
  );
}

function stretchesOf(level: PeriodLevel, ahead: number): CalendarBins {
  const past = level.stretches.length;
  const months = level.each * monthsIn(level.length);
  const bins = Array.from({ length: past + ahead }, (_, i) => i);
  const from = bins.map((i) => lastDayOf(level, Math.max(-level.periods, (i - past) * level.each)) + 1);
  const to = bins.map((i) => lastDayOf(level, (i + 1 - past) * level.each));
  return {
    from,
    to,
    month: bins.map((i) => monthOfDay(Math.floor((from[i]! + to[i]!) / 2)) % 12),
    year: bins.map((i) => ((i + 0.5 - past / 2) * months) / 12),
    past,
    step: bins.map((i) => (i + 1) * months),
  };
}

/** Last day of the period so many after the latest of the log, of which there may be fewer than 0. */
function lastDayOf({ asOf, length }: PeriodLevel, after: number): number {
  return "days" in length
    ? asOf + after * length.days
    : firstDayOfMonth(monthOfDay(asOf) + 1 + after * length.months) - 1;
}

/** Whole periods from the end of the log to a day. */
export function periodsUntil({ asOf, length }: PeriodLevel, day: number): number {
  return "days" in length
    ? Math.floor((day - asOf) / length.days)
    : Math.floor((monthOfDay(day + 1) - monthOfDay(asOf + 1)) / length.months);
}

/**
 * ln(p'/p) of a probability p whose odds are multiplied by e^log.
 * @param room 1 - p
 */
export function logShare(room: number, log: number): number {
  return -Math.log1p(room * Math.expm1(-log));
}

/** Its derivative by log. */
export function logShareSlope(room: number, log: number): number {
  return room * Math.exp(-log + logShare(room, log));
}

/**
 * Every stretch of the log, and of so many periods after it, as renewals, or purchases, over the expected ones. To those to come the room of
 * the latest stretch is given.
 */
export function periodFactors(level: PeriodLevel, periods: number): MonthFactor[] {
  const ahead = Math.ceil(periods / level.each);
  const bins = stretchesOf(level, ahead);
  const { mean, variance, level: walk } = periodPosterior(level, ahead);
  return bins.from.map((from, b) => {
    const of = level.stretches[Math.min(b, bins.past - 1)]!;
    const room = of.expected > 0 ? of.variance / of.expected : 0;
    const whole = logShare(room, mean[b]!);
    const own = logShare(room, walk[b]!);
    return {
      from,
      to: bins.to[b]!,
      month: bins.month[b]!,
      past: b < bins.past,
      mean: whole,
      deviation: logShareSlope(room, mean[b]!) * Math.sqrt(variance[b]!),
      season: 0,
      level: own,
      shock: whole - own,
    };
  });
}
