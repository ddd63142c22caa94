import { createHash } from "node:crypto";
import { correctedOrders, withoutCorrected } from "../../../pipeline/sql/corrected-orders.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { forgottenAmong, redactedRows, rowsWithoutForgotten } from "../../../pipeline/sql/forgotten-rows.js";
import { type Sql, sql } from "../../../pipeline/sql/sql.js";
import { stagedFacts } from "../../../pipeline/sql/staged-facts.js";
import {
  customersInOrder,
  recombinedCustomers,
  touchedCount,
  touchedCustomers,
  touchedTransactions,
} from "../../../pipeline/sql/touched-customers.js";

/** The statements of ingest and summarize that know earlier runs, corrected files and forgotten customers. */
export function ingestStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const staged = [dialect.table("staged_0"), dialect.table("staged_1")];
  const transactions = dialect.table("transactions");
  const customers = dialect.table("customers");
  const corrected = sql`(${correctedOrders(staged)})`;
  const touched = sql`(select customer_id from ${transactions} t where is_refund)`;
  const salt = "it's salt";
  const hashes = Array.from({ length: 20 }, (_, i) => `${i}`.padStart(2, "0").repeat(32));
  // as SHA-256 gives it for customer "a" of these tests
  const forgotten = { salt, customers: [...hashes, createHash("sha256").update(`${salt}a`).digest("hex")] };
  const difference = {
    changed: [staged[1]!],
    sameOrders: [staged[0]!],
    transactions,
    seenUntil: "2024-03-01",
  };
  const columns = ["customer_id", "first_day", "x", "t_cal", "attr_channel"];
  const recounted = sql`select customer_id, first_day, x, t_cal, attr_channel from ${customers} c where x > 1`;
  return {
    correctedOrders: correctedOrders(staged),
    withoutCorrected: sql`select customer_id, order_key, day from ${withoutCorrected(staged[0]!, 0, corrected)}`,
    forgottenAmong: forgottenAmong(dialect, transactions, forgotten),
    rowsWithoutForgotten: rowsWithoutForgotten(dialect, transactions, ["customer_id", "day"], forgotten),
    redactedRows: redactedRows(
      dialect,
      sql`select customer_id, day, amount, reason from ${staged[0]!}`,
      ["customer_id", "day", "amount", "reason"],
      { salt, customers: [forgotten.customers.at(-1)!] },
    ),
    stagedFacts: stagedFacts(staged[0]!, "2024-02-01"),
    touchedCustomers: touchedCustomers(difference),
    "touchedCustomers.window": touchedCustomers({ ...difference, changed: [], sameOrders: [] }),
    touchedTransactions: sql`select customer_id, day, amount from ${touchedTransactions(transactions, touched)} t`,
    touchedCount: touchedCount(transactions, touched),
    recombinedCustomers: recombinedCustomers(dialect, customers, {
      columns,
      touched,
      recounted,
      asOf: "2024-12-31",
    }),
    customersInOrder: customersInOrder(sql`select customer_id, x from ${customers}`),
  };
}
