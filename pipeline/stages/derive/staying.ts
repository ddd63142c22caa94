import type { RecordBatch } from "apache-arrow";
import type { PurchaseModelName } from "../../../models/index.js";
import type { StageContext } from "../../stage.js";
import { rowRanges } from "../../workers/predict.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { futureOf } from "../score/future.js";
import { numberBatch } from "../score/prediction-batches.js";
import type { DistinctHistories } from "./distinct-histories.js";

/** Who stays, by distinct history: see MartServices. */
export async function* staying(
  { histories: h, groups, model, keys }: DistinctHistories,
  { config, pool }: StageContext,
): AsyncGenerator<RecordBatch, void> {
  const future = futureOf(model, config.value);
  const { dayParams } = model.purchase;
  const input = {
    model: model.purchase.model as PurchaseModelName,
    params: dayParams,
    histories: sharedColumns(future.inModelTime(h)),
    horizonsDays: future.horizons,
    groups: groups && {
      group: groups.place,
      params: groups.of(dayParams),
      points: null,
      ...(groups.clocks && { clocks: groups.clocks }),
    },
  };
  const ranges = rowRanges(h);
  const found = await pool.run("staying", input, ranges);
  for (const [i, range] of ranges.entries())
    yield numberBatch([
      ...keys(range),
      ...found[i]!.map((column, j) => [`staying_${j + 1}`, column] as const),
    ]);
}
