import type { RecordBatch } from "apache-arrow";
import type { ModelFile } from "../../artifacts/model-file.js";
import { covariateNames } from "../../config/purchase-models.js";
import { hasMoney } from "../../config/questions.js";
import { previousTable } from "../../monitoring/previous-tables.js";
import type { Since } from "../../monitoring/scoreboard.js";
import type { RunRecord } from "../../registry/registry.js";
import { boughtSince, expectedOf } from "../../sql/against-last-run.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { daysBetween } from "../../time/calendar.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { groupParams } from "../fit/covariates.js";
import { futureOf } from "../score/future.js";
import { predict } from "../score/predict.js";
import { numberBatch } from "../score/prediction-batches.js";
import { historiesOf } from "../score/score-histories.js";
import { groupsOf } from "../score/score-predictions.js";

/** What an earlier run's model predicted for its customers over the days since, and what they bought. */
export interface Predicted {
  readonly days: number;
  readonly expected: Since;
  readonly actual: Since;
}

/**
 * What the scoreboard of an earlier run holds: its customers as it knew them, its model, the days from its as-of date to this one's.
 * Null where its tables are gone.
 * @param earlier the model that scored then
 */
export async function sinceLastRun(
  asOf: string,
  previous: RunRecord,
  earlier: ModelFile,
  context: StageContext,
): Promise<Predicted | null> {
  const { engine, signal } = context;
  const customers = await previousTable(previous.runId, "customers", context);
  const scores = await previousTable(previous.runId, "scores", context);
  if (customers === null || scores === null) return null;
  const days = daysBetween(previous.asOf, asOf);
  const grouped = covariateNames(context.config).length > 0 || earlier.purchase.intervals !== undefined;
  const expected = { name: "expected_since" };
  await engine.load(expected, predicted(customers, grouped, days, earlier, context), signal);
  const table = engine.dialect.table(expected.name);
  const money = hasMoney(context.config);
  const [due] = await engine.rows(expectedOf(customers, scores, table, grouped, money), signal);
  await engine.drop(expected);
  const all = engine.dialect.table("transactions");
  const [bought] = await engine.rows(boughtSince(all, customers, previous.asOf, money), signal);
  const sums = (row: typeof due): Since => ({
    purchases: Number(row?.purchases ?? 0),
    ...(money && { revenue: Number(row?.revenue ?? 0) }),
  });
  return { days, expected: sums(due), actual: sums(bought) };
}

/** Expected purchases over some days by distinct history of an earlier run's customers. */
async function* predicted(
  customers: Sql,
  grouped: boolean,
  days: number,
  model: ModelFile,
  context: StageContext,
): AsyncGenerator<RecordBatch, void> {
  const { config } = context;
  const { histories: h, group } = await historiesOf(customers, grouped, context);
  const params = groupParams(await groupsOf(customers, grouped, context), group, model, context);
  const expectations: StageContext = {
    ...context,
    config: {
      ...config,
      value: { ...config.value, horizonsDays: [days] },
      uncertainty: { ...config.uncertainty, intervals: false },
    },
  };
  let from = 0;
  const future = futureOf(model, expectations.config.value);
  const own = sharedColumns(future.inModelTime(h));
  for await (const part of predict(own, model, future, params, h.n.length, expectations)) {
    const to = from + part.pAlive.length;
    const whole = (column: Float64Array | Uint32Array): Int32Array =>
      Int32Array.from(column.subarray(from, to));
    yield numberBatch([
      ["x", whole(h.x)],
      ["t_x", whole(h.tx)],
      ["t_cal", whole(h.T)],
      ...(grouped ? [["covariate_group", whole(group)] as const] : []),
      ["expected_purchases", part.expected[0]!],
    ]);
    from = to;
  }
}
