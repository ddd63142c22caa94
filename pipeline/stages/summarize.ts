import { join } from "node:path";
import { historiesSchema } from "../../data/schemas/histories.js";
import { spendHistoriesSchema } from "../../data/schemas/spend-histories.js";
import { ClvError } from "../errors.js";
import { writeArrowFile } from "../sinks/arrow-file.js";
import { customers } from "../sql/customers.js";
import { customerCounts, histories, spendHistories } from "../sql/histories.js";
import type { Stage } from "../stage.js";
import { attributeNames } from "./ingest.js";

/** transactions into `customers`, then the distinct histories with their counts and sums. */
export const summarize: Stage<
  "transactions" | "account",
  "customers" | "histories" | "spend_histories" | "summary"
> = {
  name: "summarize",
  reads: ["transactions", "account"],
  writes: ["customers", "histories", "spend_histories", "summary"],
  async run({ account }, { engine, config, runDir, signal, log }) {
    const table = engine.dialect.table("customers");
    const rows = await engine.materialize(
      { name: "customers" },
      customers(engine.dialect, engine.dialect.table("transactions"), {
        asOf: account.asOf,
        attributes: attributeNames(config),
        refunds: account.refunds > 0,
        separate: config.ingest.sameDayOrders === "separate",
      }),
      signal,
    );
    if (rows === 0)
      throw new ClvError(
        "NO_TRANSACTIONS",
        `all ${account.accepted} transactions are refunds; no customer has a purchase.`,
      );
    const historyRows = await writeArrowFile(
      join(runDir, "histories.arrow"),
      historiesSchema,
      engine.query(histories(table), signal),
    );
    const spendRows = await writeArrowFile(
      join(runDir, "spend_histories.arrow"),
      spendHistoriesSchema,
      engine.query(spendHistories(table), signal),
    );
    const [counts] = await engine.rows(customerCounts(table), signal);
    const number = (key: string): number => Number(counts?.[key] ?? 0);
    log(`${rows} customers have ${historyRows} distinct histories`);
    return {
      customers: { table: "customers", rows },
      histories: { file: "histories.arrow", rows: historyRows },
      spend_histories: { file: "spend_histories.arrow", rows: spendRows },
      summary: {
        asOf: account.asOf,
        firstDay: String(counts?.first_day),
        lastDay: String(counts?.last_day),
        currency: account.currency,
        customers: rows,
        histories: historyRows,
        repeatCustomers: number("repeat_customers"),
        repeatPurchases: number("repeat_purchases"),
        sameDayOrders: number("orders") - rows - number("repeat_purchases"),
        newOnAsOf: number("new_today"),
        withoutSpend: number("without_spend"),
        totalSpend: number("total_spend"),
        repeatSpend: number("repeat_spend"),
        firstSpend: number("first_spend"),
      },
    };
  },
};
