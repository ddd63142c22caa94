import {
  type CalendarLog,
  type FactorParts,
  type Fit,
  type FittedCalendar,
  fit as fitModel,
  fitWithCalendar,
  forecastOutcomes,
  type Histories,
  inOperationalTime,
  type OutcomeForecasts,
  type Outcomes,
  type Outlook,
  operationalDays,
  outlook,
  type Params,
  type PlannedEvent,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  type TrackedPeriod,
  timeAt,
  tracking,
  weakPrior,
} from "../../models/index.js";
import { sharedColumns } from "./shared-columns.js";

/** One origin, which all models share. Columns belong in SharedArrayBuffers. */
export interface BacktestInput {
  /** all customers as of the origin, which models are fitted to */
  readonly histories: Histories;
  /** distinct histories of the customers that forecasts are scored on, sorted, with the class of each */
  readonly scored: Pick<Histories, "x" | "tx" | "T"> & { readonly classes: Float64Array };
  /** what these customers did afterwards */
  readonly outcomes: Outcomes;
  /** length of the holdout in the models' time unit */
  readonly horizon: number;
  /** Gamma-Gamma's p and q; null where everyone's mean spend is the same */
  readonly spend: Params<"p" | "q"> | null;
  readonly prior: "auto" | "off" | "weak";
  /** what to track; null for nothing */
  readonly tracked: TrackedInput | null;
  /** what a calendar is made of; null for none */
  readonly daily: DailyRepeats | null;
}

/** Repeat purchases by day up to the origin, as day numbers, and events: those after it were planned before. */
export interface DailyRepeats extends Omit<CalendarLog, "histories"> {
  readonly parts: FactorParts;
  readonly events: readonly PlannedEvent[];
}

/** Customers by first day and repeat purchases by period, in days on one scale. */
export interface TrackedInput {
  readonly firstDays: Float64Array;
  readonly customers: Float64Array;
  readonly start: number;
  readonly ends: Float64Array;
  readonly actual: Float64Array;
}

export interface BacktestItem {
  readonly model: PurchaseModelName;
  /** parameters held at a value */
  readonly fixed: Params;
  /** parameters estimated before; null to estimate them */
  readonly estimate: Params | null;
  /** the calendar of parameters that were estimated before; null for none */
  readonly calendar: FittedCalendar | null;
  /** quantiles to give, by class */
  readonly purchases: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
}

/** A model's forecasts, in shared columns; null where it could not be fitted. */
export interface ModelBacktest {
  /** null where it was estimated before, which is not tracked either */
  readonly fit: Fit | null;
  readonly calendar: FittedCalendar | null;
  readonly forecasts: OutcomeForecasts | null;
  readonly tracked: readonly TrackedPeriod[] | null;
}

/** Task: fits a model to what was known on the origin and forecasts the holdout. */
export function backtestModel(input: BacktestInput, item: BacktestItem): ModelBacktest {
  const model = purchaseModel(item.model);
  const { outcomes, spend, tracked } = input;
  const made = item.estimate === null ? fitted(model, input, item) : null;
  const { fit, calendar } = made ?? { fit: null, calendar: item.calendar };
  if (fit?.verdict.status === "failed") return { fit, calendar, forecasts: null, tracked: null };
  const params = item.estimate ?? fit!.params;
  const { scored, horizon, track } = inTime(input, calendar);
  const levels = { classes: input.scored.classes, purchases: item.purchases, value: item.value };
  const found = forecastOutcomes(model, params, scored, horizon, spend, outcomes, levels);
  const { purchaseQuantiles, valueQuantiles, ...columns } = found;
  return {
    fit,
    calendar,
    forecasts: {
      ...sharedColumns(columns),
      purchaseQuantiles: purchaseQuantiles.map(shared),
      valueQuantiles: valueQuantiles.map(shared),
    },
    tracked: tracked === null || item.estimate !== null ? null : track(model, params, tracked),
  };
}

function fitted(
  model: PurchaseModel,
  { histories, prior, daily }: BacktestInput,
  { fixed }: BacktestItem,
): { readonly fit: Fit; readonly calendar: FittedCalendar | null } {
  const fitTo = (h: Histories, start: Params | null): Fit =>
    fitModel(model, h, {
      fixed,
      ...(start && { start }),
      ...(prior === "auto" && { prior }),
      ...(prior === "weak" && { prior: weakPrior(model, h) }),
    });
  if (daily === null || model.exposure === null) return { fit: fitTo(histories, null), calendar: null };
  const along = fitWithCalendar(model, { ...daily, histories }, daily, fitTo);
  if (along.fit.verdict.status !== "failed") return along;
  return { fit: fitTo(histories, null), calendar: null };
}

/** The customers, the holdout and what is tracked in the time of a calendar; in days without one. */
function inTime(
  { scored, horizon, daily }: BacktestInput,
  calendar: FittedCalendar | null,
): {
  readonly scored: Omit<Histories, "n">;
  readonly horizon: number;
  track(model: PurchaseModel, params: Params, tracked: TrackedInput): readonly TrackedPeriod[];
} {
  if (calendar === null || daily === null)
    return {
      ...{ scored, horizon },
      track: (model, params, t) => tracking(model, params, t, t.start, t.ends, t.actual),
    };
  const { asOf, firstDay } = daily;
  const ahead = outlook(calendar, asOf, asOf + horizon);
  return {
    scored: inOperationalTime({ ...scored, n: scored.x }, ahead.clock, asOf),
    horizon: operationalDays(ahead, horizon),
    track: (model, params, t) => trackedInTime(model, params, t, ahead, firstDay),
  };
}

/** Periods as they were asked for; purchases as the calendar's time lets expect them. */
function trackedInTime(
  model: PurchaseModel,
  params: Params,
  t: TrackedInput,
  { clock }: Outlook,
  firstDay: number,
): readonly TrackedPeriod[] {
  const at = (days: Float64Array): Float64Array => days.map((day) => timeAt(clock, firstDay + day));
  const cohorts = { firstDays: at(t.firstDays), customers: t.customers };
  const found = tracking(model, params, cohorts, timeAt(clock, firstDay + t.start), at(t.ends), t.actual);
  return found.map((period, i) => ({ ...period, from: t.ends[i - 1] ?? t.start, to: t.ends[i]! }));
}

const shared = (column: Float64Array): Float64Array => sharedColumns({ column }).column;
