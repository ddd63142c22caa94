import type { TotalSums } from "../../../models/index.js";
import type { ScoreSummary } from "../../artifacts/score-summary.js";
import type { Segment } from "../../artifacts/scored-part.js";
import { scoreTotals, tierTotals, topCustomers } from "../../sql/scores.js";
import type { StageContext } from "../../stage.js";
import type { ScoreInputs } from "./score-inputs.js";
import { totalsWithIntervals } from "./total-intervals.js";

/** Totals over `scores`, which may have been scored in parts: `sums` are those of all of them. */
export async function summarizeScores(
  inputs: ScoreInputs,
  sums: readonly Segment<TotalSums>[] | null,
  context: StageContext,
): Promise<ScoreSummary> {
  const { engine, config, signal } = context;
  const { horizonsDays, annualDiscountRate } = config.value;
  const table = engine.dialect.table("scores");
  const longest = Math.max(...horizonsDays);
  const money = inputs.model.spend !== null;
  const [totals] = await engine.rows(scoreTotals(table, horizonsDays, money), signal);
  const number = (key: string): number => Number(totals?.[key] ?? 0);
  const tiers = await engine.rows(tierTotals(table, longest, money), signal);
  const top = await engine.rows(topCustomers(table, longest, 10, money), signal);
  return {
    customers: inputs.customers.rows,
    longestHorizonDays: longest,
    ...(money && { historicValue: number("historic_value") }),
    expectedAlive: number("expected_alive"),
    horizons: horizonsDays.map((days) => ({
      days,
      expectedPurchases: number(`expected_purchases_${days}d`),
      ...(money && { clv: number(`clv_${days}d`) }),
    })),
    intervals: sums && (await totalsWithIntervals(sums, inputs, context)),
    ...(money && { residualClv: annualDiscountRate > 0 ? number("residual_clv") : null }),
    tiers: tiers.map((t) => ({
      tier: String(t.tier),
      customers: Number(t.customers),
      ...(money ? { clv: Number(t.clv) } : { expectedPurchases: Number(t.expected_purchases) }),
    })),
    top: top.map((c) => ({
      customerId: String(c.customer_id),
      x: Number(c.x),
      pAlive: Number(c.p_alive),
      expectedPurchases: Number(c.expected_purchases),
      ...(money && { expectedSpend: Number(c.expected_spend), clv: Number(c.clv) }),
    })),
  };
}
