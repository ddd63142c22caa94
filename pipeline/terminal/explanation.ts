import { type SpendModelName, spendModel } from "../../models/index.js";
import { fittedPurchaseModel, type ModelFile } from "../artifacts/model-file.js";
import type { Config } from "../config/config.js";
import type { Row } from "../engines/engine.js";
import { paramsOf } from "../stages/fit/covariates.js";
import { modelTime } from "../stages/score/predict.js";
import { figure, money, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
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
  const range = (column: string): { low: number; high: number } | null =>
    score[`${column}_lo80`] == null
      ? null
      : { low: Number(score[`${column}_lo80`]), high: Number(score[`${column}_hi80`]) };
  const overAll = !m.spend.fallback && spend.ownMean === "all";
  const mean = overAll ? Number(own.total_spend) / (x + 1) : Number(own.mean_spend ?? 0);
  const weight = m.spend.fallback ? 0 : spend.credibility(m.spend.params, x);
  const prior = m.spend.fallback ? m.spend.fallback.meanSpend : spend.populationMean(m.spend.params);
  const { predictor } = m.spend;
  const byRepeatSpend = (1 - weight) * prior + weight * Math.max(0, mean);
  const expectedSpend = predictor ? Number(score.expected_spend) : byRepeatSpend;
  const { margin } = config.value;
  const expected = `E[Y(${days})]`;
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
      step("x", x, say("explain.x", period)),
      step("t_x", tx, say("explain.tx", period, String(own.first_day), String(own.last_day))),
      step("T", T, say("explain.T", period, m.asOf)),
      step(
        "P(alive)",
        alive,
        x === 0 && model.name === "bg-nbd"
          ? say("explain.alive.assumed")
          : say("explain.alive", T - tx, period),
      ),
      step(say("explain.ifAlive.name", expected), ifAlive, say("explain.ifAlive", days)),
      step(expected, alive * ifAlive, say("explain.expected", range(`purchases_${days}d`))),
      step(
        say("explain.discounted.name"),
        discounted,
        say("explain.discounted", config.value.annualDiscountRate),
      ),
      step(say("explain.ownMean.name"), mean, ownMeaning(x, overAll)),
      ...(predictor
        ? [step(say("explain.spend.name"), expectedSpend, say("explain.spend.predicted", predictor.model))]
        : [
            step(say("explain.populationMean.name"), prior, priorMeaning(m.spend, overAll)),
            step(say("explain.credibility.name"), weight, weightMeaning(m.spend)),
            step(say("explain.spend.name"), expectedSpend, say("explain.spend")),
          ]),
      step(say("explain.margin.name"), margin, say("explain.margin")),
      step(say("explain.clv.name", days), margin * expectedSpend * discounted, say("explain.clv")),
      step(
        say("explain.published.name"),
        Number(score[`clv_${days}d`]),
        say("explain.published", String(score.value_rank), String(score.value_tier), range(`clv_${days}d`)),
      ),
    ],
  };
}

function ownMeaning(x: number, overAll: boolean): string {
  if (overAll) return say("explain.ownMean.all", x + 1);
  return x > 0 ? say("explain.ownMean.repeat", x) : say("explain.ownMean.none");
}

function priorMeaning({ fallback }: ModelFile["spend"], overAll: boolean): string {
  if (fallback) return say("explain.populationMean.pooled");
  return say(overAll ? "explain.populationMean.all" : "explain.populationMean.model");
}

function weightMeaning({ leftBecause }: ModelFile["spend"]): string {
  return say(leftBecause === undefined ? "explain.credibility" : "explain.credibility.byVariances");
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
          p.kind === "refund" ? say("explain.refund") : p.orders > 1 ? say("explain.orders", p.orders) : "",
        ],
  );
  const rows = steps.map((s) => [s.name, typeof s.value === "number" ? figure(s.value) : s.value, s.meaning]);
  return [
    say("explain.customer", inOneLine(customerId)),
    `${say("explain.purchases", purchases.length)}\n${table(log, [false, true, false])}`,
    `${say("explain.steps")}\n${table(rows, [false, true, false])}\n`,
  ].join("\n\n");
}
