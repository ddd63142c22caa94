import { firstPurchase } from "../../../pipeline/sql/customers.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { purchasesOfDays, repeatsByDay } from "../../../pipeline/sql/repeats-by-day.js";
import { type Sql, sql } from "../../../pipeline/sql/sql.js";

/** Tables that the statements of the calendar read besides those of the stages. */
export const calendarTableColumns: Readonly<Record<string, string>> = {
  purchase_days: "day date, n bigint, v decimal(38,4)",
  first_days: "day date, first_amount decimal(18,4), first_orders bigint",
};

/** What the calendar and its backtests are estimated from, in the variants that differ in text. */
export function calendarStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const table = (name: string): Sql => dialect.table(name);
  const [log, customers] = [table("transactions"), table("customers")];
  const days = sql`select * from ${table("purchase_days")}`;
  const repeats = { separate: false, money: true };
  return {
    firstPurchase: sql`select day, ${firstPurchase(true)} as spend from ${table("first_days")}`,
    purchasesOfDays: purchasesOfDays(log, customers, repeats),
    "purchasesOfDays.separate": purchasesOfDays(log, customers, { ...repeats, separate: true }),
    "purchasesOfDays.bare": purchasesOfDays(log, customers, { ...repeats, money: false }),
    "purchasesOfDays.bare-separate": purchasesOfDays(log, customers, { separate: true, money: false }),
    repeatsByDay: repeatsByDay(days, customers, repeats),
    "repeatsByDay.separate": repeatsByDay(days, customers, { ...repeats, separate: true }),
    "repeatsByDay.bare": repeatsByDay(
      sql`select day, n from ${table("purchase_days")}`,
      table("bare_customers"),
      { ...repeats, money: false },
    ),
  };
}
