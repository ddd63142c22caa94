import type { DayCounts, InputStatistics } from "../monitoring/input-statistics.js";
import type { PaymentFindings } from "../monitoring/payments.js";
import type { DailyCounts } from "./daily-counts.js";
import type { SeasonChange } from "./season.js";

/** What the checks look at: sums and counts by day, never a customer. */
export interface Findings {
  readonly asOf: string;
  /** Whether the log has amounts; absent: it has. */
  readonly money?: boolean;
  /** Days after this one are new since the last run; in the first run, days of the whole window are. */
  readonly newAfter: string;
  /** The window, day by day, without the days that have no order. */
  readonly days: readonly DayCounts[];
  /** The last day before the window, or before the log's first day where that is later. */
  readonly windowAfter: string;
  /** The whole log, day by day. */
  readonly counts: DailyCounts;
  /** Days that the shop is known to be closed on. */
  readonly closedDays?: readonly string[];
  /** Rows by day and how many of them repeat another one (of a sample of customers where there are many). */
  readonly repeated: readonly RepeatedDay[];
  readonly customers: number;
  readonly repeatCustomers: number;
  /** Customers whose id equals another one's but for its spelling. */
  readonly similarIds: number;
  /** Orders of the customer who has most of them, and of all. */
  readonly orders: { readonly most: number; readonly all: number };
  /** Customers who bought for the first time on asOf. */
  readonly newOnAsOf: number;
  /** Names of files of the log whose content another one has. */
  readonly repeatedFiles: readonly string[];
  readonly payments: PaymentFindings;
  /** Null in the first run. */
  readonly since: SinceLastRun | null;
}

export interface RepeatedDay {
  readonly day: string;
  readonly rows: number;
  readonly repeated: number;
}

/** The days since the last run, and as many before. */
export interface SinceLastRun {
  readonly runId: string;
  readonly asOf: string;
  readonly days: number;
  readonly orders: Pair;
  readonly buyers: Pair;
  readonly newCustomers: Pair;
  /** What the same days of earlier years lead one to expect; null where the log has none. */
  readonly season: SeasonChange | null;
  /** Rows up to the last run's as-of date, then and now. */
  readonly rows: { readonly earlier: number; readonly now: number };
  /** The last run's customers, and those that are no longer in the log; null where its tables are gone. */
  readonly lost: { readonly customers: number; readonly lost: number } | null;
  readonly statistics: InputStatistics;
}

/** The same quantity before the last run and since it, over as many days. */
export interface Pair {
  readonly before: number;
  readonly since: number;
}
