import type { Artifacts } from "../artifacts/artifacts.js";
import { hasMarginColumn } from "../config/margin.js";
import type { RunRecord } from "../registry/registry.js";
import type { StageContext } from "../stage.js";

/** What later runs are compared with: this run as the registry keeps it once it is published. */
export function runRecord(
  {
    account,
    checks,
    champion,
    scores,
    score_summary: s,
  }: Pick<Artifacts, "account" | "checks" | "champion" | "scores" | "score_summary">,
  { runId, config }: Pick<StageContext, "runId" | "config">,
): RunRecord {
  const { margin } = config.value;
  const rate = hasMarginColumn(config)
    ? "column"
    : typeof margin === "number"
      ? margin
      : JSON.stringify(margin);
  const horizonDays = s.longestHorizonDays;
  const { clv, expectedPurchases } = s.horizons.find((h) => h.days === horizonDays)!;
  return {
    runId,
    asOf: champion.asOf,
    modelVersion: champion.modelVersion,
    rows: account.accepted,
    customers: scores.rows,
    ...(clv === undefined
      ? { meanPurchases: expectedPurchases / scores.rows }
      : { meanClv: clv / scores.rows }),
    horizonDays,
    margin: rate,
    annualDiscountRate: config.value.annualDiscountRate,
    statistics: checks.statistics,
  };
}
