import type { ScoredPart } from "../../artifacts/scored-part.js";
import { commonMargin } from "../../config/margin.js";
import { attributeNames } from "../../config/questions.js";
import { ClvError } from "../../errors.js";
import { ownMarginRate } from "../../sql/margin-rate.js";
import { rankedScores, type ScoreOptions, scoredRows } from "../../sql/scores.js";
import type { Partition, StageContext } from "../../stage.js";
import { expectedSpend } from "./expected-spend.js";
import { partTable } from "./score-customers.js";
import type { ScoreInputs } from "./score-inputs.js";
import { loadPredictions } from "./score-predictions.js";

/**
 * Scores of one partition's customers, without ranks and tiers, into a table of the run of its own. Only what these
 * customers need passes through this process: their distinct histories, their groups of covariates and, in batches, the
 * behaviour that a network looks at. The numbers are those that scoring all customers at once would give them.
 */
export async function scorePart(
  inputs: ScoreInputs,
  partition: Partition,
  context: StageContext,
): Promise<ScoredPart> {
  return score(inputs, partition, partTable("scores", partition), context);
}

/** `scores` of all customers at once. */
export async function scoreAll(inputs: ScoreInputs, context: StageContext): Promise<ScoredPart> {
  return score(inputs, null, "scores", context);
}

async function score(
  inputs: ScoreInputs,
  partition: Partition | null,
  table: string,
  context: StageContext,
): Promise<ScoredPart> {
  const { engine, signal } = context;
  const { dialect } = engine;
  const predictions = { name: partTable("predictions", partition) };
  const { customers, sums } = await loadPredictions(inputs, partition, predictions.name, context);
  const spend = await expectedSpend(inputs.model, partition, context);
  const options = { ...scoreOptions(inputs, context), expectedSpend: spend.expression };
  const own = scoredRows(dialect, spend.customers, dialect.table(predictions.name), options);
  const statement = partition === null ? rankedScores(own, options) : own;
  const rows = await engine.materialize({ name: table }, statement, signal);
  if (rows !== customers)
    throw new ClvError(
      "MODEL_UNUSABLE",
      `${customers} customers became ${rows} scores: a history was not predicted.`,
    );
  await engine.drop(predictions);
  await spend.drop?.();
  return { table, rows, sums };
}

/** What scores have in common, in whatever part. */
export function scoreOptions(
  { customers, covariate_groups, model }: ScoreInputs,
  { config, runId }: StageContext,
): Omit<ScoreOptions, "expectedSpend"> {
  const { horizonsDays } = config.value;
  const ownMargin = model.spend === null ? null : ownMarginRate(config, "c");
  return {
    customers: customers.rows,
    asOf: model.asOf,
    horizonsDays,
    margin: commonMargin(config),
    ...(ownMargin && { ownMargin }),
    attributes: attributeNames(config),
    tiers: config.tiers,
    modelVersion: model.modelVersion,
    runId,
    intervals: config.uncertainty.intervals,
    grouped: covariate_groups.rows > 0,
    money: model.spend !== null,
  };
}
