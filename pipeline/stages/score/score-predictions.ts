import type { Histories, HistoryPredictions, TotalSums } from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { Segment } from "../../artifacts/scored-part.js";
import { covariateNames } from "../../config/purchase-models.js";
import type { Sql } from "../../sql/sql.js";
import type { Partition, StageContext } from "../../stage.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { type CovariateGroups, collectGroups, groupParams, readCovariateGroups } from "../fit/covariates.js";
import { fittedSpendModel, ownMeanOf, spendParams } from "../fit/spend-terms.js";
import { whyNotForEver } from "./for-ever.js";
import { futureOf } from "./future.js";
import { joinedPredictions, predict, withoutQuantiles } from "./predict.js";
import { predictionBatches, type SpendColumns } from "./prediction-batches.js";
import { customersOf, groupsAmong } from "./score-customers.js";
import { allHistories, historiesOf } from "./score-histories.js";
import type { ScoreInputs } from "./score-inputs.js";
import { segmentTotals } from "./score-segments.js";

/** What was predicted of some customers, or of all. */
export interface LoadedPredictions {
  readonly customers: number;
  /** What totals with intervals are made of; null without intervals. */
  readonly sums: readonly Segment<TotalSums>[] | null;
}

/** Predictions of a partition's distinct histories, or of all, into a table that lives as long as the engine. */
export async function loadPredictions(
  { histories, covariate_groups, model }: ScoreInputs,
  partition: Partition | null,
  table: string,
  context: StageContext,
): Promise<LoadedPredictions> {
  const { engine, config, signal } = context;
  const grouped = covariate_groups.rows > 0;
  const customers = customersOf(engine.dialect, partition);
  const rows =
    partition === null
      ? await allHistories(histories, context)
      : await historiesOf(customers, grouped, context);
  const { histories: h, group } = rows;
  const values =
    partition === null
      ? await readCovariateGroups(covariate_groups, context)
      : await groupsOf(customers, grouped, context);
  const { intervals } = config.uncertainty;
  const kept: HistoryPredictions[] = [];
  const future = futureOf(model, config.value);
  const params = groupParams(values, group, model, context);
  const forEver = whyNotForEver(model, config.value) === null;
  async function* parts(): AsyncGenerator<HistoryPredictions, void> {
    const own = sharedColumns(future.inModelTime(h));
    for await (const part of predict(own, model, future, params, histories.rows, context)) {
      if (intervals) kept.push(withoutQuantiles(part));
      yield forEver ? part : { ...part, residual: part.residual.map(() => Number.NaN) };
    }
  }
  await engine.load(
    { name: table },
    predictionBatches(h, grouped ? group : null, parts(), spendColumns(h, model), config.value.horizonsDays),
    signal,
  );
  const sums = intervals
    ? await segmentTotals(
        { ...rows, customers, grouped, ownMean: ownMeanOf(model.spend) },
        joinedPredictions(kept),
        spendParams(model.spend),
        context,
      )
    : null;
  return { customers: h.n.reduce((sum, n) => sum + n, 0), sums };
}

/** The groups of covariates of some customers; null without covariates. */
export async function groupsOf(
  customers: Sql,
  grouped: boolean,
  { engine, config, signal }: StageContext,
): Promise<CovariateGroups | null> {
  if (!grouped) return null;
  return collectGroups(engine.query(groupsAmong(customers, covariateNames(config)), signal), config);
}

/** Credibility of a customer's own mean, by history; the fallback gives everyone the pooled mean. Null without amounts. */
export function spendColumns(h: Histories, model: ModelFile): SpendColumns | null {
  if (model.spend === null) return null;
  const weight = new Float64Array(h.x.length);
  const prior = new Float64Array(h.x.length);
  const { fallback, params } = model.spend;
  const spend = fittedSpendModel(model.spend);
  prior.fill(fallback ? fallback.meanSpend : spend.populationMean(params));
  if (!fallback) for (let i = 0; i < weight.length; i++) weight[i] = spend.credibility(params, h.x[i]!);
  return { weight, prior };
}
