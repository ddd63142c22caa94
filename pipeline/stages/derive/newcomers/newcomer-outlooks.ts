import {
  type NewcomerCurve,
  newcomer,
  newcomerPurchases,
  operationalDays,
  outlook,
  type Params,
  predictHistories,
  spendOutlook,
  tabulated,
} from "../../../../models/index.js";
import { fittedPurchaseModel, type ModelFile } from "../../../artifacts/model-file.js";
import type { MartFacts } from "../../../marts/facts.js";
import type { NewcomerHorizon } from "../../../marts/newcomers.js";
import { calendarDay } from "../../../time/day-number.js";
import { daysOf } from "../../../time/period.js";
import type { Future } from "../../score/future.js";

/** The days to come as newcomers live them. */
export interface DaysToCome {
  elapsed(day: number): number;
  worth(day: number): number;
  /** In model time. */
  readonly longest: number;
}

/** A month of age may end after the longest horizon. */
const slack = 62;

/** Of a discrete model these are days, whose periods `newcomerAt` counts. */
export function daysToCome({ purchase, spend, asOf }: ModelFile, { longestDays }: MartFacts): DaysToCome {
  const { calendar } = purchase;
  if (calendar === undefined) return { elapsed: (day) => day, worth: () => 1, longest: longestDays + slack };
  const now = calendarDay(asOf)!;
  const ahead = outlook(calendar, now, now + Math.max(730, longestDays + slack));
  const level = spend?.level ? spendOutlook(spend.level, calendar, ahead) : null;
  const monthOf = (day: number): number => ahead.months.findIndex(({ to }) => to >= now + day);
  return {
    elapsed: (day) => operationalDays(ahead, day),
    worth: (day) => (level === null ? 1 : Math.exp(level.log[monthOf(day)]!)),
    longest: operationalDays(ahead, longestDays + slack),
  };
}

/** What a newcomer is expected to do at one point of parameters. */
export interface NewcomerAt {
  readonly curve: NewcomerCurve;
  /** By horizon, for ever last where that is finite. */
  readonly today: readonly { readonly purchases: number; readonly discounted: number }[];
}

/**
 * @param future   of the horizons of the config
 * @param interval days between payments, of a discrete model whose customers have intervals of their own
 */
export function newcomerAt(
  params: Params,
  file: ModelFile,
  future: Future,
  { longest, forEver, interval }: { longest: number; forEver: boolean; interval: number | null },
): NewcomerAt {
  const model = fittedPurchaseModel(file);
  const { period } = file.purchase;
  const length = interval ?? (period === null ? null : daysOf(period));
  const own = (t: number): number => newcomerPurchases(model, params, t);
  const whole = (days: number): number =>
    interval === null ? Math.round(days / length!) : Math.floor(days / interval);
  const horizons = interval === null ? future.horizons : future.horizons.map(whole);
  const delta = interval === null ? future.delta : future.delta * interval;
  const p = predictHistories(model, params, newcomer, horizons, delta, undefined, future.timeline);
  const residual = p.residual[0]!;
  return {
    curve: length === null ? tabulated(own, longest) : memoized((days) => own(whole(days))),
    today: [
      ...horizons.map((_, j) => ({ purchases: p.expected[j]![0]!, discounted: p.discounted[j]![0]! })),
      ...(forEver ? [{ purchases: residual, discounted: residual }] : []),
    ],
  };
}

function memoized(f: NewcomerCurve): NewcomerCurve {
  const known = new Map<number, number>();
  return (t) => {
    const found = known.get(t) ?? f(t);
    known.set(t, found);
    return found;
  };
}

const pieces = 12;

/** Variance of a newcomer's repeat purchases over their mean, by time: between a few times as on a line. */
export function dispersionOf(params: Params, file: ModelFile, longest: number): NewcomerCurve {
  const model = fittedPurchaseModel(file);
  const { period } = file.purchase;
  const at = (k: number): number => Math.max(1, (k / pieces) ** 2 * longest);
  const asked = (t: number): number => (period === null ? t : Math.max(1, Math.round(t / daysOf(period))));
  const times = Array.from({ length: pieces + 1 }, (_, k) => asked(at(k)));
  const p = predictHistories(model, params, newcomer, times, 0, { levels: [0.5], spend: null });
  const ratios = times.map((_, k) => (p.expected[k]![0]! > 0 ? p.variance[k]![0]! / p.expected[k]![0]! : 1));
  return (t) => {
    const place = pieces * Math.sqrt(Math.min(1, Math.max(0, t / longest)));
    const k = Math.min(pieces - 1, Math.floor(place));
    return ratios[k]! + (place - k) * (ratios[k + 1]! - ratios[k]!);
  };
}

/** Groups of covariates as one, each weighing as many customers as it has; all alike where `weights` is null. */
export function mixedOutlooks(
  byGroup: ReadonlyMap<number, readonly NewcomerAt[]>,
  weights: ReadonlyMap<number, number> | null,
  longest: number,
): NewcomerAt[] {
  const groups = [...byGroup].map(([group, at]) => ({ at, weight: weights?.get(group) ?? 0 }));
  if (groups.length === 1) return [...groups[0]!.at];
  const sum = groups.reduce((total, { weight }) => total + weight, 0);
  const used = groups
    .filter(({ weight }) => weight > 0)
    .map(({ at, weight }) => ({ at, weight: weight / sum }));
  return groups[0]!.at.map((first, i) => ({
    curve: gathered(
      used.map(({ at, weight }) => ({ curve: at[i]!.curve, weight })),
      longest,
    ),
    today: first.today.map((_, j) => ({
      purchases: used.reduce((total, { at, weight }) => total + weight * at[i]!.today[j]!.purchases, 0),
      discounted: used.reduce((total, { at, weight }) => total + weight * at[i]!.today[j]!.discounted, 0),
    })),
  }));
}

function gathered(
  parts: readonly { readonly curve: NewcomerCurve; readonly weight: number }[],
  longest: number,
): NewcomerCurve {
  const sum = (t: number): number => parts.reduce((total, { curve, weight }) => total + weight * curve(t), 0);
  return parts.length > 8 ? tabulated(sum, longest) : sum;
}

/** By horizon in days, what is known at every point. */
export function byHorizon(days: readonly number[], at: readonly NewcomerAt[]): NewcomerHorizon[] {
  return days.map((horizon, j) => ({
    days: horizon,
    purchases: at.map(({ today }) => today[j]!.purchases),
    discounted: at.map(({ today }) => today[j]!.discounted),
  }));
}
