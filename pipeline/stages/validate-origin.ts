import {
  type Fit,
  fit as fitModel,
  type Histories,
  historyClassesOf,
  joined,
  type SpendParams,
  spendModel,
  spendSpread,
} from "../../models/index.js";
import { fitSpendRegression } from "../spend/fit-gamma-regression.js";
import { numbersOf } from "../spend/numbers.js";
import { regressionTerms } from "../spend/regression-terms.js";
import { backtestCounts, backtestCustomers } from "../sql/backtest-customers.js";
import { logGapUnit } from "../sql/customers.js";
import { histories, spendHistories } from "../sql/histories.js";
import { regressionSpend } from "../sql/spend-prior.js";
import type { Sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import type { BacktestInput, TrackedInput } from "../workers/backtest-model.js";
import { sharedColumns } from "../workers/shared-columns.js";
import type { Account } from "./account.js";
import { spendFallback } from "./fit-spend.js";
import { materializeByCustomer } from "./in-shards.js";
import { attributeNames } from "./ingest.js";
import { spendRows } from "./read-histories.js";
import type { ValidationPlan } from "./validate-plan.js";
import {
  type DistinctHistories,
  distinctHistories,
  readSample,
  type ScoredCustomers,
} from "./validate-sample.js";
import type { Window } from "./validation-origins.js";

/** One origin as Node holds it. */
export interface OriginData {
  readonly customers: number;
  readonly sample: ScoredCustomers;
  readonly distinct: DistinctHistories;
  /** class of each scored customer, a position in historyClasses */
  readonly classes: Float64Array;
  /** E[M | x, m] of each scored customer */
  readonly expectedSpend: Float64Array;
  readonly spendFallback: number | null;
  /** What every model is fitted to and held against. */
  readonly input: BacktestInput;
}

/** Reads what was known on an origin and what came of it: sums over all customers, and the rows of a sample. */
export async function readOrigin(
  window: Window,
  account: Account,
  tracked: TrackedInput | null,
  plan: ValidationPlan,
  context: StageContext,
): Promise<OriginData> {
  const { engine, config, signal } = context;
  const table = { name: "backtest_customers" };
  await materializeByCustomer(
    table,
    account.accepted,
    (transactions) =>
      backtestCustomers(engine.dialect, transactions, {
        ...window,
        cohorts: plan.cohorts,
        attributes: plan.attributes,
        refunds: account.refunds > 0,
        separate: config.ingest.sameDayOrders === "separate",
        period: plan.period,
        logGaps: plan.logGaps,
      }),
    context,
  );
  const backtest = engine.dialect.table(table.name);
  const [counts] = await engine.rows(backtestCounts(backtest), signal);
  const customers = Number(counts?.customers ?? 0);
  const known = sharedColumns(
    await queryHistories(histories(backtest, plan.logGaps, false), plan.logGaps, context),
  );
  const spend = await fitSpendOf(
    backtest,
    { customers, firstSpend: Number(counts?.first_spend ?? 0) },
    context,
  );
  const predicted = await regressionSpendOf(backtest, context);
  const sample = await readSample(
    backtest,
    { customers, attributes: plan.segments, expectedSpend: predicted },
    context,
  );
  await engine.drop(table);
  const distinct = distinctHistories(sample);
  const expectedSpend = sample.expectedSpend ?? spendOf(spend.params, sample);
  const classes = Float64Array.from(
    historyClassesOf({ x: sample.columns.x, tx: sample.columns.t_x, T: sample.columns.t_cal }, plan.horizon),
  );
  return {
    customers,
    sample,
    distinct,
    classes,
    expectedSpend,
    spendFallback: spend.fallback,
    input: {
      histories: known,
      scored: sharedColumns({
        x: distinct.x,
        tx: distinct.tx,
        T: distinct.T,
        classes: Float64Array.from(historyClassesOf(distinct, plan.horizon)),
      }),
      outcomes: sharedColumns({
        row: distinct.row,
        y: sample.columns.y,
        relativeValue: relativeValue(sample, expectedSpend),
      }),
      horizon: plan.horizon,
      spend: spendSpread(spend.params),
      prior: config.purchase.prior,
      tracked: tracked && sharedColumns(tracked),
    },
  };
}

/** The rows of `histories` as the columns a purchase model is fitted on. */
async function queryHistories(
  select: Sql,
  logGaps: boolean,
  { engine, signal }: StageContext,
): Promise<Histories> {
  const found = await columnsOf(select, ["x", "t_x", "t_cal", "n", ...(logGaps ? ["log_gaps"] : [])], {
    engine,
    signal,
  });
  const [x, tx, T, n, gaps] = found as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array?,
  ];
  return { x, tx, T, n, ...(gaps && { logGaps: gaps.map((sum, i) => (sum * logGapUnit) / n[i]!) }) };
}

/** Columns of numbers of a result, whatever its length. */
async function columnsOf(
  select: Sql,
  names: readonly string[],
  { engine, signal }: Pick<StageContext, "engine" | "signal">,
): Promise<Float64Array[]> {
  const parts: Float64Array[][] = names.map(() => []);
  for await (const batch of engine.query(select, signal))
    names.forEach((name, k) => {
      const part = new Float64Array(batch.numRows);
      numbersOf(batch, name, part, 0);
      parts[k]!.push(part);
    });
  return parts.map(joined);
}

/** Gamma-Gamma fitted to repeat spend up to the origin; the mean for everyone where it has none that can be used. */
async function fitSpendOf(
  backtest: Sql,
  of: { readonly customers: number; readonly firstSpend: number },
  context: StageContext,
): Promise<{ readonly params: SpendParams; readonly fallback: number | null }> {
  const names = ["x", "digits", "lead", "n", "q1", "q2", "q3"] as const;
  const columns = await columnsOf(spendHistories(backtest), names, context);
  const s = spendRows(
    Object.fromEntries(names.map((name, k) => [name, columns[k]!])) as Parameters<typeof spendRows>[0],
  );
  const fit: Fit = fitModel(spendModel("gamma-gamma"), s);
  const fallback = spendFallback(fit, s, of);
  return fallback === null
    ? { params: fit.params as unknown as SpendParams, fallback: null }
    : { params: { mean: fallback.meanSpend }, fallback: fallback.meanSpend };
}

/** Expected spend by the regression that the config asks for, over customers s; null where Gamma-Gamma gives it. */
async function regressionSpendOf(backtest: Sql, context: StageContext): Promise<Sql | null> {
  const { model, quantities, attributes } = context.config.spend;
  if (model !== "gamma-regression") return null;
  const inputs = {
    attributes: attributes ?? attributeNames(context.config),
    quantities,
    customers: backtest,
  };
  const regression = await fitSpendRegression(context, inputs);
  if (regression.verdict.status === "failed") return null;
  return regressionSpend(regressionTerms(regression), regression.kappa, "s");
}

/** E[M | x, m] of each customer by Gamma-Gamma; a mean that refunds made negative counts as nothing. */
export function spendOf(spend: SpendParams, { rows, columns }: ScoredCustomers): Float64Array {
  if ("mean" in spend) return new Float64Array(rows).fill(spend.mean);
  const model = spendModel("gamma-gamma");
  const { x, mean_spend } = columns;
  return Float64Array.from({ length: rows }, (_, i) =>
    model.expectedSpend(spend, x[i]!, Math.max(0, Number.isNaN(mean_spend[i]!) ? 0 : mean_spend[i]!)),
  );
}

/** Net spend in the holdout over expected spend per purchase; NaN where that is 0. */
export function relativeValue({ columns }: ScoredCustomers, expectedSpend: Float64Array): Float64Array {
  return expectedSpend.map((mean, i) => (mean > 0 ? columns.value[i]! / mean : Number.NaN));
}
