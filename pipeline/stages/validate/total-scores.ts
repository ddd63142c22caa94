import {
  compareTotalRivals,
  effectiveOrigins,
  isUnsupported,
  type PredictedTotal,
  pointMeasures,
  type TotalErrors,
  type TotalSafety,
  totalMeasures,
  totalRivals,
  totalSafety,
} from "../../../models/index.js";
import type {
  ComparedTotal,
  TotalScore,
  TotalsBacktest,
  TotalsOfHorizon,
  TotalsOrigin,
  TotalsSafety,
} from "../../artifacts/totals-backtest.js";
import type { Target } from "../../artifacts/validation.js";
import { message } from "../../text/messages/message.js";
import { calendarDay, isoDate } from "../../time/day-number.js";
import { byTarget } from "./total-outcomes.js";

/** How predicted totals did, by horizon and by month, and how much wider they have to be. */
export function scoreTotals(
  origins: readonly TotalsOrigin[],
  horizonsDays: readonly number[],
): Pick<TotalsBacktest, "byHorizon" | "months" | "safety"> {
  const known = horizonsDays.flatMap((days) => {
    const totals = origins.flatMap(({ origin, horizons }) =>
      horizons.filter((h) => h.days === days).map((h) => ({ ...h, day: calendarDay(origin)! })),
    );
    return totals.length === 0 ? [] : [{ days, totals, money: totals[0]!.value !== undefined }];
  });
  const single = origins.flatMap(({ origin, months }) =>
    months.map((m) => ({ ...m, day: calendarDay(origin)! })),
  );
  return {
    byHorizon: known.map(({ days, totals, money }): TotalsOfHorizon => {
      const own = totals.map(({ day }) => day);
      const scores = byTarget(money, (target) =>
        scoreOf(
          totals.map((t): DayTotal => ({ day: t.day, ...t[target]! })),
          days,
        ),
      );
      return { days, origins: totals.length, effective: effectiveOrigins(own, days), ...scores };
    }),
    months:
      single.length === 0
        ? null
        : byTarget(single[0]!.value !== undefined, (target) =>
            totalMeasures(single.map((m) => ({ day: m.day, ...m[target]! }))),
          ),
    safety: safetyOf(
      known.map(({ days, totals, money }) => ({
        days,
        ...byTarget(money, (target) =>
          totalSafety(
            totals.map((t): PredictedTotal => ({ day: t.day, ...t[target]! })),
            days,
          ),
        ),
      })),
    ),
  };
}

type DayTotal = ComparedTotal & { readonly day: number };

function scoreOf(totals: readonly DayTotal[], days: number): TotalScore {
  const naive = totalRivals.map(({ name }) => {
    const known = totals.flatMap(({ actual, rivals }) => {
      const predicted = rivals[name] ?? null;
      return predicted === null ? [] : [{ actual, predicted }];
    });
    return [name, pointMeasures(known)] as const;
  });
  return {
    ...totalMeasures(totals),
    plain: totalMeasures(totals.map(({ day, actual, plain }) => ({ day, actual, ...plain }))),
    rivals: Object.fromEntries(naive),
    compared: compareTotalRivals(totals.map(errorsOf), days),
  };
}

function errorsOf({ day, actual, median, rivals }: DayTotal): TotalErrors {
  const errorOf = (predicted: number | null): number | null =>
    predicted !== null && predicted > 0 && actual > 0 ? Math.log(actual / predicted) : null;
  return {
    day,
    model: errorOf(median),
    rivals: Object.fromEntries(Object.entries(rivals).map(([name, total]) => [name, errorOf(total)])),
  };
}

type SafetyAt = { readonly days: number; readonly purchases: TotalSafety; readonly value?: TotalSafety };

function safetyOf(found: readonly SafetyAt[]): TotalsSafety {
  const each = found.flatMap(({ days, purchases, value }) => [
    { days, target: "purchases" as const, safety: purchases },
    ...(value ? [{ days, target: "value" as const, safety: value }] : []),
  ]);
  const bad = each.filter(({ safety }) => isUnsupported(safety));
  const [worst] = [...bad].sort((a, b) => sizeOf(b.safety) - sizeOf(a.safety));
  return {
    byHorizon: found.map(({ days, purchases, value }) => ({
      days,
      purchases: purchases.k,
      ...(value && { value: value.k }),
    })),
    unsupported: worst !== undefined,
    reason: worst === undefined ? null : reasonOf(worst),
  };
}

const sizeOf = ({ worst }: TotalSafety): number => Math.abs(worst?.logError ?? 0);

/** The total that was farthest off, of those that say so. */
function reasonOf(of: {
  readonly days: number;
  readonly target: Target;
  readonly safety: TotalSafety;
}): ReturnType<typeof message> {
  const { day, logError } = of.safety.worst!;
  return message("rolling.unsupported", of.target, of.days, isoDate(day), logError, of.safety.k);
}
