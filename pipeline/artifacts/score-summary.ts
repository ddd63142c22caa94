import type { IntervalBounds } from "../sql/interval-columns.js";
import type { Text } from "../text/messages/message.js";
import type { Target } from "./validation.js";

/** Totals of the score stage, which publishing is reconciled with. Money in base currency; absent where the log has no amounts. */
export interface ScoreSummary {
  readonly customers: number;
  readonly longestHorizonDays: number;
  readonly historicValue?: number;
  /** Sum of P(alive). */
  readonly expectedAlive: number;
  readonly horizons: readonly {
    readonly days: number;
    readonly expectedPurchases: number;
    readonly clv?: number;
  }[];
  /** Intervals of the totals over all customers and by segment; null without intervals. Segments overlap between attributes. */
  readonly intervals: {
    readonly total: SegmentInterval;
    readonly segments: readonly SegmentInterval[];
  } | null;
  /**
   * The calendar months to come, the rest of the as-of month first, up to the longest horizon, 60 at most. Together they are the expected
   * totals of that horizon. Null without intervals, where a model counts periods, and absent in files of older versions.
   */
  readonly months?: readonly MonthForecast[] | null;
  /** Totals that naive forecasts give in place of the model's; absent where none does. */
  readonly rivalTotals?: readonly RivalTotal[];
  /** Absent where totals are as wide as the model makes them, and nothing speaks against believing them. */
  readonly totalsSafety?: SummarySafety;
  /** Null where no such number means anything: see residualWhy. */
  readonly residualClv?: number | null;
  /** Why there is no residual CLV; absent where there is one. */
  readonly residualWhy?: string;
  /** With expected purchases where there is no CLV. */
  readonly tiers: readonly {
    readonly tier: string;
    readonly customers: number;
    readonly clv?: number;
    readonly expectedPurchases?: number;
    /** Of that total over the longest horizon; absent without intervals. */
    readonly interval?: TotalInterval;
  }[];
  readonly top: readonly {
    readonly customerId: string;
    readonly x: number;
    readonly pAlive: number;
    readonly expectedPurchases: number;
    readonly expectedSpend?: number;
    readonly clv?: number;
  }[];
}

/** A total by a naive forecast that predicted earlier ones better than the model, beyond chance; value is CLV. */
export interface RivalTotal {
  readonly days: number;
  readonly target: Target;
  /** of totalRivals */
  readonly rival: string;
  readonly total: number;
  readonly lo80: number;
  readonly hi80: number;
  readonly lo95: number;
  readonly hi95: number;
  /** Means of |ln(actual / predicted)| over the earlier days, of it and of the model. */
  readonly error: number;
  readonly modelError: number;
  readonly origins: number;
}

/** What earlier totals say of these. */
export interface SummarySafety {
  readonly unsupported: boolean;
  /** Why the log supports no forecast of the total; null where it does. */
  readonly reason: Text | null;
  /** What the spread of logarithms was multiplied by, at most; 1 for none. */
  readonly widened: number;
}

/** A total over customers with the bounds of its 80 and 95 % intervals, which are not the sums of the customers' bounds. */
export interface TotalInterval extends IntervalBounds {
  readonly expected: number;
  /** standard deviation from chance in customers' purchases and spend */
  readonly chance: number;
  /** standard deviation from the doubt about parameters */
  readonly doubt: number;
  /** standard deviation from the doubt about season and level; 0 without a calendar, absent in files of older versions */
  readonly calendar?: number;
}

/** What existing customers are expected to buy and to bring in a month, or in the part of it that a horizon holds. */
export interface MonthForecast {
  /** yyyy-mm-dd, both included */
  readonly from: string;
  readonly to: string;
  readonly purchases: TotalInterval;
  /** margin applied, not discounted; absent without amounts */
  readonly value?: TotalInterval;
  /** margin applied, discounted to the as-of date */
  readonly clv?: TotalInterval;
}

export interface SegmentInterval {
  /** null for all customers */
  readonly attribute: string | null;
  /** null where customers have none */
  readonly value: string | null;
  readonly customers: number;
  readonly horizons: readonly {
    readonly days: number;
    readonly purchases: TotalInterval;
    readonly clv?: TotalInterval;
  }[];
}
