import { join } from "node:path";
import { configSchema } from "../../pipeline/config/config.js";
import { openDuckDb } from "../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../pipeline/engines/engine.js";
import type { Publishing } from "../../pipeline/sinks/sink.js";
import { intervalColumns } from "../../pipeline/sql/interval-columns.js";
import { monitoringRows } from "../../pipeline/sql/monitoring-records.js";
import { runRow } from "../../pipeline/sql/run-records.js";
import { reconciledSums } from "../../pipeline/sql/scores.js";
import { id, list, raw, type Sql, sql } from "../../pipeline/sql/sql.js";
import type { Environment } from "../../pipeline/stage.js";

/** Scores of made-up customers, in the shape that a run gives them. */
export interface Synthetic {
  readonly customers: number;
  readonly asOf: string;
  readonly runId: string;
  readonly horizonsDays?: readonly number[];
  readonly intervals?: boolean;
  readonly attributes?: readonly string[];
  /** Number of the first customer. */
  readonly from?: number;
}

const standard = { horizonsDays: [90, 180, 365], intervals: true, attributes: ["channel"], from: 0 };

/** All columns of clv_scores, a row a customer, ordered by customer_id. */
export function syntheticScores(options: Synthetic): Sql {
  const { customers, asOf, runId, horizonsDays, intervals, attributes, from } = { ...standard, ...options };
  const random = (salt: string): Sql => sql`(hash(i, ${salt + runId}) / 18446744073709551616.0::double)`;
  const bounds = (what: string): string[] => (intervals ? intervalColumns(what, horizonsDays) : []);
  const doubles = (columns: readonly string[]): Sql[] =>
    columns.map((name) => sql`100 * ${random(name)} as ${id(name)}`);
  const columns = [
    sql`'c' || lpad(i::varchar, 9, '0') as customer_id, date ${asOf} as as_of, (i % 20)::integer as x`,
    raw("(i % 300)::integer as t_x_days, (300 + i % 100)::integer as t_cal_days"),
    sql`date ${asOf} - 300 - (i % 100)::integer as first_day, date ${asOf} - (i % 100)::integer as last_day`,
    raw(
      "(i * 7 / 4)::decimal(38, 4) as historic_value, 0.5::double as p_alive, 0.5::double as churn_probability",
    ),
    ...doubles(horizonsDays.map((days) => `expected_purchases_${days}d`)),
    ...doubles(["expected_spend", ...horizonsDays.map((days) => `clv_${days}d`)]),
    ...bounds("purchases").map((name) => sql`(10 * ${random(name)})::integer as ${id(name)}`),
    ...doubles([...bounds("clv"), "residual_clv", "total_value"]),
    raw("i::bigint + 1 as value_rank, ['top', 'high', 'low'][i % 3 + 1] as value_tier"),
    ...attributes.map((name) => sql`case when i % 5 > 0 then ${name} || i % 5 end as ${id(name)}`),
    sql`'0123456789ab' as model_version, ${runId} as run_id`,
  ];
  return sql`select ${list(columns)} from range(${from}, ${from + customers}) t(i)`;
}

/** An embedded engine for `publishing`. */
export function openScratchEngine(folder: string): Promise<Engine> {
  return openDuckDb({
    directory: join(folder, "tables"),
    memoryLimit: "800MB",
    threads: 1,
    spillDirectory: join(folder, "spill"),
  });
}

/** What the publish stage hands to a sink, with these scores in the engine. */
export async function publishing(
  engine: Engine,
  options: Synthetic,
  env: Environment,
  warn: (message: string) => void = () => undefined,
): Promise<Publishing> {
  const { asOf, runId, customers, horizonsDays = standard.horizonsDays } = options;
  await engine.materialize({ name: "scores" }, syntheticScores(options));
  const scores = engine.dialect.table("scores");
  const longestHorizonDays = Math.max(...horizonsDays);
  const [sums] = await engine.rows(reconciledSums(scores, longestHorizonDays));
  const expected = {
    rows: customers,
    historicValue: Number(sums?.historic_value),
    expectedPurchases: Number(sums?.expected_purchases),
    clv: Number(sums?.clv),
  };
  const run = runRow({
    ...{
      runId,
      asOf,
      publishedAt: "2026-01-01 12:00:00",
      version: "0.1.0",
      configHash: "aa",
      modelVersion: "bb",
    },
    ...{ purchaseModel: "bg-nbd", purchaseVerdict: "ok" },
    ...{ logLikelihood: -1, customers, horizonDays: longestHorizonDays, ...expected },
    money: { spendModel: "gamma-gamma", spendVerdict: "ok", currency: "EUR", ...expected },
    rows: { input: customers, accepted: customers, rejected: 0, merged: 0, outOfWindow: 0 },
  });
  return {
    engine,
    config: configSchema.parse({ source: { paths: ["log.csv"] } }),
    runId,
    asOf,
    scores,
    records: [
      { table: "clv_runs", rows: run, replaces: "run" },
      {
        table: "clv_monitoring",
        rows: monitoringRows({ runId, asOf }, [
          {
            measure: "mean_clv",
            value: 95.5,
            reference: 96,
            threshold: null,
            level: "ok",
            text: "as it was",
          },
        ]),
        replaces: "date",
      },
    ],
    longestHorizonDays,
    expected,
    signal: new AbortController().signal,
    env,
    warn,
  };
}
