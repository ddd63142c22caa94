import {
  type BacktestOptions,
  backtestCounts,
  backtestCustomers,
} from "../../../pipeline/sql/backtest-customers.js";
import { backtestSample } from "../../../pipeline/sql/backtest-sample.js";
import {
  customersByFirstDay,
  customersOfCohorts,
  daysInOrder,
  purchasesByDay,
  purchasesTogether,
} from "../../../pipeline/sql/backtest-tracking.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { raw, type Sql, sql } from "../../../pipeline/sql/sql.js";

/** Tables that the backtest statements read besides those of the stages. */
export const backtestTableColumns: Readonly<Record<string, string>> = {
  backtest_customers:
    "customer_id varchar, first_day date, x integer, t_x integer, t_cal integer, first_amount decimal(18,4), repeat_spend decimal(38,4), mean_spend double, total_spend decimal(38,4), log_gaps bigint, valued_purchases integer, log_spend bigint, log_spend_squares bigint, attr_channel varchar, y integer, value decimal(38,4), previous_y integer, previous_value decimal(38,4), earlier_recency integer, cohort integer",
  backtest_days: "day date, known_0 bigint, known_1 bigint",
};

export const backtestOptions: BacktestOptions = {
  earlier: "2024-04-30",
  origin: "2024-08-31",
  until: "2024-12-31",
  cohorts: { from: null, until: null },
  attributes: ["channel"],
  refunds: false,
  separate: false,
  period: null,
  logGaps: true,
};

/** The statements of backtests in the variants that differ in text; the name before the dot is the function's. */
export function backtestStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const table = (name: string): Sql => dialect.table(name);
  const backtest = (options: Partial<BacktestOptions>): Sql =>
    backtestCustomers(dialect, table("transactions"), { ...backtestOptions, ...options });
  const origins = ["2024-04-30", "2024-08-31"];
  const sampled = (most: number, expectedSpend: Sql | null): Sql =>
    backtestSample(dialect, table("backtest_customers"), {
      customers: 5000,
      most,
      attributes: ["channel"],
      expectedSpend,
    });
  return {
    backtestCustomers: backtest({}),
    "backtestCustomers.refunds": backtest({
      refunds: true,
      separate: true,
      logGaps: false,
      cohorts: { from: "2024-01-01", until: "2024-06-30" },
    }),
    "backtestCustomers.month": backtest({ period: "month", logGaps: false, attributes: [] }),
    "backtestCustomers.spend-logs": backtest({ logGaps: false, attributes: [], spendLogs: true }),
    backtestCounts: backtestCounts(table("backtest_customers")),
    backtestSample: sampled(1000, null),
    "backtestSample.all": sampled(5000, raw("coalesce(s.mean_spend, 10)")),
    purchasesByDay: purchasesByDay(table("transactions"), table("customers"), { origins, separate: false }),
    "purchasesByDay.separate": purchasesByDay(table("transactions"), table("customers"), {
      origins,
      separate: true,
    }),
    purchasesTogether: purchasesTogether(sql`select * from ${table("backtest_days")}`, origins.length),
    daysInOrder: daysInOrder(table("backtest_days")),
    customersByFirstDay: customersByFirstDay(table("customers")),
    customersOfCohorts: sql`select customer_id from ${customersOfCohorts(table("customers"), { from: "2024-01-01", until: null })} k`,
  };
}
