import { type SharedTable, sharedTables } from "../../marts/mart.js";
import { customerMonths } from "../../sql/customer-months.js";
import type { StageContext } from "../../stage.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import type { DeriveServices } from "./derive-services.js";
import { expectedMonths } from "./expected-months.js";

const makers: Readonly<Record<SharedTable, (services: DeriveServices) => Promise<unknown>>> = {
  mart_customer_months: ({ inputs, artifacts, context }) =>
    materializeByCustomer(
      { name: "mart_customer_months" },
      artifacts.transactions.rows,
      (transactions) => customerMonths(inputs.dialect, transactions, inputs.facts),
      context,
    ),
  mart_expected_months: async ({ inputs, context, load, histories }) =>
    load("mart_expected_months", expectedMonths(inputs.facts, await histories(), context)),
};

/** Makes a table that marts share. */
export async function makeShared(table: SharedTable, services: DeriveServices): Promise<void> {
  await makers[table](services);
}

/** Forgets them all: they hold people's data and serve no one else. */
export async function dropShared({ engine }: StageContext): Promise<void> {
  for (const name of sharedTables) await engine.drop({ name });
}
