import type { TotalSums } from "../../../models/index.js";
import type { ScoreSummary } from "../../artifacts/score-summary.js";
import type { Segment } from "../../artifacts/scored-part.js";
import { scoreTotals, tierTotals, topCustomers } from "../../sql/scores.js";
import type { StageContext } from "../../stage.js";
import { sentence } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { whyNotForEver } from "./for-ever.js";
import { monthsWithIntervals } from "./month-intervals.js";
import { rivalTotals } from "./rival-totals.js";
import type { ScoreInputs } from "./score-inputs.js";
import { tiersWithIntervals } from "./tier-intervals.js";
import { totalsWithIntervals } from "./total-intervals.js";
import { totalsSafety } from "./total-lesson.js";
import { totalsSample } from "./totals-sample.js";

/** Totals over `scores`, which may have been scored in parts: `sums` are those of all of them. */
export async function summarizeScores(
  inputs: ScoreInputs,
  sums: readonly Segment<TotalSums>[] | null,
  context: StageContext,
): Promise<ScoreSummary> {
  const { engine, config, signal } = context;
  const { horizonsDays } = config.value;
  const table = engine.dialect.table("scores");
  const longest = Math.max(...horizonsDays);
  const money = inputs.model.spend !== null;
  const why = whyNotForEver(inputs.model, config.value);
  const [totals] = await engine.rows(scoreTotals(table, horizonsDays, money), signal);
  const number = (key: string): number => Number(totals?.[key] ?? 0);
  const tiers = await engine.rows(tierTotals(table, longest, money), signal);
  const top = await engine.rows(topCustomers(table, longest, 10, money), signal);
  const horizons = horizonsDays.map((days) => ({
    days,
    expectedPurchases: number(`expected_purchases_${days}d`),
    ...(money && { clv: number(`clv_${days}d`) }),
  }));
  const byTier = tiers.map((t) => ({
    tier: String(t.tier),
    customers: Number(t.customers),
    ...(money ? { clv: Number(t.clv) } : { expectedPurchases: Number(t.expected_purchases) }),
  }));
  const sample = sums && (await totalsSample(attributesOf(sums), inputs, context));
  return {
    customers: inputs.customers.rows,
    longestHorizonDays: longest,
    ...(money && { historicValue: number("historic_value") }),
    expectedAlive: number("expected_alive"),
    horizons,
    intervals: sample && (await totalsWithIntervals(sums, sample, inputs, context)),
    months: sample && (await monthsWithIntervals(horizons, sample, inputs, context)),
    ...(await totalsLearned(inputs, context)),
    ...(money &&
      (why === null ? { residualClv: number("residual_clv") } : { residualClv: null, residualWhy: why })),
    tiers: sample ? await tiersWithIntervals(byTier, sample, inputs, context) : byTier,
    top: top.map((c) => ({
      customerId: String(c.customer_id),
      x: Number(c.x),
      pAlive: Number(c.p_alive),
      expectedPurchases: Number(c.expected_purchases),
      ...(money && { expectedSpend: Number(c.expected_spend), clv: Number(c.clv) }),
    })),
  };
}

const attributesOf = (sums: readonly Segment<unknown>[]): string[] => [
  ...new Set(sums.flatMap((s) => s.attribute ?? [])),
];

/** What earlier totals say of these: naive forecasts in their place, and how far they are to be believed. */
async function totalsLearned(
  { model, account }: ScoreInputs,
  context: StageContext,
): Promise<Pick<ScoreSummary, "rivalTotals" | "totalsSafety">> {
  const rivals = await rivalTotals(model, account, context);
  const safety = totalsSafety(model, context.config);
  if (safety?.unsupported) context.warn(say("rolling.warn", sentence(safety.reason!)));
  return { ...(rivals.length > 0 && { rivalTotals: rivals }), ...(safety && { totalsSafety: safety }) };
}
