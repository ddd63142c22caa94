import type { RecordBatch } from "apache-arrow";
import type { HistoryPredictions } from "../../../models/index.js";
import type { MartFacts } from "../../marts/facts.js";
import type { StageContext } from "../../stage.js";
import { calendarDay } from "../../time/day-number.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { groupParams, readCovariateGroups } from "../fit/covariates.js";
import { futureOf } from "../score/future.js";
import { predict } from "../score/predict.js";
import { numberBatch } from "../score/prediction-batches.js";
import { allHistories } from "../score/score-histories.js";
import type { ScoreInputs } from "../score/score-inputs.js";

/**
 * mart_expected_months: by distinct history (x, t_x, t_cal, and covariate_group where there are any), what a customer with it is expected to
 * buy in each of the months to come, the first one being 1: purchases_1, purchases_2, …; and value_1, value_2, …: the same at the
 * level of spend of that month, to multiply expected_spend by; not discounted.
 */
export async function loadExpectedMonths(
  table: string,
  { months, asOf }: Pick<MartFacts, "months" | "asOf">,
  { histories, covariate_groups, model }: ScoreInputs,
  context: StageContext,
): Promise<void> {
  const { engine, config, signal } = context;
  const day = calendarDay(asOf)!;
  const cuts = months.map(({ to }) => calendarDay(to)! - day);
  const future = futureOf(model, { ...config.value, horizonsDays: cuts, annualDiscountRate: 0 });
  const { histories: h, group } = await allHistories(histories, context);
  const values = await readCovariateGroups(covariate_groups, context);
  const params = groupParams(values, group, model, context);
  const plain = {
    ...context,
    config: { ...config, uncertainty: { ...config.uncertainty, intervals: false } },
  };
  async function* batches(): AsyncGenerator<RecordBatch, void> {
    let from = 0;
    const own = sharedColumns(future.inModelTime(h));
    for await (const part of predict(own, model, future, params, histories.rows, plain)) {
      const to = from + part.pAlive.length;
      const rows = (column: Float64Array): Int32Array => Int32Array.from(column.subarray(from, to));
      yield numberBatch([
        ["x", rows(h.x)],
        ["t_x", rows(h.tx)],
        ["t_cal", rows(h.T)],
        ...(covariate_groups.rows > 0
          ? [["covariate_group", Int32Array.from(group.subarray(from, to))] as const]
          : []),
        ...byMonth("purchases", part, part.expected),
        ...byMonth("value", part, part.discounted),
      ]);
      from = to;
    }
  }
  await engine.load({ name: table }, batches(), signal);
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
