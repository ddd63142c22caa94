import {
  type Histories,
  historiesFrom,
  nearer,
  paymentsDue,
  predictHistories,
  type Timeline,
} from "../../models/index.js";
import { fittedPurchaseModel, type ModelFile } from "../artifacts/model-file.js";
import type { Config } from "../config/config.js";
import type { Row } from "../engines/engine.js";
import { paramsOf } from "../stages/fit/covariates.js";
import { clockOf } from "../stages/fit/interval-params.js";
import { futureOf } from "../stages/score/future.js";
import { figure, money, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import { inOneLine } from "../text/visible-text.js";
import { type ExplainedStep, publishedStep, rangeOf, step } from "./explained-step.js";
import { valueSteps } from "./explained-value.js";

export interface Explanation {
  readonly customerId: string;
  readonly purchases: readonly {
    readonly day: string;
    /** Absent where the log has no amounts. */
    readonly amount?: number;
    readonly kind: "purchase" | "refund";
    readonly orders: number;
  }[];
  readonly steps: readonly ExplainedStep[];
  /** Null where the log has no amounts. */
  readonly currency: string | null;
}

/**
 * The chain from a customer's purchases to its CLV (to its expected purchases where the log has no amounts), recomputed from the
 * model; the score row is what was published.
 */
export function explanation(
  score: Row,
  own: Row,
  transactions: readonly Row[],
  m: ModelFile,
  config: Config,
): Explanation {
  const { steps, discounted } = purchaseSteps(score, own, m, config);
  const { spend, currency } = m;
  return {
    customerId: String(score.customer_id),
    currency,
    purchases: transactions.map((t) => ({
      day: String(t.day),
      ...(spend && { amount: Number(t.amount) }),
      kind: t.is_refund === true ? "refund" : "purchase",
      orders: Number(t.orders),
    })),
    steps: [
      ...steps,
      ...(spend
        ? valueSteps(score, own, discounted, spend, config)
        : [publishedStep(score, "expected_purchases", "purchases", config)]),
    ],
  };
}

/** From what the customer bought to what is expected of it. */
function purchaseSteps(
  score: Row,
  own: Row,
  m: ModelFile,
  config: Config,
): { readonly steps: readonly ExplainedStep[]; readonly discounted: number } {
  const model = fittedPurchaseModel(m);
  const p = paramsOf(m, own, config);
  const x = Number(own.x);
  const tx = Number(own.t_x);
  const T = Number(own.t_cal);
  const days = Math.max(...config.value.horizonsDays);
  const { history, horizons, delta, timeline, sooner, period } = ownTime(m, own, config);
  const found = predictHistories(model, p, history, horizons, delta, undefined, timeline);
  const longest = horizons.indexOf(Math.max(...horizons));
  const alive = found.pAlive[0]!;
  const mean = found.expected[longest]![0]!;
  const ifAlive = alive > 0 ? mean / alive : 0;
  const expected = `E[Y(${days})]`;
  return {
    discounted: sooner * found.discounted[longest]![0]!,
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
      ...(m.purchase.calendar
        ? [step(say("explain.calendar.name", days), horizons[longest]!, say("explain.calendar"))]
        : []),
      step(say("explain.ifAlive.name", expected), ifAlive, say("explain.ifAlive", days)),
      step(expected, mean, say("explain.expected", rangeOf(score, `purchases_${days}d`))),
    ],
  };
}

/** A customer's history and the horizons as its model counts time. */
interface OwnTime {
  readonly history: Histories;
  readonly horizons: readonly number[];
  readonly delta: number;
  readonly timeline: Timeline | null;
  /** what it is worth that the next payment is near */
  readonly sooner: number;
  readonly period: string | number | null;
}

function ownTime(m: ModelFile, own: Row, { value }: Config): OwnTime {
  const { horizons, delta, timeline, inModelTime } = futureOf(m, value);
  const history = inModelTime(historiesFrom([Number(own.x)], [Number(own.t_x)], [Number(own.t_cal)]));
  const { intervals, period } = m.purchase;
  if (!intervals) return { history, horizons, delta, timeline, sooner: 1, period };
  const clock = clockOf(Number(own.covariate_group));
  return {
    ...{ history, timeline },
    horizons: horizons.map((days) => paymentsDue(clock, days)),
    delta: delta * clock.interval,
    sooner: nearer(clock, delta),
    period: say("intervals.unit"),
  };
}

export function explanationText({ customerId, purchases, steps, currency }: Explanation): string {
  const shown =
    purchases.length > 40 ? [...purchases.slice(0, 20), null, ...purchases.slice(-19)] : purchases;
  const log = shown.map((p) =>
    p === null
      ? ["…"]
      : [
          p.day,
          ...(p.amount === undefined || currency === null ? [] : [money(p.amount, currency)]),
          p.kind === "refund" ? say("explain.refund") : p.orders > 1 ? say("explain.orders", p.orders) : "",
        ],
  );
  const rows = steps.map((s) => [s.name, typeof s.value === "number" ? figure(s.value) : s.value, s.meaning]);
  return [
    say("explain.customer", inOneLine(customerId)),
    `${say("explain.purchases", purchases.length)}\n${table(log, currency === null ? [false, false] : [false, true, false])}`,
    `${say(currency === null ? "explain.steps.purchases" : "explain.steps")}\n${table(rows, [false, true, false])}\n`,
  ].join("\n\n");
}
