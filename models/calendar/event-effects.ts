/**
 * What named events do to the purchases of their days: Poisson regression of repeat purchases by day, with the expected ones as offset. Every
 * month has a factor of its own with the covariance that season, level and shocks give it, and every weekday too, so that neither a good
 * month nor a Saturday is taken for an event. McCullagh & Nelder (1989), Generalized Linear Models, 6.2 and, on overdispersion, 6.2.3.
 */
import { cholesky, solveLower, solveUpper } from "../numeric/cholesky.js";
import type { CalendarBins } from "./bins.js";
import { leastFactor, weekdayOf } from "./day-factor.js";
import type { EventEffect, FittedCalendar } from "./fitted-calendar.js";
import type { PlannedEvent } from "./planned-events.js";

/** Days of a log, by day from its first one to its last. */
export interface DailyLog {
  readonly firstDay: number;
  readonly asOf: number;
  /** repeat purchases */
  readonly repeats: Float64Array;
  /** how many an ordinary day would be expected to bring */
  readonly exposure: Float64Array;
}

/** Variance of the log of an effect before anything is seen: an event without days in the log stays at 0. */
const effectVariance = 1;
const weekdayVariance = 1;
/** Added to the months' variance, so that it can be inverted where all of them are one thing. */
const jitter = 1e-6;
const mostSteps = 50;
const longestStep = 2;
const settled = 1e-9;

/**
 * @param events     as eventsOfLog gives them
 * @param covariance of the months' log factors before anything is seen, past bins by past bins
 * @returns effects with standard errors that allow for days varying more than chance lets them, and the log factor of each weekday, whose
 *   factors are 1 on average
 */
export function eventEffects(
  events: readonly PlannedEvent[],
  log: DailyLog,
  bins: CalendarBins,
  covariance: Float64Array,
): Required<Pick<FittedCalendar, "events" | "weekdays">> {
  const open = events.filter(({ closed }) => !closed);
  const closed = events.filter((e) => e.closed);
  const shut = new Set(closed.flatMap(({ days }) => days));
  const rows = rowsOf(open, log, bins).filter(({ day }) => !shut.has(day));
  const prior = precisionOf(covariance, bins.past, open.length);
  const { dispersion, theta, variance } = fitted(rows, prior);
  const weekdays = Array.from(theta.subarray(bins.past, bins.past + 7));
  const mean = Math.log(weekdays.reduce((sum, w) => sum + Math.exp(w), 0) / 7);
  const first = bins.past + 7;
  const effectOf = new Map<PlannedEvent, EventEffect>(
    open.map((event, k) => [
      event,
      { ...named(event), effect: theta[first + k]!, standardError: Math.sqrt(variance[first + k]!) },
    ]),
  );
  const all = closed.length === 0 ? [] : rowsOf([], log, bins);
  for (const event of closed) effectOf.set(event, closedEffect(event, all, theta, dispersion));
  return {
    events: events.map((event) => effectOf.get(event)!),
    weekdays: weekdays.map((w) => w - mean),
  };
}

const named = ({ name, days }: PlannedEvent): Pick<EventEffect, "name" | "days"> => ({ name, days });

/** One day of the regression: which coefficients it has. */
interface DayRow {
  readonly day: number;
  readonly actual: number;
  readonly offset: number;
  readonly columns: readonly number[];
}

/** The days that purchases were expected on; a customer's first day is none of its repeat purchases. */
function rowsOf(open: readonly PlannedEvent[], log: DailyLog, bins: CalendarBins): DayRow[] {
  const { firstDay, asOf, repeats, exposure } = log;
  const of = new Map<number, number[]>();
  open.forEach(({ days }, k) => {
    for (const day of days) of.set(day, [...(of.get(day) ?? []), bins.past + 7 + k]);
  });
  const rows: DayRow[] = [];
  let bin = 0;
  for (let day = firstDay + 1; day <= asOf; day++) {
    while (day > bins.to[bin]!) bin++;
    const i = day - firstDay;
    if (!(exposure[i]! > 0)) continue;
    const columns = [bin, bins.past + weekdayOf(day), ...(of.get(day) ?? [])];
    rows.push({ day, actual: repeats[i]!, offset: Math.log(exposure[i]!), columns });
  }
  return rows;
}

/** Inverse covariance of all coefficients before anything is seen: months, weekdays, events. */
function precisionOf(covariance: Float64Array, months: number, events: number): Float64Array {
  const n = months + 7 + events;
  const lower = covariance.slice();
  for (let i = 0; i < months; i++) lower[i * months + i]! += jitter;
  cholesky(lower, months);
  const precision = new Float64Array(n * n);
  for (let i = 0; i < months; i++) {
    const column = inverseColumn(lower, months, i);
    for (let j = 0; j < months; j++) precision[i * n + j] = column[j]!;
  }
  for (let i = months; i < n; i++)
    precision[i * n + i] = 1 / (i < months + 7 ? weekdayVariance : effectVariance);
  return precision;
}

function inverseColumn(lower: Float64Array, n: number, i: number): Float64Array {
  const unit = new Float64Array(n);
  unit[i] = 1;
  return solveUpper(lower, n, solveLower(lower, n, unit));
}

interface Regression {
  readonly theta: Float64Array;
  /** of each coefficient */
  readonly variance: Float64Array;
  /** variance of a day's purchases over what chance alone would give; at least 1 */
  readonly dispersion: number;
}

/** As if days varied by chance alone, then with as much more variance as they have. */
function fitted(rows: readonly DayRow[], prior: Float64Array): Regression {
  const n = Math.sqrt(prior.length);
  const { theta } = newton(rows, prior, 1, new Float64Array(n));
  const dispersion = dispersionOf(rows, theta);
  return { ...newton(rows, prior, dispersion, theta), dispersion };
}

/** Squares of what days are off by over what they were expected to bring: steadier than Pearson's where days have few. */
function dispersionOf(rows: readonly DayRow[], theta: Float64Array): number {
  let squares = 0;
  let expected = 0;
  for (const row of rows) {
    const mu = expectedOf(row, theta);
    squares += (row.actual - mu) ** 2;
    expected += mu;
  }
  const free = rows.length - theta.length;
  return free > 0 && expected > 0 ? Math.max(1, ((squares / expected) * rows.length) / free) : 1;
}

function expectedOf({ offset, columns }: DayRow, theta: Float64Array): number {
  return Math.exp(columns.reduce((sum, c) => sum + theta[c]!, offset));
}

function newton(
  rows: readonly DayRow[],
  prior: Float64Array,
  dispersion: number,
  start: Float64Array,
): Omit<Regression, "dispersion"> {
  const n = start.length;
  const theta = start.slice();
  for (let step = 0; ; step++) {
    const { slope, curvature } = derivatives(rows, prior, dispersion, theta);
    cholesky(curvature, n);
    const change = solveUpper(curvature, n, solveLower(curvature, n, slope));
    const most = change.reduce((max, c) => Math.max(max, Math.abs(c)), 0);
    if (most < settled || step === mostSteps) {
      const variance = Float64Array.from({ length: n }, (_, i) => inverseColumn(curvature, n, i)[i]!);
      return { theta, variance };
    }
    const share = Math.min(1, longestStep / most);
    for (let i = 0; i < n; i++) theta[i]! += share * change[i]!;
  }
}

/** Of the log-posterior: its derivative, and its second derivative with the sign turned. */
function derivatives(
  rows: readonly DayRow[],
  prior: Float64Array,
  dispersion: number,
  theta: Float64Array,
): { readonly slope: Float64Array; readonly curvature: Float64Array } {
  const n = theta.length;
  const slope = new Float64Array(n);
  const curvature = prior.slice();
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) slope[i]! -= prior[i * n + j]! * theta[j]!;
  for (const row of rows) {
    const mu = expectedOf(row, theta);
    for (const i of row.columns) {
      slope[i]! += (row.actual - mu) / dispersion;
      for (const j of row.columns) curvature[i * n + j]! += mu / dispersion;
    }
  }
  return { slope, curvature };
}

/** What was bought on days without trade over what other days like them bring; almost nothing where none has come yet. */
function closedEffect(
  event: PlannedEvent,
  all: readonly DayRow[],
  theta: Float64Array,
  dispersion: number,
): EventEffect {
  const days = new Set(event.days);
  const own = all.filter(({ day }) => days.has(day));
  const actual = own.reduce((sum, row) => sum + row.actual, 0);
  const expected = own.reduce((sum, row) => sum + expectedOf(row, theta), 0);
  const share = expected > 0 ? actual / expected : 0;
  return share > leastFactor
    ? { ...named(event), effect: Math.log(share), standardError: Math.sqrt(dispersion / actual) }
    : { ...named(event), effect: Math.log(leastFactor), standardError: 0 };
}
