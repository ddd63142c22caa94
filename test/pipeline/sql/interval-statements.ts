import {
  attributeCounts,
  billingIntervals,
  intervalCounts,
  intervalTotals,
  paymentIntervals,
} from "../../../pipeline/sql/billing-intervals.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { intervalCustomers, intervalGroups } from "../../../pipeline/sql/interval-customers.js";
import { id, type Sql } from "../../../pipeline/sql/sql.js";

const sources = {
  attribute: {
    column: id("attr_channel"),
    meaning: new Map([
      ["it's yearly", 5844],
      ["monthly", 487],
    ]),
  },
  infer: false,
  otherwise: 487,
};

/** Statements of pipeline/sql/billing-intervals.ts and interval-customers.ts. */
export function intervalStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const transactions = dialect.table("transactions");
  return {
    paymentIntervals: paymentIntervals(dialect, transactions),
    intervalCounts: intervalCounts(dialect, transactions, "2024-12-31", 365 / 12),
    "paymentIntervals.noMoney": paymentIntervals(dialect, transactions, false),
    "billingIntervals.attribute": billingIntervals(dialect, transactions, sources),
    "billingIntervals.infer": billingIntervals(dialect, transactions, {
      ...{ ...sources, attribute: null },
      infer: true,
    }),
    "billingIntervals.both": billingIntervals(dialect, transactions, { ...sources, infer: true }),
    attributeCounts: attributeCounts(transactions, "channel", 1001),
    intervalTotals: intervalTotals(dialect.table("billing_intervals")),
    intervalCustomers: intervalCustomers(dialect.table("customers"), dialect.table("billing_intervals"), [
      "channel",
    ]),
    "intervalCustomers.noMoney": intervalCustomers(
      dialect.table("customers"),
      dialect.table("billing_intervals"),
      ["channel"],
      false,
    ),
    intervalGroups: intervalGroups(dialect.table("customers")),
  };
}
