import type { HistoryRows } from "../../spend/history-sample.js";
import type { StageContext } from "../../stage.js";
import type { RowRange } from "../../workers/predict.js";
import { groupParams, readCovariateGroups } from "../fit/covariates.js";
import type { GroupParams } from "../score/predict.js";
import { allHistories } from "../score/score-histories.js";
import type { ScoreInputs } from "../score/score-inputs.js";

/** The distinct histories of all customers, in days, read once for all marts that ask the model about each. */
export interface DistinctHistories extends HistoryRows {
  readonly model: ScoreInputs["model"];
  readonly groups: GroupParams | null;
  /** x, t_x, t_cal, and covariate_group where there are any, of a range of rows: what a table by history is joined by. */
  keys(range: RowRange): [name: string, data: Int32Array][];
}

export async function distinctHistories(
  { histories: file, covariate_groups, model }: ScoreInputs,
  context: StageContext,
): Promise<DistinctHistories> {
  const { histories, group } = await allHistories(file, context);
  const values = await readCovariateGroups(covariate_groups, context);
  return {
    ...{ histories, group, model },
    groups: groupParams(values, group, model, context),
    keys({ from, to }) {
      const rows = (column: Float64Array | Uint32Array): Int32Array =>
        Int32Array.from(column.subarray(from, to));
      return [
        ["x", rows(histories.x)],
        ["t_x", rows(histories.tx)],
        ["t_cal", rows(histories.T)],
        ...(covariate_groups.rows > 0 ? [["covariate_group", rows(group)] as [string, Int32Array]] : []),
      ];
    },
  };
}
