import { type SpendLossSums, type SpendScore, spendScores } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import type { SpendCandidate, SpendComparison } from "../../artifacts/model-file.js";
import { countedPeriod } from "../../config/billing.js";
import { attributeNames } from "../../config/questions.js";
import { backtestCounts, backtestCustomers } from "../../sql/backtest-customers.js";
import { spendLosses } from "../../sql/spend-losses.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { holdoutCut } from "../../time/holdout-cut.js";
import { lastCompleteDay } from "../../time/period.js";
import type { SpendChoiceMade } from "../fit/fit-spend.js";
import { spendAsOf } from "../fit/spend-as-of.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import { type SpendCandidateFit, spendCandidates } from "./spend-candidates.js";

const held = { name: "spend_holdout" };

/** The spend model that the config names, or for `auto` the one that predicts spend in the holdout best. */
export async function chosenSpendModel(account: Account, context: StageContext): Promise<SpendChoiceMade> {
  const { model } = context.config.spend;
  if (model !== "auto") return { name: model };
  const { engine, log, warn } = context;
  const cut = cutOf(account, context);
  await materializeHoldout(account, cut, context);
  const found = await compared(engine.dialect.table(held.name), cut, context);
  await engine.drop(held);
  if (found === null) {
    warn(say("spend.notCompared", cut));
    return { name: "gamma-gamma", compared: null };
  }
  log(`${found.name} predicts spend after ${cut} best`);
  return found;
}

/** The cut of purchase.model: auto; for a model in calendar periods the end of the one before it. */
function cutOf(account: Account, { config }: StageContext): string {
  const cut = holdoutCut(account, config.purchase.holdoutDays);
  const period = countedPeriod(config);
  return period === null ? cut : lastCompleteDay(cut, period);
}

/** Customers as the cut saw them, with what they bought after it. */
async function materializeHoldout(account: Account, cut: string, context: StageContext): Promise<void> {
  const { engine, config } = context;
  const options = {
    ...{ origin: cut, earlier: cut, until: account.asOf, cohorts: { from: null, until: null } },
    attributes: config.spend.attributes ?? attributeNames(config),
    attributeValue: config.ingest.attributeValue,
    refunds: account.refunds > 0,
    separate: config.ingest.sameDayOrders === "separate",
    period: countedPeriod(config),
    logGaps: false,
    spendLogs: true,
  };
  await materializeByCustomer(
    held,
    account.accepted,
    (transactions) => backtestCustomers(engine.dialect, transactions, options),
    context,
  );
}

/** The best candidate with how all of them did; null where none can be compared. */
async function compared(
  backtest: Sql,
  cut: string,
  context: StageContext,
): Promise<(SpendChoiceMade & { readonly compared: SpendComparison }) | null> {
  const { engine, signal, log } = context;
  const [counts] = await engine.rows(backtestCounts(backtest), signal);
  const of = { customers: Number(counts?.customers ?? 0), firstSpend: Number(counts?.first_spend ?? 0) };
  const source = await spendAsOf(backtest, cut, of, context);
  const candidates = await spendCandidates(source, context);
  for (const { model, reason } of candidates) if (reason !== null) log(`${model} is not compared: ${reason}`);
  const usable = candidates.filter((c) => c.expected !== null);
  const unit = meanSpend(source.repeat);
  if (usable.length === 0 || !(unit > 0)) return null;
  const expected = usable.map((c) => c.expected!);
  const [row = {}] = await engine.rows(spendLosses(backtest, expected, unit), signal);
  const sums = lossSums(row, usable.length, unit);
  const scores = spendScores(sums);
  if (scores === null) return null;
  const order = [...usable.keys()].sort((i, j) => scores[i]!.behind - scores[j]!.behind || i - j);
  const best = usable[order[0]!]!;
  return {
    name: best.model,
    compared: {
      ...{ cut, customers: sums.customers, purchases: sums.purchases },
      candidates: [
        ...order.map((i) => candidateOf(usable[i]!, scores[i]!, usable[i] === best)),
        ...candidates.filter((c) => c.expected === null).map((c) => candidateOf(c, notCompared, false)),
      ],
    },
  };
}

const notCompared = { score: null, behind: null, behindError: null, meanAbsoluteError: null, bias: null };

function candidateOf(
  { model, status, reason }: SpendCandidateFit,
  scores: SpendScore | typeof notCompared,
  chosen: boolean,
): SpendCandidate {
  return { model, status, reason, ...scores, chosen };
}

function meanSpend({ n, x, z }: { readonly [K in "n" | "x" | "z"]: Float64Array }): number {
  let spend = 0;
  let purchases = 0;
  for (let i = 0; i < n.length; i++) {
    spend += n[i]! * z[i]!;
    purchases += n[i]! * x[i]!;
  }
  return purchases > 0 ? spend / purchases : 0;
}

function lossSums(row: Readonly<Record<string, unknown>>, models: number, unit: number): SpendLossSums {
  const sum = (name: string): number => Number(row[name] ?? 0) / 1e6;
  const each = <T>(of: (i: number) => T): T[] => Array.from({ length: models }, (_, i) => of(i));
  return {
    unit,
    customers: Number(row.customers ?? 0),
    purchases: sum("purchases"),
    squaredPurchases: sum("squared_purchases"),
    value: Number(row.value ?? 0) / unit,
    models: each((i) => ({
      loss: sum(`loss_${i}`),
      weighted: sum(`weighted_${i}`),
      expected: sum(`expected_${i}`),
      error: sum(`error_${i}`),
      products: each((j) => sum(`product_${Math.max(i, j)}_${Math.min(i, j)}`)),
    })),
  };
}
