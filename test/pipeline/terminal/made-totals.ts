import type { TotalMeasures } from "../../../models/index.js";
import type { TotalScore, TotalsBacktest } from "../../../pipeline/artifacts/totals-backtest.js";

interface Made {
  readonly origins?: number;
  readonly covered?: readonly [at80: number, at95: number];
  readonly error?: number;
  readonly unsupported?: TotalsBacktest["safety"]["reason"];
  readonly skipped?: TotalsBacktest["skipped"];
  readonly compared?: TotalScore["compared"];
}

/** Totals of 90 days on so many earlier days, as far as texts and verdicts read them. */
export function madeTotals(made: Made = {}): TotalsBacktest {
  const { origins = 12, covered = [0.83, 0.92], error = 0.06, unsupported = null, skipped = null } = made;
  const measures: TotalMeasures = {
    ...{ origins, coverage80: covered[0], coverage95: covered[1] },
    ...{ intervalScore80: 0.25, intervalScore95: 0.4, halfWidth80: 0.11 },
    ...{ bias: 0.02, meanAbsoluteError: error },
  };
  const score: TotalScore = {
    ...measures,
    plain: { ...measures, coverage80: 0.25, coverage95: 0.5, intervalScore80: 0.61, meanAbsoluteError: 0.11 },
    rivals: {
      "last-period": { origins, bias: 0.1, meanAbsoluteError: 0.14 },
      "last-year": { origins: 0, bias: null, meanAbsoluteError: null },
    },
    compared: made.compared ?? [],
  };
  const known = Array.from({ length: origins }, (_, i) => ({
    ...{ origin: `2024-01-${String(i + 1).padStart(2, "0")}`, customers: 100, left: null },
    ...{ model: "bg-nbd", calendar: true, horizons: [{ days: 90 }], months: [] },
  }));
  return {
    ...{ skipped, model: "bg-nbd" },
    origins: skipped === null ? known : [],
    byHorizon: skipped === null ? [{ days: 90, origins, effective: origins / 3, purchases: score }] : [],
    months: skipped === null ? { purchases: { ...measures, origins: 6 * origins } } : null,
    safety: { byHorizon: [], unsupported: unsupported !== null, reason: unsupported },
  } as unknown as TotalsBacktest;
}
