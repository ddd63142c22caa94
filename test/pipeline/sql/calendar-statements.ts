import { firstPurchase } from "../../../pipeline/sql/customers.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { purchasesOfDays, repeatsByDay } from "../../../pipeline/sql/repeats-by-day.js";
import { purchasesOfPeriods } from "../../../pipeline/sql/repeats-by-period.js";
import {
  type RollingOptions,
  rollingDays,
  rollingHistories,
  rollingOrigins,
  rollingTogether,
} from "../../../pipeline/sql/rolling-origins.js";
import { spendByCustomer, spendOfMonths, spendTogether } from "../../../pipeline/sql/spend-by-month.js";
import { real } from "../../../pipeline/sql/spend-covariates.js";
import { type Sql, sql } from "../../../pipeline/sql/sql.js";

/** Tables that the statements of the calendar read besides those of the stages. */
export const calendarTableColumns: Readonly<Record<string, string>> = {
  purchase_days: "day date, n bigint, v decimal(38,4)",
  spend_months:
    "month integer, n bigint, v decimal(38,4), m decimal(38,4), mm decimal(38,8), vv decimal(38,8), vm decimal(38,8), refunded decimal(38,4)",
  rolling_origins:
    "origin integer, day date, x integer, t_x integer, t_cal integer, n bigint, z decimal(38,4), zz decimal(38,4), log_gaps bigint",
  first_days: "day date, first_amount decimal(18,4), first_orders bigint",
};

/** Expected spend per purchase as Gamma-Gamma has it. */
export const meanSpend = sql`(${real(6.25)} * (${real(15.44)} + greatest(cast(c.repeat_spend as double precision), 0)) / (${real(6.25)} * c.x + ${real(2.74)}))`;

/** What the calendar and its backtests are estimated from, in the variants that differ in text. */
export function calendarStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const table = (name: string): Sql => dialect.table(name);
  const [log, customers] = [table("transactions"), table("customers")];
  const days = sql`select * from ${table("purchase_days")}`;
  const repeats = { separate: false, money: true };
  const rolling: RollingOptions = {
    ...{ origins: ["2024-04-30", "2024-08-31"], separate: false, money: true, logGaps: true },
  };
  const spend = { expected: meanSpend, separate: false, refunds: false };
  return {
    spendOfMonths: spendOfMonths(dialect, log, customers, spend),
    "spendOfMonths.refunds": spendOfMonths(dialect, log, customers, { ...spend, refunds: true }),
    "spendOfMonths.separate": spendOfMonths(dialect, log, customers, { ...spend, separate: true }),
    spendTogether: spendTogether(sql`select * from ${table("spend_months")}`),
    spendByCustomer: spendByCustomer(dialect, customers, meanSpend),
    rollingOrigins: rollingOrigins(dialect, log, rolling),
    "rollingOrigins.separate": rollingOrigins(dialect, log, { ...rolling, separate: true, logGaps: false }),
    "rollingOrigins.bare": rollingOrigins(dialect, table("bare_transactions"), { ...rolling, money: false }),
    rollingTogether: rollingTogether(sql`select * from ${table("rolling_origins")}`),
    rollingHistories: rollingHistories(table("rolling_origins"), 1),
    rollingDays: rollingDays(table("rolling_origins")),
    firstPurchase: sql`select day, cast(${firstPurchase(true)} as decimal(18,4)) as spend from ${table("first_days")}`,
    purchasesOfDays: purchasesOfDays(log, customers, repeats),
    "purchasesOfDays.separate": purchasesOfDays(log, customers, { ...repeats, separate: true }),
    "purchasesOfDays.bare": purchasesOfDays(log, customers, { ...repeats, money: false }),
    "purchasesOfDays.bare-separate": purchasesOfDays(log, customers, { separate: true, money: false }),
    purchasesOfPeriods: purchasesOfPeriods(dialect, log, { period: "quarter", asOf: "2024-12-31" }),
    "purchasesOfPeriods.days": purchasesOfPeriods(dialect, log, { period: 30, asOf: "2024-12-31" }),
    repeatsByDay: repeatsByDay(days, customers, repeats),
    "repeatsByDay.separate": repeatsByDay(days, customers, { ...repeats, separate: true }),
    "repeatsByDay.bare": repeatsByDay(
      sql`select day, n from ${table("purchase_days")}`,
      table("bare_customers"),
      { ...repeats, money: false },
    ),
  };
}
