import type { Histories } from "../model.js";
import { arrivalsOf } from "./arrivals.js";
import type { CalendarBins } from "./bins.js";
import { type Clock, clockFrom, inOperationalTime } from "./clock.js";
import { dayFactor } from "./day-factor.js";
import { eventEffects } from "./event-effects.js";
import { type Exposure, exposureByDay, type ParamsOfRow } from "./expected-by-day.js";
import { expectedCovariance, factorPosterior } from "./factor-posterior.js";
import { type FactorParts, purchasePrior } from "./factor-prior.js";
import { binsOf, type FittedCalendar, type ObservedMonth, seenFactor } from "./fitted-calendar.js";
import { eventsOfLog, type PlannedEvent } from "./planned-events.js";

/** A log as the calendar sees it. All days are day numbers. */
export interface CalendarLog {
  /** in days as of asOf */
  readonly histories: Histories;
  /** first day of the log */
  readonly firstDay: number;
  readonly asOf: number;
  /** repeat purchases by day, from firstDay to asOf: their sum is that of x over customers */
  readonly repeats: Float64Array;
}

export interface CalendarFit<F> {
  /** the fit in operational time; where there is no calendar, in ordinary time */
  readonly fit: F;
  readonly calendar: FittedCalendar | null;
  /** the histories that `fit` is of */
  readonly histories: Histories;
  /** why there is no calendar; null where there is one */
  readonly why: "too-short" | "too-few" | null;
}

/** What a model has to say for itself to be fitted along with a calendar. */
export interface CalendarModel<F> {
  /** Of the model that a fit is of. */
  exposureOf(fit: F): Exposure;
  /**
   * Fits the model to histories.
   * @param start the fit of the round before; null in the first
   */
  fit(h: Histories, start: F | null): F;
  /** Parameters by history. */
  paramsOf(fit: F): ParamsOfRow;
}

/** What is known of a calendar before it is fitted. */
export interface CalendarOptions {
  readonly parts: FactorParts;
  /** absent for none; those that the log can tell nothing of are left out */
  readonly events?: readonly PlannedEvent[];
}

const rounds = 3;
const fewestMonths = 2;
const halfYear = 183; // days

/**
 * Fits a model along with the calendar, in turns: what each month brought compared with what it was expected to bring, given the histories,
 * says how the season runs; the season makes operational time; the model is fitted in that again. x, t_x and T stay sufficient: T
 * tells the first day, t_x the last. The level never enters operational time, since there it would take the place of churn. Events do, and
 * weekdays with them.
 */
export function fitCalendar<F>(
  model: CalendarModel<F>,
  log: CalendarLog,
  options: CalendarOptions,
): CalendarFit<F> {
  const { histories, firstDay, asOf } = log;
  const bins = binsOf(log, asOf);
  const events = eventsOfLog(options.events ?? [], log);
  const plain = model.fit(histories, null);
  const without = (why: "too-short" | "too-few"): CalendarFit<F> => {
    return { fit: plain, calendar: null, histories, why };
  };
  let fit = plain;
  let own = histories;
  if (bins.past < fewestMonths) return without("too-short");
  let calendar: FittedCalendar = {
    parts: options.parts,
    arrivals: arrivalsOf(log, halfYear),
    firstDay,
    asOf,
    months: [],
    season: new Array<number>(12).fill(0),
  };
  for (let round = 1; ; round++) {
    const clock = pastClock(bins, calendar);
    const exposure = exposureByDay(
      model.exposureOf(fit),
      model.paramsOf(fit),
      histories,
      own,
      firstDay,
      asOf,
    );
    const months = observedMonths(bins, clock, exposure, log);
    calendar = { ...calendar, months };
    const seen = seenFactor(bins, months, calendar.season);
    if (seen.bin.length < fewestMonths) return without("too-few");
    if (round === rounds) return { fit, calendar, histories: own, why: null };
    if (options.parts === "level" && events.length === 0) return { fit, calendar, histories: own, why: null };
    const prior = purchasePrior(calendar.arrivals, calendar.parts);
    const { season } = factorPosterior(bins, seen, prior);
    calendar = { ...calendar, season: Array.from(season) };
    if (events.length > 0) {
      const covariance = expectedCovariance(bins, seen, prior);
      calendar = { ...calendar, ...eventEffects(events, { ...log, exposure }, bins, covariance) };
    }
    own = inOperationalTime(histories, pastClock(bins, calendar), asOf);
    fit = model.fit(own, fit);
  }
}

/** The clock of the days of the log: a day counts what its month of the year does, and its weekday and events where some are known. */
function pastClock(bins: CalendarBins, calendar: FittedCalendar): Clock {
  const { season, firstDay } = calendar;
  const ofDay = dayFactor(calendar);
  const days = bins.to[bins.past - 1]! - firstDay;
  const factor = new Float64Array(days);
  for (let b = 0; b < bins.past; b++) {
    const value = Math.exp(season[bins.month[b]!]!);
    for (let day = Math.max(firstDay + 1, bins.from[b]!); day <= bins.to[b]!; day++)
      factor[day - firstDay - 1] = value * ofDay(day);
  }
  return clockFrom(firstDay, factor);
}

function observedMonths(
  bins: CalendarBins,
  { elapsed }: Clock,
  exposure: Float64Array,
  { firstDay, repeats }: CalendarLog,
): ObservedMonth[] {
  return Array.from({ length: bins.past }, (_, b) => {
    let actual = 0;
    let expected = 0;
    for (let i = bins.from[b]! - firstDay; i <= bins.to[b]! - firstDay; i++) {
      actual += repeats[i]!;
      if (i > 0) expected += (elapsed[i]! - elapsed[i - 1]!) * exposure[i]!;
    }
    return { actual, expected };
  });
}
