import type { HistoryPredictions } from "../../../../models/index.js";
import type { ModelFile } from "../../../artifacts/model-file.js";
import type { Config } from "../../../config/config.js";
import { equityColumn } from "../../../marts/opening.js";
import type { MartServices } from "../../../marts/services.js";
import { scoredRows } from "../../../sql/scores.js";
import { id, list, sql } from "../../../sql/sql.js";
import { sharedColumns } from "../../../workers/shared-columns.js";
import { groupParams } from "../../fit/covariates.js";
import { rowSpend } from "../../score/expected-spend.js";
import { futureOf } from "../../score/future.js";
import { predict } from "../../score/predict.js";
import { predictionBatches } from "../../score/prediction-batches.js";
import { historiesOf } from "../../score/score-histories.js";
import { scoreOptions } from "../../score/score-part.js";
import { groupsOf, spendColumns } from "../../score/score-predictions.js";

/** Whose scores are made, and by what. */
export interface Restatement {
  /** A table like `customers`, with a group of covariates where the run has any. */
  readonly customers: string;
  /** As of the day that these customers are counted to. */
  readonly model: ModelFile;
  /** Its horizons decide about values to the last digit where a model has a calendar: those of a run give what that run publishes. */
  readonly value: Config["value"];
  /** More horizons, in days, which change nothing of the others. */
  readonly also?: readonly number[];
}

/**
 * Makes a table of what customers have brought and are worth (historic_value, residual_clv, clv_<days>d), without bounds, of customers of any day by any model whose spend is an expression of a customer's row:
 * per distinct history in the threads, and joined to the customers in the engine, as scoring does.
 */
export async function makeRestatedScores(
  table: string,
  { customers, model, value, also = [] }: Restatement,
  { artifacts, context, make }: MartServices,
): Promise<void> {
  const { engine, signal } = context;
  const { covariate_groups } = artifacts;
  const uncertainty = { ...context.config.uncertainty, intervals: false };
  const own = { ...context, config: { ...context.config, value, uncertainty } };
  const grouped = covariate_groups.rows > 0;
  const from = engine.dialect.table(customers);
  const { histories: h, group } = await historiesOf(from, grouped, own);
  const params = groupParams(await groupsOf(from, grouped, own), group, model, own);
  const parts = (horizonsDays: readonly number[]): AsyncGenerator<HistoryPredictions, void> => {
    const future = futureOf(model, { ...value, horizonsDays: [...horizonsDays] });
    return predict(sharedColumns(future.inModelTime(h)), model, future, params, h.n.length, own);
  };
  const more = also.filter((days) => !value.horizonsDays.includes(days));
  const horizonsDays = [...value.horizonsDays, ...more];
  const all =
    more.length === 0 ? parts(value.horizonsDays) : sideBySide(parts(value.horizonsDays), parts(more));
  const predictions = { name: `${table}_predictions` };
  try {
    await engine.load(
      predictions,
      predictionBatches(h, grouped ? group : null, all, spendColumns(h, model), horizonsDays),
      signal,
    );
    const options = {
      ...scoreOptions({ ...artifacts, model }, own),
      ...{ attributes: [], horizonsDays },
      expectedSpend: model.spend && rowSpend(model.spend),
    };
    const scored = scoredRows(engine.dialect, from, engine.dialect.table(predictions.name), options);
    const kept = ["customer_id", "historic_value", "residual_clv", ...horizonsDays.map(equityColumn)];
    await make(table, sql`select ${list(kept.map(id))} from (${scored}) r`);
  } finally {
    await engine.drop(predictions);
  }
}

/** Predictions of the same histories over some horizons, and over more. */
async function* sideBySide(
  some: AsyncGenerator<HistoryPredictions, void>,
  more: AsyncGenerator<HistoryPredictions, void>,
): AsyncGenerator<HistoryPredictions, void> {
  for await (const part of some) {
    const { value: beside } = (await more.next()) as IteratorYieldResult<HistoryPredictions>;
    yield {
      ...part,
      expected: [...part.expected, ...beside.expected],
      discounted: [...part.discounted, ...beside.discounted],
    };
  }
}
