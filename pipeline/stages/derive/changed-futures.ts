import type { RecordBatch } from "apache-arrow";
import { changedFuture, type HistoryPredictions, type PurchaseModelName } from "../../../models/index.js";
import type { ChangedFuture } from "../../marts/services.js";
import type { StageContext } from "../../stage.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { groupParams, readCovariateGroups } from "../fit/covariates.js";
import { whyNotForEver } from "../score/for-ever.js";
import { type Future, futureOf } from "../score/future.js";
import { predict } from "../score/predict.js";
import { numberBatch } from "../score/prediction-batches.js";
import { allHistories } from "../score/score-histories.js";
import type { ScoreInputs } from "../score/score-inputs.js";

/** See MartServices.loadFutures. */
export async function loadChangedFutures(
  table: string,
  futures: readonly ChangedFuture[],
  { histories, covariate_groups, model }: ScoreInputs,
  context: StageContext,
): Promise<void> {
  const { config, engine, signal } = context;
  const name = model.purchase.model as PurchaseModelName;
  const forEver = whyNotForEver(model, config.value) === null;
  // with a calendar, time is cut at every horizon, as scores cut it; without one the longest is enough
  const longest = Math.max(...config.value.horizonsDays);
  const horizonsDays = model.purchase.calendar ? config.value.horizonsDays : [longest];
  const { histories: h, group } = await allHistories(histories, context);
  const values = await readCovariateGroups(covariate_groups, context);
  const params = groupParams(values, group, model, context);
  const plain = {
    ...context,
    config: { ...config, uncertainty: { ...config.uncertainty, intervals: false } },
  };
  const own = sharedColumns(futureOf(model, config.value).inModelTime(h));
  const predicted = futures.map(({ change, even, annualDiscountRate = config.value.annualDiscountRate }) => {
    if (change && changedFuture(name, change) === null) return null;
    const days = even ? [longest] : horizonsDays;
    const asked = futureOf(model, { ...config.value, horizonsDays: days, annualDiscountRate });
    const future = even ? evenly(asked) : asked;
    return predict(own, model, future, params, histories.rows, plain, change);
  });
  const worth = ({ residual, discounted }: HistoryPredictions): Float64Array =>
    forEver ? residual : discounted[discounted.length > 1 ? horizonsDays.indexOf(longest) : 0]!;
  async function* batches(): AsyncGenerator<RecordBatch, void> {
    for (let from = 0; from < h.n.length; ) {
      const parts = await Promise.all(
        predicted.map(async (each) => (each ? worth((await each.next()).value!) : null)),
      );
      const rows = parts.find((part) => part !== null)!.length;
      const column = (of: Float64Array): Int32Array => Int32Array.from(of.subarray(from, from + rows));
      yield numberBatch([
        ...[["x", column(h.x)] as const, ["t_x", column(h.tx)] as const, ["t_cal", column(h.T)] as const],
        ...(covariate_groups.rows > 0
          ? [["covariate_group", Int32Array.from(group.subarray(from, from + rows))] as const]
          : []),
        ...futures.map(
          (future, i) => [future.column, parts[i] ?? new Float64Array(rows).fill(Number.NaN)] as const,
        ),
      ]);
      from += rows;
    }
  }
  await engine.load({ name: table }, batches(), signal);
}

/** The same future with all days alike. */
function evenly(future: Future): Future {
  const { timeline } = future;
  return timeline === null ? future : { ...future, timeline: null, delta: timeline.beyond.delta };
}
