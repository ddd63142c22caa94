import { leastOrigins } from "../../models/index.js";
import type { TotalsBacktest } from "../artifacts/totals-backtest.js";
import { type Target, targets } from "../artifacts/validation.js";
import { message } from "../text/messages/message.js";
import type { TotalCoverage, Unmeasured } from "./backtest.js";

/** How often intervals of a level held: of one target over the horizons with enough days. */
export interface PooledCoverage extends TotalCoverage {
  readonly covered80: number;
}

/** Coverage by target over all horizons of which totals on enough days are known; none where there is no such horizon. */
export function pooledCoverage({ byHorizon, origins }: TotalsBacktest): PooledCoverage[] {
  const enough = byHorizon.filter((h) => h.origins >= leastOrigins);
  const days = origins.filter(({ horizons }) => horizons.length > 0).length;
  return targets.flatMap((of: Target): PooledCoverage[] => {
    const scores = enough.flatMap((h) => h[of] ?? []);
    const totals = scores.reduce((sum, s) => sum + s.origins, 0);
    if (totals === 0) return [];
    const share = (key: "coverage80" | "coverage95"): number =>
      scores.reduce((sum, s) => sum + s.origins * (s[key] ?? 0), 0) / totals;
    return [{ of, covered: share("coverage95"), covered80: share("coverage80"), totals, origins: days }];
  });
}

/** Of the target whose 95 % intervals held least often. */
export function totalCoverageOf(
  totals: TotalsBacktest | undefined,
  name: string,
): TotalCoverage | Unmeasured {
  if (totals === undefined) return { unmeasured: message("gates.unmeasured", null) };
  if (totals.skipped !== null) return { unmeasured: totals.skipped };
  if (totals.model !== name) return { unmeasured: message("gates.unmeasured.leftOut", name) };
  const pooled = pooledCoverage(totals);
  if (pooled.length === 0) {
    const most = Math.max(0, ...totals.byHorizon.map((h) => h.origins));
    return { unmeasured: message("gates.totals.few", most, leastOrigins) };
  }
  const { covered80: _, ...worst } = pooled.reduce((a, b) => (b.covered < a.covered ? b : a));
  return worst;
}
