import type { RecordBatch } from "apache-arrow";
import { type PurchaseModelName, purchaseModel } from "../../../models/index.js";
import type { StageContext } from "../../stage.js";
import { daysOf } from "../../time/period.js";
import type { NextPurchaseInput } from "../../workers/next-purchase.js";
import { rowRanges } from "../../workers/predict.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { futureOf } from "../score/future.js";
import { numberBatch } from "../score/prediction-batches.js";
import type { ScoreInputs } from "../score/score-inputs.js";
import type { DistinctHistories } from "./distinct-histories.js";

const levels = [10, 25, 50, 75, 90] as const;
const longestDays = 5 * 365;
const rangesAhead = 8; // of each thread

/**
 * By distinct history (x, t_x, t_cal, and covariate_group where there are any), days after as_of by which 10, 25, 50, 75 and 90 % of customers with it, if
 * they are alive, have bought again: days_10 … days_90; null beyond five years.
 */
export async function* nextOrders(
  { histories: h, groups, model, keys }: DistinctHistories,
  context: StageContext,
): AsyncGenerator<RecordBatch, void> {
  const { pool } = context;
  const { inDays, longest, inModelTime } = daysIn(model, context);
  const input: NextPurchaseInput = {
    model: model.purchase.model as PurchaseModelName,
    params: model.purchase.dayParams,
    histories: sharedColumns(inModelTime(h)),
    groups: groups && { group: groups.place, params: groups.of(model.purchase.dayParams) },
    levels: levels.map((level) => level / 100),
    longest,
  };
  const ranges = h.n.length > 0 ? rowRanges(h) : [{ from: 0, to: 0 }];
  const ahead = rangesAhead * pool.threads;
  for (let i = 0; i < ranges.length; i += ahead) {
    const asked = ranges.slice(i, i + ahead);
    const parts = await pool.run("next-purchase", input, asked);
    for (const [j, times] of parts.entries()) {
      const range = asked[j]!;
      const clock = (row: number) => groups?.clocks?.[groups.place[range.from + row]!];
      yield numberBatch([
        ...keys(range),
        ...times.map((column, l) => {
          const days = column.map((t, row) => {
            const own = clock(row);
            return within(own === undefined ? inDays(t) : Math.ceil(own.due + (t - 1) * own.interval));
          });
          return [`days_${levels[l]!}`, days] as const;
        }),
      ]);
    }
  }
}

const within = (days: number): number => (days <= longestDays ? days : Number.NaN);

/** How the model's time stands to days. */
function daysIn(model: ScoreInputs["model"], { config }: StageContext) {
  const { purchase } = model;
  const discrete = purchaseModel(purchase.model as PurchaseModelName).time === "discrete";
  if (discrete && purchase.period != null) {
    const unit = daysOf(purchase.period);
    const inDays = (t: number): number => Math.round(t * unit);
    return {
      inDays,
      longest: Math.max(1, Math.floor(longestDays / unit)),
      inModelTime: futureOf(model, config.value).inModelTime,
    };
  }
  const days = Array.from({ length: longestDays }, (_, i) => i + 1);
  const { horizons, inModelTime } = futureOf(model, { ...config.value, horizonsDays: days });
  return { inDays: (t: number) => dayOf(horizons, t), longest: horizons.at(-1)!, inModelTime };
}

/** The first day by whose end a time has passed. */
function dayOf(horizons: readonly number[], t: number): number {
  if (Number.isNaN(t)) return t;
  let [low, high] = [0, horizons.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (horizons[middle]! >= t) high = middle;
    else low = middle + 1;
  }
  return low + 1;
}
