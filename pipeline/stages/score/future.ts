import {
  type CommonDoubt,
  commonDoubt,
  dailyRate,
  type Histories,
  inOperationalTime,
  isEven,
  operationalDays,
  outlook,
  type Stretch,
  spendOutlook,
  type Timeline,
  timelineOf,
} from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { Config } from "../../config/config.js";
import { calendarDay } from "../../time/day-number.js";
import { daysOf, periodsIn } from "../../time/period.js";

/** What is asked of a model, in the unit of its time: days, those of its calendar, or the periods of a discrete model that all count alike. */
export interface Future {
  readonly horizons: readonly number[];
  /** discount rate per unit */
  readonly delta: number;
  /** Where days do not count alike. */
  readonly timeline: Timeline | null;
  /** What season and level leave open of the totals of stretches of days; null without a calendar. */
  readonly commonOf: ((stretches: readonly Stretch[]) => CommonDoubt) | null;
  /** Histories, in days, in the model's time. */
  inModelTime(h: Histories): Histories;
}

/** So far ahead the level of purchases may still move; then it stays. */
const levelDays = 730;

/** The horizons of the config as of the model's day. */
export function futureOf(
  { purchase, spend, asOf }: Pick<ModelFile, "purchase" | "spend" | "asOf">,
  { horizonsDays, annualDiscountRate }: Config["value"],
): Future {
  const daily = dailyRate(annualDiscountRate);
  const { calendar, period, intervals } = purchase;
  if (calendar === undefined) {
    const own = intervals ? null : period;
    return {
      horizons: horizonsDays.map((days) => (own === null ? days : periodsIn(days, own))),
      delta: daily * (own === null ? 1 : daysOf(own)),
      timeline: null,
      commonOf: null,
      inModelTime: (h) => h,
    };
  }
  const day = calendarDay(asOf)!;
  const ahead = outlook(calendar, day, day + Math.max(levelDays, ...horizonsDays));
  const worth = spend?.level ? spendOutlook(spend.level, calendar, ahead) : null;
  return {
    horizons: horizonsDays.map((days) => operationalDays(ahead, days)),
    delta: daily,
    timeline: isEven(ahead) && worth === null ? null : timelineOf(ahead, horizonsDays, daily, worth),
    commonOf: (stretches) => commonDoubt(ahead, worth, stretches),
    inModelTime: (h) => inOperationalTime(h, ahead.clock, day),
  };
}
