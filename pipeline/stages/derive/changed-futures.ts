import type { RecordBatch } from "apache-arrow";
import { changedFuture, type PurchaseModelName } from "../../../models/index.js";
import type { ChangedFuture } from "../../marts/services.js";
import type { StageContext } from "../../stage.js";
import { rowRanges } from "../../workers/predict.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import type { AskedFuture, FuturesInput } from "../../workers/worth-of-futures.js";
import { groupParams, readCovariateGroups } from "../fit/covariates.js";
import { whyNotForEver } from "../score/for-ever.js";
import { type Future, futureOf } from "../score/future.js";
import { numberBatch } from "../score/prediction-batches.js";
import { allHistories } from "../score/score-histories.js";
import type { ScoreInputs } from "../score/score-inputs.js";

const rangesAhead = 8; // of each thread

/** See MartServices.loadFutures. */
export async function loadChangedFutures(
  table: string,
  futures: readonly ChangedFuture[],
  { histories, covariate_groups, model }: ScoreInputs,
  context: StageContext,
): Promise<void> {
  const { config, engine, signal, pool } = context;
  const { histories: h, group } = await allHistories(histories, context);
  const values = await readCovariateGroups(covariate_groups, context);
  const groups = groupParams(values, group, model, context);
  const asked = futures.map((future) => askedOf(future, model, config.value));
  const { dayParams } = model.purchase;
  const input: FuturesInput = {
    model: model.purchase.model as PurchaseModelName,
    params: dayParams,
    histories: sharedColumns(futureOf(model, config.value).inModelTime(h)),
    groups: groups && {
      ...{ group: groups.place, params: groups.of(dayParams), points: null },
      ...(groups.clocks && { clocks: groups.clocks }),
    },
    futures: asked.filter((future) => future !== null),
  };
  const ranges = h.n.length > 0 ? rowRanges(h) : [{ from: 0, to: 0 }];
  const ahead = rangesAhead * pool.threads;
  async function* batches(): AsyncGenerator<RecordBatch, void> {
    for (let i = 0; i < ranges.length; i += ahead) {
      const some = ranges.slice(i, i + ahead);
      for (const [j, found] of (await pool.run("worth-of-futures", input, some)).entries()) {
        const { from, to } = some[j]!;
        const known = found.values();
        const column = (of: Float64Array | Uint32Array): Int32Array => Int32Array.from(of.subarray(from, to));
        yield numberBatch([
          ...[["x", column(h.x)] as const, ["t_x", column(h.tx)] as const, ["t_cal", column(h.T)] as const],
          ...(covariate_groups.rows > 0 ? [["covariate_group", column(group)] as const] : []),
          ...futures.map(
            (future, f) =>
              [
                future.column,
                asked[f] === null ? new Float64Array(to - from).fill(Number.NaN) : known.next().value!,
              ] as const,
          ),
        ]);
      }
    }
  }
  await engine.load({ name: table }, batches(), signal);
}

/** What a changed future asks of the model; null where its change means nothing to it. */
function askedOf(
  { change, even, annualDiscountRate }: ChangedFuture,
  model: ScoreInputs["model"],
  value: StageContext["config"]["value"],
): AskedFuture | null {
  if (change && changedFuture(model.purchase.model as PurchaseModelName, change) === null) return null;
  const longest = Math.max(...value.horizonsDays);
  // with a calendar, time is cut at every horizon, as scores cut it; without one the longest is enough
  const days = model.purchase.calendar && !even ? value.horizonsDays : [longest];
  const future = futureOf(model, {
    ...value,
    horizonsDays: days,
    annualDiscountRate: annualDiscountRate ?? value.annualDiscountRate,
  });
  const { horizons, delta, timeline } = even ? evenly(future) : future;
  const forEver = whyNotForEver(model, value) === null;
  return {
    // of what is for ever no horizon is asked
    ...{ horizonsDays: forEver ? [] : horizons, delta, timeline },
    ...(change && { change }),
    horizon: forEver ? null : days.indexOf(longest),
  };
}

/** The same future with all days alike. */
function evenly(future: Future): Future {
  const { timeline } = future;
  return timeline === null ? future : { ...future, timeline: null, delta: timeline.beyond.delta };
}
