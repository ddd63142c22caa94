import type { TotalsBacktest } from "../artifacts/totals-backtest.js";
import type { Target } from "../artifacts/validation.js";
import { type PooledCoverage, pooledCoverage } from "../registry/total-coverage-of.js";
import type { Text } from "../text/messages/message.js";

/** Of the 95 % and 80 % intervals of totals: held less often, and they are too narrow; far less often, and they are of no use. */
const fewHeld95 = 0.8;
const fewHeld80 = 0.6;
const hardlyHeld95 = 0.6;

/**
 * believed: the ranges held on earlier days; careful: they are too narrow; not believed: they hardly held, or the log supports no forecast of
 * the total; unmeasured: there are too few earlier days to say.
 */
export type TotalsLevel = "believed" | "careful" | "notBelieved" | "unmeasured";

/** Whether totals of all customers may be believed. */
export interface TotalsVerdict {
  readonly level: TotalsLevel;
  /** Days on which totals were predicted. */
  readonly origins: number;
  /** Of the target whose ranges held least often; null where too few totals are known. */
  readonly coverage: PooledCoverage | null;
  /** Mean error of totals of the target and of the shortest horizon with its days; null as above. */
  readonly error: { readonly of: Target; readonly days: number; readonly share: number } | null;
  /** Why nothing is measured, or the log supports no forecast of the total. */
  readonly reason: Text | null;
}

export function totalsVerdict(totals: TotalsBacktest): TotalsVerdict {
  const pooled = pooledCoverage(totals);
  const coverage = pooled.length === 0 ? null : pooled.reduce((a, b) => (b.covered < a.covered ? b : a));
  const origins = totals.origins.filter(({ horizons }) => horizons.length > 0).length;
  const shortest = totals.byHorizon[0];
  const of = coverage?.of ?? "purchases";
  const share = shortest?.[of]?.meanAbsoluteError ?? null;
  return {
    level: levelOf(totals, pooled),
    ...{ origins, coverage },
    error: coverage === null || share === null ? null : { of, days: shortest!.days, share },
    reason: totals.skipped ?? totals.safety.reason,
  };
}

function levelOf({ safety }: TotalsBacktest, pooled: readonly PooledCoverage[]): TotalsLevel {
  if (safety.unsupported) return "notBelieved";
  if (pooled.length === 0) return "unmeasured";
  const least95 = Math.min(...pooled.map((p) => p.covered));
  const least80 = Math.min(...pooled.map((p) => p.covered80));
  if (least95 < hardlyHeld95) return "notBelieved";
  return least95 < fewHeld95 || least80 < fewHeld80 ? "careful" : "believed";
}
