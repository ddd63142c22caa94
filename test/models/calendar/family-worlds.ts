/** Worlds of each family under a known calendar, and how well the calendar comes back out of their logs. */
import { binsOf } from "../../../models/calendar/fitted-calendar.js";
import { monthOfDay } from "../../../models/calendar/months.js";
import { calendarPosterior } from "../../../models/calendar/outlook.js";
import { fitWithCalendar } from "../../../models/calendar/purchase-calendar.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Params, PurchaseModel, Random } from "../../../models/model.js";
import { exponentialVariate, gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import type { DropoutLaw } from "../../../models/purchase/dropout-law.js";
import { daysOf, elapsedDays, type KnownCalendar, logAt, purchaseDays } from "./known-calendar.js";

/** Log factor by month of the year: December sells 1.6 times as much as an even month. */
export const season = [-0.2, -0.15, 0, 0.05, 0, -0.05, -0.1, -0.1, 0, 0.05, 0.2, 0.47] as const;

const firstDay = 18_993; // 2022-01-01
const asOf = firstDay + 913;
const arrivalDays = 365;
const stepDay = firstDay + 550;
const customers = 3000;

export interface World {
  /** log by which the level steps a year before the end */
  readonly step: number;
  /** for a model of dropout at any moment: leaving goes by ordinary days, not by the calendar */
  readonly leavingByDays?: (p: Params) => DropoutLaw;
}

export interface Found {
  /** by month of the log and half a year on: (factor found - true factor) over what it is said to be off by, both about their means */
  readonly z: readonly number[];
  /** season found minus true season by month of the year, both about their means */
  readonly season: readonly number[];
  /** estimate minus truth over standard error, by parameter; of a whole one its error */
  readonly params: Readonly<Record<string, number>>;
  /** ln(actual / expected) minus the true factor by month of the log */
  readonly log: readonly number[];
}

/** Simulates one world, fits the model along with its calendar, and compares. */
export function worldOf(
  model: PurchaseModel,
  p: Params,
  { step, leavingByDays }: World,
  seed: number,
): Found {
  const random = seededRandom(seed);
  const calendar: KnownCalendar = {
    firstDay,
    asOf,
    logFactor: (day) => season[monthOfDay(day) % 12]! + (day > stepDay ? step : 0),
  };
  const arrivals = Array.from({ length: customers }, () => firstDay + Math.floor(random() * arrivalDays));
  const days = leavingByDays
    ? leavingInDays(p, leavingByDays(p), calendar, arrivals, random)
    : purchaseDays(model, p, calendar, arrivals, asOf, random);
  const log = logAt(days, firstDay, asOf);
  const found = fitWithCalendar(model, log, { parts: "auto" }, (h, start) =>
    fitModel(model, h, start ? { start } : {}),
  );
  const fitted = found.calendar!;
  const bins = binsOf(fitted, asOf + 182);
  const posterior = calendarPosterior(fitted, asOf + 182);
  const truth = bins.from.map((from, b) => calendar.logFactor(Math.floor((from + bins.to[b]!) / 2)));
  const error = truth.map((t, b) => posterior.mean[b]! - t);
  const shift = mean(error.slice(0, bins.past));
  const { params, standardErrors } = found.fit;
  return {
    z: error.map((e, b) => (e - shift) / Math.sqrt(posterior.variance[b]!)),
    season: aboutMean(fitted.season.map((s, m) => s - season[m]!)),
    params: Object.fromEntries(
      model.params.map((k) => [k, (params[k]! - p[k]!) / (standardErrors?.[k] || 1)]),
    ),
    log: fitted.months.map(
      ({ actual, expected }, b) => Math.log(actual / expected) + fitted.season[bins.month[b]!]! - truth[b]!,
    ),
  };
}

/** Customers who buy by the calendar and leave by ordinary days, for good. */
function leavingInDays(
  { r, alpha }: Params,
  law: DropoutLaw,
  calendar: KnownCalendar,
  arrivals: readonly number[],
  random: Random,
): number[][] {
  const elapsed = elapsedDays(calendar, asOf);
  return arrivals.map((first) => {
    const rate = gammaVariate(random, r!, alpha!);
    const left = Math.min(asOf, first + Math.floor(law.timeOf(exponentialVariate(random, 1))));
    const end = elapsed[left - firstDay]! - elapsed[first - firstDay]!;
    const times: number[] = [];
    for (let now = exponentialVariate(random, rate); now <= end; now += exponentialVariate(random, rate))
      times.push(now);
    return daysOf(first, times, elapsed, firstDay);
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function aboutMean(values: readonly number[]): number[] {
  const m = mean(values);
  return values.map((v) => v - m);
}
