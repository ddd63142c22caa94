import type { RecordBatch } from "apache-arrow";
import type { HistoryPredictions } from "../../../models/index.js";
import type { MartFacts } from "../../marts/facts.js";
import type { StageContext } from "../../stage.js";
import { calendarDay } from "../../time/day-number.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { futureOf } from "../score/future.js";
import { predict } from "../score/predict.js";
import { numberBatch } from "../score/prediction-batches.js";
import type { DistinctHistories } from "./distinct-histories.js";

/**
 * mart_expected_months: by distinct history (x, t_x, t_cal, and covariate_group where there are any), what a customer with it is expected to
 * buy in each of the months to come, the first one being 1: purchases_1, purchases_2, …; and value_1, value_2, …: the same at the
 * level of spend of that month, to multiply expected_spend by; not discounted.
 */
export async function* expectedMonths(
  { months, asOf }: Pick<MartFacts, "months" | "asOf">,
  { histories: h, groups, model, keys }: DistinctHistories,
  context: StageContext,
): AsyncGenerator<RecordBatch, void> {
  const { config } = context;
  const day = calendarDay(asOf)!;
  const cuts = months.map(({ to }) => calendarDay(to)! - day);
  const future = futureOf(model, { ...config.value, horizonsDays: cuts, annualDiscountRate: 0 });
  const plain = {
    ...context,
    config: { ...config, uncertainty: { ...config.uncertainty, intervals: false } },
  };
  let from = 0;
  const own = sharedColumns(future.inModelTime(h));
  for await (const part of predict(own, model, future, groups, h.n.length, plain)) {
    const to = from + part.pAlive.length;
    yield numberBatch([
      ...keys({ from, to }),
      ...byMonth("purchases", part, part.expected),
      ...byMonth("value", part, part.discounted),
    ]);
    from = to;
  }
}

/** What is added from one cut to the next. */
function byMonth(
  prefix: string,
  { pAlive }: HistoryPredictions,
  until: readonly Float64Array[],
): [name: string, data: Float64Array][] {
  return until.map((column, k) => {
    const before = until[k - 1] ?? new Float64Array(pAlive.length);
    return [`${prefix}_${k + 1}`, column.map((v, i) => v - before[i]!)];
  });
}
