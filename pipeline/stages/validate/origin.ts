import {
  type Fit,
  fit as fitModel,
  gammaGamma,
  type Histories,
  historyClassesOf,
} from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import type { Target } from "../../artifacts/validation.js";
import type { SpendChoice } from "../../config/spend-models.js";
import { readEvents } from "../../sources/read-events.js";
import { columnsOf } from "../../spend/columns.js";
import { predictedSpend } from "../../spend/spend-expression.js";
import { backtestCounts, backtestCustomers } from "../../sql/backtest-customers.js";
import { logGapUnit } from "../../sql/customers.js";
import { histories } from "../../sql/histories.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { calendarDay } from "../../time/day-number.js";
import type { BacktestInput } from "../../workers/backtest-model.js";
import { sharedColumns } from "../../workers/shared-columns.js";
import { chooseSpend } from "../fit/choose-spend.js";
import { fitRowPredictor, verdictOf } from "../fit/fit-row-predictor.js";
import { spendAsOf } from "../fit/spend-as-of.js";
import { type FittedSpend, fittedSpendModel, spreadOf } from "../fit/spend-terms.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import type { Window } from "./origins.js";
import type { ValidationPlan } from "./plan.js";
import { type DistinctHistories, distinctHistories, readSample, type ScoredCustomers } from "./sample.js";
import type { TrackedOrigin } from "./tracking.js";

/** One origin as Node holds it. */
export interface OriginData {
  readonly targets: readonly Target[];
  readonly customers: number;
  readonly sample: ScoredCustomers;
  readonly distinct: DistinctHistories;
  /** class of each scored customer, a position in historyClasses */
  readonly classes: Float64Array;
  /** E[M | x, m] of each scored customer; 1 without amounts */
  readonly expectedSpend: Float64Array;
  readonly spendFallback: number | null;
  /** What every model is fitted to and compared with. */
  readonly input: BacktestInput;
}

/** Reads what was known on an origin and what followed: sums over all customers, and the rows of a sample. */
export async function readOrigin(
  window: Window,
  account: Account,
  origin: TrackedOrigin | null,
  plan: ValidationPlan,
  context: StageContext,
): Promise<OriginData> {
  const { engine, config, signal } = context;
  const { spendModel } = plan;
  const money = spendModel !== null;
  const table = { name: "backtest_customers" };
  await materializeByCustomer(
    table,
    account.accepted,
    (transactions) =>
      backtestCustomers(engine.dialect, transactions, {
        ...window,
        cohorts: plan.cohorts,
        attributes: plan.attributes,
        attributeValue: config.ingest.attributeValue,
        refunds: account.refunds > 0,
        separate: config.ingest.sameDayOrders === "separate",
        period: plan.period,
        money,
        logGaps: plan.logGaps,
        spendLogs: plan.spendModel === "log-normal",
      }),
    context,
  );
  const backtest = engine.dialect.table(table.name);
  const [counts] = await engine.rows(backtestCounts(backtest, money), signal);
  const customers = Number(counts?.customers ?? 0);
  const known = sharedColumns(
    await queryHistories(histories(backtest, plan.logGaps, false), plan.logGaps, context),
  );
  const firsts = { customers, firstSpend: Number(counts?.first_spend ?? 0) };
  const spend = spendModel && (await fitSpendOf(spendModel, backtest, window.origin, firsts, context));
  const predicted = await predictedSpendOf(spendModel, backtest, context);
  const sample = await readSample(
    backtest,
    { customers, attributes: plan.segments, expectedSpend: predicted, money },
    context,
  );
  await engine.drop(table);
  const distinct = distinctHistories(sample);
  const expectedSpend = sample.expectedSpend ?? spendOf(spend, sample);
  const classes = Float64Array.from(
    historyClassesOf({ x: sample.columns.x, tx: sample.columns.t_x, T: sample.columns.t_cal }, plan.horizon),
  );
  return {
    targets: plan.targets,
    customers,
    sample,
    distinct,
    classes,
    expectedSpend,
    spendFallback: spend?.fallback?.meanSpend ?? null,
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
      spend: spreadOf(spend),
      prior: config.purchase.prior,
      tracked: origin && sharedColumns(origin.tracked),
      daily: origin && (await dailyOf(origin.repeats, account, window.origin, context)),
    },
  };
}

/** What a calendar at the origin is made of; null where none is asked for. */
async function dailyOf(
  repeats: Float64Array,
  account: Account,
  origin: string,
  context: StageContext,
): Promise<BacktestInput["daily"]> {
  const { calendar: parts } = context.config.purchase;
  if (parts === "off") return null;
  return {
    parts,
    events: await readEvents(account, context),
    firstDay: calendarDay(account.firstDay)!,
    asOf: calendarDay(origin)!,
    ...sharedColumns({ repeats }),
  };
}

/** The rows of `histories` as the columns a purchase model is fitted on. */
async function queryHistories(
  select: Sql,
  logGaps: boolean,
  { engine, signal }: StageContext,
): Promise<Histories> {
  const names = ["x", "t_x", "t_cal", "n", ...(logGaps ? ["log_gaps" as const] : [])] as const;
  const { x, t_x: tx, t_cal: T, n, log_gaps: gaps } = await columnsOf(select, names, { engine, signal });
  return { x, tx, T, n, ...(logGaps && { logGaps: gaps.map((sum, i) => (sum * logGapUnit) / n[i]!) }) };
}

/** The spend model fitted to what was known on the origin, as the config's run would fit it. */
async function fitSpendOf(
  model: SpendChoice,
  backtest: Sql,
  origin: string,
  of: { readonly customers: number; readonly firstSpend: number },
  context: StageContext,
): Promise<FittedSpend> {
  const source = await spendAsOf(backtest, origin, of, context);
  const fitted = (): Fit => fitModel(gammaGamma, source.repeat);
  const chosen = await chooseSpend(model, source, fitted, context);
  return { ...chosen.fit, fallback: chosen.fallback };
}

/** Expected spend by what predicts it in place of the spend model, over customers s; null where that gives it. */
async function predictedSpendOf(
  model: SpendChoice | null,
  backtest: Sql,
  context: StageContext,
): Promise<Sql | null> {
  if (model !== "gamma-regression" && model !== "log-normal") return null;
  const predictor = await fitRowPredictor(model, backtest, context);
  return verdictOf(predictor).status === "failed" ? null : predictedSpend(predictor, "s");
}

/** E[M | x, m] of each customer by the spend model; a mean that refunds made negative counts as nothing. Without amounts 1. */
export function spendOf(spend: FittedSpend | null, { rows, columns }: ScoredCustomers): Float64Array {
  if (spend === null) return new Float64Array(rows).fill(1);
  if (spend.fallback) return new Float64Array(rows).fill(spend.fallback.meanSpend);
  const model = fittedSpendModel(spend);
  const { x, mean_spend, total_spend } = columns;
  const own =
    model.ownMean === "all"
      ? (i: number): number => total_spend[i]! / (x[i]! + 1)
      : (i: number): number => (Number.isNaN(mean_spend[i]!) ? 0 : mean_spend[i]!);
  return Float64Array.from({ length: rows }, (_, i) =>
    model.expectedSpend(spend.params, x[i]!, Math.max(0, own(i))),
  );
}

/** Net spend in the holdout over expected spend per purchase; NaN where that is 0. */
export function relativeValue({ columns }: ScoredCustomers, expectedSpend: Float64Array): Float64Array {
  return expectedSpend.map((mean, i) => (mean > 0 ? columns.value[i]! / mean : Number.NaN));
}
