import type { Dialect } from "../../pipeline/sql/dialect.js";
import { purchasesOfDays, repeatsByDay } from "../../pipeline/sql/repeats-by-day.js";
import { purchasesOfPeriods } from "../../pipeline/sql/repeats-by-period.js";
import { rollingOrigins, rollingTogether } from "../../pipeline/sql/rolling-origins.js";
import { spendByCustomer, spendOfMonths, spendTogether } from "../../pipeline/sql/spend-by-month.js";
import { id, type Sql, sql } from "../../pipeline/sql/sql.js";
import { meanSpend } from "../pipeline/sql/calendar-statements.js";

const log = id("transactions");
const origins = ["2024-02-29", "2024-06-30", "2024-07-01", "2024-11-15"];

/** A half of the customers, so that both together are several shards. */
const half = (dialect: Dialect, i: number): Sql =>
  sql`(select * from ${log} where ${dialect.textHash(id("customer_id"))} % 2 = ${i})`;
const inHalves = (dialect: Dialect, of: (rows: Sql) => Sql): Sql =>
  sql`${of(half(dialect, 0))} union all ${of(half(dialect, 1))}`;
const customersOf = (separate: boolean): Sql => id(separate ? "customers_separate" : "customers");

const ofPeriods = { separate: false, money: false };

/** What the level of a discrete model is estimated from. */
const periodComparisons = (["month", 30] as const).map((period) => ({
  title: `repeats by ${period === 30 ? "30 days" : period}`,
  select: (d: Dialect): Sql => {
    const days = inHalves(d, (rows) => purchasesOfPeriods(d, rows, { period, asOf: "2024-12-31" }));
    return sql`select * from (${repeatsByDay(days, customersOf(false), ofPeriods)}) r order by day`;
  },
}));

/** What the calendar and its backtests are estimated from. */
const dailyComparisons = [false, true].flatMap((separate) => {
  const kind = separate ? "of separate orders" : "of days";
  const repeats = { separate, money: true };
  const rolling = { origins, separate, money: true, logGaps: !separate };
  const spend = { expected: meanSpend, separate, refunds: true };
  return [
    {
      title: `repeats by day ${kind}`,
      select: (d: Dialect): Sql => {
        const days = inHalves(d, (rows) => purchasesOfDays(rows, customersOf(separate), repeats));
        return sql`select * from (${repeatsByDay(days, customersOf(separate), repeats)}) r order by day`;
      },
    },
    {
      title: `spend by month ${kind}`,
      select: (d: Dialect): Sql => {
        const parts = inHalves(
          d,
          (rows) => sql`select * from (${spendOfMonths(d, rows, customersOf(separate), spend)}) s`,
        );
        return sql`select * from (${spendTogether(parts)}) m order by month`;
      },
    },
    {
      title: `spend by customer ${kind}`,
      select: (d: Dialect): Sql => spendByCustomer(d, customersOf(separate), meanSpend),
    },
    {
      title: `rolling origins ${kind}`,
      select: (d: Dialect): Sql => {
        const parts = inHalves(d, (rows) => sql`select * from (${rollingOrigins(d, rows, rolling)}) o`);
        return sql`select * from (${rollingTogether(parts)}) r order by origin, day nulls first, x, t_x, t_cal`;
      },
    },
  ];
});

export const calendarComparisons = [...dailyComparisons, ...periodComparisons];
