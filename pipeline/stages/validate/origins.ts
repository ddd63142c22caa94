import type { Account } from "../../artifacts/account.js";
import type { Config } from "../../config/config.js";
import { ClvError } from "../../errors.js";
import type { Period } from "../../sql/period-index.js";
import { dayAfter, daysBetween } from "../../time/calendar.js";
import { daysOf, lastCompleteDay } from "../../time/period.js";

/** One backtest in time: days are yyyy-mm-dd, and each window is of equal length. */
export interface Window {
  /** Last day of calibration. */
  readonly origin: string;
  /** Last day of the holdout (origin, until]. */
  readonly until: string;
  /** The window before, (earlier, origin], is what a rival may repeat or learn from. */
  readonly earlier: string;
}

export interface Windows {
  readonly holdoutDays: number;
  /** Length of a holdout in the time of the models: days, or periods of discrete ones. */
  readonly horizon: number;
  /** Earliest origin first. */
  readonly windows: readonly Window[];
  /** Whether no day lies in two holdouts. */
  readonly disjoint: boolean;
}

const mostDays = 365;
const usualOrigins = 3;
/** An origin more is worth it while holdouts stay this long. */
const fewestDays = 28;

/**
 * The origins that the config asks for. By default as many as fit, up to 3, each with a holdout of its own, the last of
 * which ends with the log. Of a log of n days, k origins have holdouts of n / (k + 2) days: one such stretch is left to
 * learn from before the first origin's own window. They are whole weeks where they have four, and at most a year.
 * Discrete models count whole periods instead, so that origins end one.
 */
export function validationWindows(
  { firstDay, asOf }: Pick<Account, "firstDay" | "asOf">,
  { validate }: Pick<Config, "validate">,
  period: Period | null,
): Windows {
  const span = daysBetween(firstDay, asOf);
  const { origins } = validate;
  const dates = typeof origins === "object" ? [...new Set(origins)].sort() : null;
  const count = dates?.length ?? (typeof origins === "number" ? origins : originsFor(span));
  const room = dates === null ? span : daysBetween(dates.at(-1)!, asOf);
  const usual = dates === null ? Math.floor(span / (count + 2)) : Math.min(room, Math.floor(span / 3));
  const wanted = validate.holdoutDays ?? Math.min(mostDays, Math.max(1, wholeWeeks(usual)));
  const clock = period === null ? days : periods(asOf, period);
  const horizon = clock.units(wanted);
  const holdoutDays = period === null ? horizon : Math.round(horizon * daysOf(period));
  const starts = (dates ?? spread(count, span, horizon, clock, asOf)).map(clock.end);
  const windows = [...new Set(starts)].sort().map((origin) => ({
    origin,
    until: clock.add(origin, horizon),
    earlier: clock.add(origin, -horizon),
  }));
  for (const { origin, until } of windows) {
    const where = `a holdout of ${holdoutDays} days after ${origin} ends on ${until}`;
    if (origin < firstDay)
      throw outside(`the origin ${origin} is before the first order, which was on ${firstDay}`);
    if (until > asOf) throw outside(`${where}, but the log ends on ${asOf}`);
  }
  const disjoint = windows.every(
    ({ until }, i) => i + 1 >= windows.length || until <= windows[i + 1]!.origin,
  );
  return { holdoutDays, horizon, windows, disjoint };
}

/** The most origins whose holdouts would still be long enough. */
function originsFor(span: number): number {
  let count = usualOrigins;
  while (count > 1 && Math.floor(span / (count + 2)) < fewestDays) count--;
  return count;
}

/** Origins back from asOf, a holdout apart; closer together, evenly, where the log is too short for that. */
function spread(count: number, span: number, horizon: number, clock: Clock, asOf: string): string[] {
  const length = daysBetween(clock.add(asOf, -horizon), asOf);
  const step = count === 1 ? 0 : Math.min(length, Math.max(1, Math.floor((span - 2 * length) / (count - 1))));
  return Array.from({ length: count }, (_, i) => {
    const back = count - 1 - i;
    return step === length ? clock.add(asOf, -horizon * (back + 1)) : dayAfter(asOf, -length - back * step);
  });
}

const wholeWeeks = (n: number): number => (n >= fewestDays ? n - (n % 7) : n);

/** Time as models count it. */
interface Clock {
  /** So many days in whole units, at least one. */
  units(days: number): number;
  /** The day some units after the last day of one. */
  add(day: string, units: number): string;
  /** The last day, not after this one, with which a unit ends. */
  end(day: string): string;
}

const days: Clock = { units: (n) => n, add: dayAfter, end: (day) => day };

function periods(asOf: string, period: Period): Clock {
  if (typeof period === "number" || period === "week") {
    const length = daysOf(period);
    return {
      units: (n) => Math.max(1, Math.round(n / length)),
      add: (day, units) => dayAfter(day, units * length),
      end: (day) => dayAfter(asOf, -Math.ceil(daysBetween(day, asOf) / length) * length),
    };
  }
  const months = Math.round((12 * daysOf(period)) / daysOf("year"));
  return {
    units: (n) => Math.max(1, Math.round(n / daysOf(period))),
    add: (day, units) => endOfMonth(day, units * months),
    end: (day) => lastCompleteDay(day, period),
  };
}

/** The last day of the month some months after that of a day. */
function endOfMonth(day: string, months: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months + 1, 0)).toISOString().slice(0, 10);
}

function outside(problem: string): ClvError {
  return new ClvError(
    "CONFIG_INVALID",
    `nothing can be validated: ${problem}. Set validate.origins to days inside the log, or a shorter validate.holdoutDays.`,
  );
}
