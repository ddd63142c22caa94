import { attributeNames } from "../../config/questions.js";
import { firstDayAttributes, someUnknown } from "../../sql/first-day-attributes.js";
import { ownMarginRate } from "../../sql/margin-rate.js";
import { sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";

/** The customers that marts read. */
export interface CustomersOfMarts {
  readonly table: string;
  /** Whether they have margin_rate as a column, their attributes being others than those that margin is by. */
  readonly rated: boolean;
}

const own = { name: "mart_customers" };

/**
 * Customers with each attribute as on the day of their first purchase: null where it was not known then, even where a later purchase has it, which scores
 * go by. The customers of the run where that is the same, or where ingest.attributeValue asks for another value.
 */
export async function customersOfMarts(context: StageContext): Promise<CustomersOfMarts> {
  const { engine, config, signal } = context;
  const names = attributeNames(config);
  const { table } = engine.dialect;
  const [customers, transactions] = [table("customers"), table("transactions")];
  const asScored = { table: "customers", rated: false };
  if (config.ingest.attributeValue !== "first" || names.length === 0) return asScored;
  if ((await engine.rows(someUnknown(transactions, names), signal)).length === 0) return asScored;
  const columns = (await engine.describe(sql`select * from ${customers}`)).map(({ name }) => name);
  const margin = columns.includes("margin_rate") ? null : ownMarginRate(config, "c");
  await engine.materialize(
    own,
    firstDayAttributes(customers, transactions, { columns, names, margin }),
    signal,
  );
  return { table: own.name, rated: margin !== null };
}

/** Forgets them: they hold people's data and serve no one else. */
export async function dropCustomersOfMarts({ engine }: StageContext): Promise<void> {
  await engine.drop(own);
}
