import type { RecordBatch } from "apache-arrow";
import { changedFuture, type PurchaseModelName } from "../../../models/index.js";
import type { ChangedFuture } from "../../marts/services.js";
import type { StageContext } from "../../stage.js";
import { rowRanges } from "../../workers/predict.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import type { AskedFuture, FuturesInput } from "../../workers/worth-of-futures.js";
import { whyNotForEver } from "../score/for-ever.js";
import { type Future, futureOf } from "../score/future.js";
import { numberBatch } from "../score/prediction-batches.js";
import type { ScoreInputs } from "../score/score-inputs.js";
import type { DistinctHistories } from "./distinct-histories.js";

const rangesAhead = 8; // of each thread

/** See MartServices.loadFutures. */
export async function* changedFutures(
  futures: readonly ChangedFuture[],
  { histories: h, groups, model, keys }: DistinctHistories,
  context: StageContext,
): AsyncGenerator<RecordBatch, void> {
  const { config, pool } = context;
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
  for (let i = 0; i < ranges.length; i += ahead) {
    const some = ranges.slice(i, i + ahead);
    for (const [j, found] of (await pool.run("worth-of-futures", input, some)).entries()) {
      const range = some[j]!;
      const known = found.values();
      yield numberBatch([
        ...keys(range),
        ...futures.map(
          (future, f) =>
            [
              future.column,
              asked[f] === null
                ? new Float64Array(range.to - range.from).fill(Number.NaN)
                : known.next().value!,
            ] as const,
        ),
      ]);
    }
  }
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
