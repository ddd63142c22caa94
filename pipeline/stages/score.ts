import { join } from "node:path";
import { type Histories, type SpendModelName, spendModel } from "../../models/index.js";
import { ClvError } from "../errors.js";
import { type ScoreOptions, scores, scoreTotals, tierTotals, topCustomers } from "../sql/scores.js";
import type { Stage, StageContext } from "../stage.js";
import { sharedColumns } from "../workers/shared-columns.js";
import { groupParams } from "./covariates.js";
import { expectedSpend } from "./expected-spend.js";
import { attributeNames } from "./ingest.js";
import type { ModelFile } from "./model-file.js";
import { joined, predict } from "./predict.js";
import { predictionBatches, type SpendColumns } from "./prediction-batches.js";
import { readHistories } from "./read-histories.js";
import type { ScoreSummary } from "./score-summary.js";
import { totalsWithIntervals } from "./total-intervals.js";

/** Predictions per distinct history, joined back to the customers inside the engine: `scores`. */
export const score: Stage<
  "transactions" | "customers" | "histories" | "covariate_groups" | "model",
  "scores" | "score_summary"
> = {
  name: "score",
  reads: ["transactions", "customers", "histories", "covariate_groups", "model"],
  writes: ["scores", "score_summary"],
  async run({ customers, histories, covariate_groups, model }, context) {
    const { engine, config, runDir, signal } = context;
    const { horizonsDays, annualDiscountRate, margin } = config.value;
    const h = sharedColumns(await readHistories(join(runDir, histories.file), histories.rows, false));
    const groups = await groupParams(
      join(runDir, histories.file),
      histories.rows,
      { covariate_groups, model },
      context,
    );
    const parts = await predict(h, model, groups, context);
    const spend = spendColumns(h, model);
    await engine.load(
      { name: "predictions" },
      predictionBatches(h, groups?.group ?? null, parts, spend, horizonsDays),
      signal,
    );
    const spendBy = await expectedSpend(model, context);
    const options: ScoreOptions = {
      customers: customers.rows,
      asOf: model.asOf,
      horizonsDays,
      margin,
      attributes: attributeNames(config),
      tiers: config.tiers,
      modelVersion: model.modelVersion,
      runId: context.runId,
      intervals: config.uncertainty.intervals,
      grouped: covariate_groups.rows > 0,
      expectedSpend: spendBy.expression,
    };
    const table = engine.dialect.table("scores");
    const rows = await engine.materialize(
      { name: "scores" },
      scores(engine.dialect, spendBy.customers, engine.dialect.table("predictions"), options),
      signal,
    );
    if (rows !== customers.rows)
      throw new ClvError(
        "MODEL_UNUSABLE",
        `${customers.rows} customers became ${rows} scores: a history was not predicted.`,
      );
    await engine.drop({ name: "predictions" });
    return { scores: { table: "scores", rows }, score_summary: await summarizeScores(context) };

    async function summarizeScores({ engine }: StageContext): Promise<ScoreSummary> {
      const longest = Math.max(...horizonsDays);
      const [totals] = await engine.rows(scoreTotals(table, horizonsDays), signal);
      const number = (key: string): number => Number(totals?.[key] ?? 0);
      const tiers = await engine.rows(tierTotals(table, longest), signal);
      const top = await engine.rows(topCustomers(table, longest, 10), signal);
      return {
        customers: rows,
        longestHorizonDays: longest,
        historicValue: number("historic_value"),
        expectedAlive: number("expected_alive"),
        horizons: horizonsDays.map((days) => ({
          days,
          expectedPurchases: number(`expected_purchases_${days}d`),
          clv: number(`clv_${days}d`),
        })),
        intervals: config.uncertainty.intervals
          ? await totalsWithIntervals(h, joined(parts), model, groups, context)
          : null,
        residualClv: annualDiscountRate > 0 ? number("residual_clv") : null,
        tiers: tiers.map((t) => ({
          tier: String(t.tier),
          customers: Number(t.customers),
          clv: Number(t.clv),
        })),
        top: top.map((c) => ({
          customerId: String(c.customer_id),
          x: Number(c.x),
          pAlive: Number(c.p_alive),
          expectedPurchases: Number(c.expected_purchases),
          expectedSpend: Number(c.expected_spend),
          clv: Number(c.clv),
        })),
      };
    }
  },
};

/** Credibility of a customer's own mean, by history; the fallback gives everyone the pooled mean. */
function spendColumns(h: Histories, model: ModelFile): SpendColumns {
  const weight = new Float64Array(h.x.length);
  const prior = new Float64Array(h.x.length);
  const { fallback, params } = model.spend;
  const spend = spendModel(model.spend.model as SpendModelName);
  prior.fill(fallback ? fallback.meanSpend : spend.populationMean(params));
  if (!fallback) for (let i = 0; i < weight.length; i++) weight[i] = spend.credibility(params, h.x[i]!);
  return { weight, prior };
}
