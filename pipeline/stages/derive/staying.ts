import type { RecordBatch } from "apache-arrow";
import type { PurchaseModelName } from "../../../models/index.js";
import type { MartServices } from "../../marts/services.js";
import { rowRanges } from "../../workers/predict.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { groupParams, readCovariateGroups } from "../fit/covariates.js";
import { futureOf } from "../score/future.js";
import { numberBatch } from "../score/prediction-batches.js";
import { allHistories } from "../score/score-histories.js";

/** Who stays, by distinct history: see MartServices. */
export async function makeStaying(table: string, { artifacts, context, load }: MartServices): Promise<void> {
  const { histories, covariate_groups, champion: model } = artifacts;
  const { config, pool } = context;
  const future = futureOf(model, config.value);
  const { histories: h, group } = await allHistories(histories, context);
  const groups = groupParams(await readCovariateGroups(covariate_groups, context), group, model, context);
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
  function* batches(): Generator<RecordBatch> {
    for (const [i, { from, to }] of ranges.entries()) {
      const rows = (column: Float64Array | Uint32Array): Int32Array =>
        Int32Array.from(column.subarray(from, to));
      yield numberBatch([
        ["x", rows(h.x)],
        ["t_x", rows(h.tx)],
        ["t_cal", rows(h.T)],
        ...(covariate_groups.rows > 0 ? [["covariate_group", rows(group)] as const] : []),
        ...found[i]!.map((column, j) => [`staying_${j + 1}`, column] as const),
      ]);
    }
  }
  await load(table, batches());
}
