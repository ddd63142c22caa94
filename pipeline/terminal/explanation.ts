import { type SpendModelName, spendModel } from "../../models/index.js";
import { fittedPurchaseModel, type ModelFile } from "../artifacts/model-file.js";
import type { Config } from "../config/config.js";
import type { Row } from "../engines/engine.js";
import { paramsOf } from "../stages/fit/covariates.js";
import { modelTime } from "../stages/score/predict.js";
import { figure, money, percent, table } from "../text/format.js";
import { inOneLine } from "../text/visible-text.js";

export interface ExplainedStep {
  readonly name: string;
  readonly value: number | string;
  readonly meaning: string;
}

export interface Explanation {
  readonly customerId: string;
  readonly purchases: readonly {
    readonly day: string;
    readonly amount: number;
    readonly kind: "purchase" | "refund";
    readonly orders: number;
  }[];
  readonly steps: readonly ExplainedStep[];
  readonly currency: string;
}

/** The chain from a customer's purchases to its CLV, recomputed from the model; the score row is what was published. */
export function explanation(
  score: Row,
  own: Row,
  transactions: readonly Row[],
  m: ModelFile,
  config: Config,
): Explanation {
  const model = fittedPurchaseModel(m);
  const spend = spendModel(m.spend.model as SpendModelName);
  const p = paramsOf(m, own, config);
  const x = Number(own.x);
  const tx = Number(own.t_x);
  const T = Number(own.t_cal);
  const days = Math.max(...config.value.horizonsDays);
  const alive = model.probabilityAlive(p, x, tx, T);
  const { horizons, delta } = modelTime(m, config.value);
  const t = Math.max(...horizons);
  const ifAlive = model.expectedPurchasesIfAlive(p, x, tx, T, t);
  const discounted = alive * model.discountedPurchasesIfAlive(p, x, tx, T, t, delta);
  const { period } = m.purchase;
  const unit =
    period === null ? "days" : typeof period === "number" ? `periods of ${period} days` : `${period}s`;
  const what = period === null ? "purchase days" : `${unit} with a purchase`;
  const bounds = (column: string): string =>
    score[`${column}_lo80`] == null
      ? ""
      : `; between ${figure(Number(score[`${column}_lo80`]))} and ${figure(Number(score[`${column}_hi80`]))} with 80 %`;
  const overAll = !m.spend.fallback && spend.ownMean === "all";
  const mean = overAll ? Number(own.total_spend) / (x + 1) : Number(own.mean_spend ?? 0);
  const weight = m.spend.fallback ? 0 : spend.credibility(m.spend.params, x);
  const prior = m.spend.fallback ? m.spend.fallback.meanSpend : spend.populationMean(m.spend.params);
  const { predictor } = m.spend;
  const byRepeatSpend = (1 - weight) * prior + weight * Math.max(0, mean);
  const expectedSpend = predictor ? Number(score.expected_spend) : byRepeatSpend;
  const { margin } = config.value;
  const step = (name: string, value: number | string, meaning: string): ExplainedStep => ({
    name,
    value,
    meaning,
  });
  return {
    customerId: String(score.customer_id),
    currency: m.currency,
    purchases: transactions.map((t) => ({
      day: String(t.day),
      amount: Number(t.amount),
      kind: t.is_refund === true ? "refund" : "purchase",
      orders: Number(t.orders),
    })),
    steps: [
      step("x", x, `${what} after the first one`),
      step("t_x", tx, `${unit} from the first purchase (${own.first_day}) to the last one (${own.last_day})`),
      step("T", T, `${unit} from the first purchase to the as-of date ${m.asOf}`),
      step("P(alive)", alive, aliveMeaning(x, `${T - tx} ${unit}`, model.name)),
      step(
        `E[Y(${days})] if alive`,
        ifAlive,
        `purchases expected in the next ${days} days of a customer who has not left`,
      ),
      step(
        `E[Y(${days})]`,
        alive * ifAlive,
        `times P(alive): expected purchases${bounds(`purchases_${days}d`)}`,
      ),
      step(
        "discounted",
        discounted,
        `the same, each purchase discounted by ${percent(config.value.annualDiscountRate)} a year`,
      ),
      step("mean spend", mean, ownMeaning(x, overAll)),
      ...(predictor
        ? [step("expected spend", expectedSpend, `per future purchase, by ${predictor.model}`)]
        : [
            step(
              "population mean",
              prior,
              m.spend.fallback
                ? "pooled mean: the spend model was not usable"
                : overAll
                  ? "mean over customers of their mean spend per purchase"
                  : "mean spend per purchase of the spend model",
            ),
            step("credibility", weight, weightMeaning(m.spend)),
            step(
              "expected spend",
              expectedSpend,
              "per future purchase: weight × own mean + (1 − weight) × population mean",
            ),
          ]),
      step("margin", margin, "share of revenue that counts as value"),
      step(
        `CLV ${days} days`,
        margin * expectedSpend * discounted,
        "margin × expected spend × discounted expected purchases",
      ),
      step(
        "published CLV",
        Number(score[`clv_${days}d`]),
        `as in clv_scores; rank ${score.value_rank}, tier ${score.value_tier}${bounds(`clv_${days}d`)}`,
      ),
    ],
  };
}

function aliveMeaning(x: number, silent: string, model: string): string {
  if (x === 0 && model === "bg-nbd")
    return "1 by assumption: under BG/NBD a customer can leave only right after a repeat purchase";
  return `probability of not having left, given ${silent} without a purchase`;
}

function ownMeaning(x: number, overAll: boolean): string {
  if (overAll)
    return `own mean over ${x + 1} ${x === 0 ? "purchase" : "purchases"}, the first one included, refunds netted`;
  return x > 0
    ? `own mean over ${x} repeat purchases, refunds netted`
    : "no repeat purchase yet, so no own mean";
}

function weightMeaning({ leftBecause }: ModelFile["spend"]): string {
  const meaning = "weight of the customer's own mean against the population's";
  return leftBecause === undefined
    ? meaning
    : `${meaning}, from the variances within and between customers: gamma-gamma is not sound here`;
}

export function explanationText({ customerId, purchases, steps, currency }: Explanation): string {
  const shown =
    purchases.length > 40 ? [...purchases.slice(0, 20), null, ...purchases.slice(-19)] : purchases;
  const log = shown.map((p) =>
    p === null
      ? ["…", "", ""]
      : [
          p.day,
          money(p.amount, currency),
          p.kind === "refund" ? "refund" : p.orders > 1 ? `${p.orders} orders, one purchase` : "",
        ],
  );
  const rows = steps.map((s) => [s.name, typeof s.value === "number" ? figure(s.value) : s.value, s.meaning]);
  return `Customer ${inOneLine(customerId)}\n\nPurchases (${purchases.length})\n${table(log, [false, true, false])}\n\nFrom history to value\n${table(rows, [false, true, false])}\n`;
}
