import {
  type ActiveScore,
  brierScore,
  type Fit,
  type FittedCalendar,
  type ForecastColumns,
  historyClasses,
  type OutcomeForecasts,
  purchaseModel,
  type RivalName,
  randomisedPit,
  rivals,
  seededRandom,
  type TrackedPeriod,
} from "../../../models/index.js";
import {
  type ByTarget,
  type ForecastKind,
  type Target,
  targets,
  validatedLevels,
} from "../../artifacts/validation.js";
import type { StageContext } from "../../stage.js";
import { daysBetween } from "../../time/calendar.js";
import { daysOf } from "../../time/period.js";
import type { BacktestItem } from "../../workers/backtest-model.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { heldParams } from "./models.js";
import type { OriginData } from "./origin.js";
import type { Window } from "./origins.js";
import type { ValidationPlan } from "./plan.js";
import { rivalForecasts } from "./rivals.js";
import { evenTracking } from "./tracking.js";

/** A forecast of one origin, in columns of the scored customers. */
export interface Forecast {
  readonly name: string;
  readonly kind: ForecastKind;
  readonly fit: Fit | null;
  /** That the fit is in the time of; null where days count alike. */
  readonly calendar: FittedCalendar | null;
  /** Null where there is none. */
  readonly columns: ByTarget<ForecastColumns> | null;
  readonly alive: ActiveScore | null;
  readonly tracking: readonly TrackedPeriod[] | null;
}

/** Seeds of what is random in one origin. */
export interface OriginSeeds {
  readonly pit: Readonly<Record<Target, number>>;
  readonly bootstrap: Readonly<Record<Target, number>>;
}

/** The probabilities at which a model's intervals end: from and to of each level, by class of history. */
export type AskedEnds = readonly (readonly number[])[];

/** The levels as they are named: what an uncorrected model is asked for, whatever the class. */
export const nominalEnds: AskedEnds = historyClasses.map(() =>
  validatedLevels.flatMap((level) => [(1 - level) / 2, (1 + level) / 2]),
);

/** Every model's forecasts, in threads, then the rivals'. */
export async function forecastsOf(
  data: OriginData,
  window: Window,
  plan: ValidationPlan,
  seeds: OriginSeeds,
  context: StageContext,
): Promise<Forecast[]> {
  // those that take longest first, so that no thread is left with one of them at the end
  const order = [...plan.models].sort(
    (a, b) => purchaseModel(b).params.length - purchaseModel(a).params.length,
  );
  const items = order.map(
    (model): BacktestItem => ({
      model,
      fixed: heldParams(context.config, model),
      estimate: null,
      calendar: null,
      purchases: nominalEnds,
      value: nominalEnds,
    }),
  );
  const found = await context.pool.run("backtest-model", data.input, items);
  const models = plan.models.map((name): Forecast => {
    const { fit, calendar, forecasts, tracked } = found[order.indexOf(name)]!;
    return {
      name,
      kind: "model",
      fit,
      calendar,
      columns: forecasts && modelColumns(forecasts, data, seeds, null),
      alive: forecasts && aliveScore(forecasts, data),
      tracking: tracked,
    };
  });
  return [...models, ...rivalsOf(data, window, plan)];
}

/**
 * A model's forecasts by customer.
 * @param asked by target, where its intervals were not asked at their names
 */
export function modelColumns(
  f: OutcomeForecasts,
  data: OriginData,
  seeds: OriginSeeds,
  asked: ByTarget<AskedEnds> | null,
): ByTarget<ForecastColumns> {
  const { row } = data.distinct;
  const spend = data.expectedSpend;
  const { y, value } = data.sample.columns;
  const byCustomer = (column: Float64Array): Float64Array => row.map((r) => column[r]!);
  const inMoney = (column: Float64Array): Float64Array => byCustomer(column).map((v, i) => v * spend[i]!);
  const expected = byCustomer(f.expected);
  const intervals = (
    quantiles: readonly Float64Array[],
    spread: (column: Float64Array) => Float64Array,
    ends: AskedEnds | undefined,
  ): NonNullable<ForecastColumns["intervals"]> =>
    validatedLevels.map((level, l) => ({
      level,
      ...sharedColumns({ low: spread(quantiles[2 * l]!), high: spread(quantiles[2 * l + 1]!) }),
      ...(ends && {
        asked: sharedColumns({
          from: data.classes.map((c) => ends[c]![2 * l]!),
          to: data.classes.map((c) => ends[c]![2 * l + 1]!),
        }),
      }),
    }));
  const pit = (target: Target, below: Float64Array, mass: Float64Array): Float64Array =>
    randomisedPit(below, mass, seededRandom(seeds.pit[target]));
  return {
    purchases: {
      ...sharedColumns({
        forecast: expected,
        actual: y,
        pit: pit("purchases", f.purchaseBelow, f.purchaseMass),
        mass: f.purchaseMass,
      }),
      active: sharedColumns({ probability: byCustomer(f.pActive), outcome: bought(y) }),
      intervals: intervals(f.purchaseQuantiles, byCustomer, asked?.purchases),
    },
    ...(data.targets.includes("value") && {
      value: {
        ...sharedColumns({
          forecast: expected.map((e, i) => e * spend[i]!),
          actual: value,
          pit: pit("value", f.valueBelow, f.valueMass),
        }),
        intervals: intervals(f.valueQuantiles, inMoney, asked?.value),
      },
    }),
  };
}

const bought = (y: Float64Array): Float64Array => y.map((n) => (n > 0 ? 1 : 0));

/** P(alive) of each customer against having bought in the holdout. */
export function aliveScore(f: OutcomeForecasts, { distinct, sample }: OriginData): ActiveScore {
  const alive = distinct.row.map((r) => f.pAlive[r]!);
  const { brier, skill, reliability, resolution, uncertainty, bins } = brierScore(
    alive,
    bought(sample.columns.y),
  );
  return {
    ...{ brier, reliability, resolution, uncertainty, bins },
    skill: Number.isFinite(skill) ? skill : null,
  };
}

function rivalsOf(data: OriginData, { origin }: Window, plan: ValidationPlan): Forecast[] {
  const { period, holdoutDays } = plan;
  const { y, value } = data.sample.columns;
  const found = rivalForecasts(data.sample, holdoutDays, period === null ? 1 : daysOf(period));
  const { tracked } = data.input;
  const everyone = data.customers / data.sample.rows;
  return rivals.map(({ name }: { name: RivalName }): Forecast => {
    const forecast = found[name];
    const total = forecast === null ? 0 : forecast.purchases.reduce((sum, v) => sum + v, 0);
    return {
      name,
      kind: "rival",
      fit: null,
      calendar: null,
      columns: forecast && {
        purchases: sharedColumns({ forecast: forecast.purchases, actual: y }),
        ...(data.targets.includes("value") && {
          value: sharedColumns({ forecast: forecast.value, actual: value }),
        }),
      },
      alive: null,
      tracking:
        tracked && forecast && evenTracking(total * everyone, tracked, daysBetween(plan.firstDay, origin)),
    };
  });
}

/** Seeds for every origin out of one. */
export function originSeeds(seed: number, origins: number): OriginSeeds[] {
  const random = seededRandom(seed);
  const next = (): number => Math.floor(random() * 2 ** 53);
  const each = (): Record<Target, number> =>
    Object.fromEntries(targets.map((target) => [target, next()])) as Record<Target, number>;
  return Array.from({ length: origins }, () => ({ pit: each(), bootstrap: each() }));
}
