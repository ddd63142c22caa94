import { marginPrior } from "../../../models/index.js";
import { hasMarginColumn } from "../../config/margin.js";
import { ClvError } from "../../errors.js";
import {
  leastMargin,
  marginFaults,
  marginMoments,
  marginSums,
  ratedCustomers,
} from "../../sql/margin-sums.js";
import { raw, type Sql, sql } from "../../sql/sql.js";
import { customersInOrder } from "../../sql/touched-customers.js";
import type { StageContext } from "../../stage.js";
import { say } from "../../text/messages/say.js";
import { materializeByCustomer } from "../shards/in-shards.js";

const sums = { name: "margin_sums" };
const rated = { name: "customers_rated" };
const counted = { name: "customers" };

/**
 * Gives `customers` a margin of their own where the log has a column with margins: partial pooling of what their orders brought.
 * @param transactions how many there are
 * @throws ClvError CHOICE_NEEDED where no order has a margin
 */
export async function rateCustomers(transactions: number, context: StageContext): Promise<void> {
  const { engine, config, signal, log } = context;
  if (!hasMarginColumn(config)) return;
  const table = (name: string): Sql => engine.dialect.table(name);
  await tellFaults(table("transactions"), context);
  await materializeByCustomer(sums, transactions, marginSums, context);
  const [row] = await engine.rows(marginMoments(table(sums.name)), signal);
  const number = (name: string): number => Number(row?.[name] ?? 0);
  const { rate, weight } = marginPrior({
    ...{ customers: number("customers"), purchases: number("purchases"), revenue: number("revenue") },
    ...{ margin: number("margin"), squaredRevenue: number("squared_revenue") },
    ...{ between: number("between_sum"), within: number("within_sum") },
  });
  if (!(rate > leastMargin))
    throw new ClvError(
      "CHOICE_NEEDED",
      say("margin.column.none", columnOf(context), number("customers"), rate),
    );
  const select = ratedCustomers(
    table(counted.name),
    table(sums.name),
    rate,
    Number.isFinite(weight) ? weight : null,
  );
  await engine.materialize(rated, engine.keepsOrder ? customersInOrder(select) : select, signal);
  const [out] = await engine.rows(
    sql`select count(*) as n, count(case when margin_rate <= ${raw(String(leastMargin))} then 1 end) as least from ${table(rated.name)} c`,
    signal,
  );
  log(
    say(
      "margin.column",
      columnOf(context),
      rate,
      Number.isFinite(weight) ? weight : null,
      Number(out?.least),
      Number(out?.n),
    ),
  );
  await engine.drop(counted);
  await engine.rename(rated, counted);
  await engine.drop(sums);
}

const columnOf = ({ config }: StageContext): string =>
  config.columns.margin === undefined ? "columns.cost" : "columns.margin";

/** Orders without a margin or with one that cannot be, which the margins are learned without. */
async function tellFaults(transactions: Sql, context: StageContext): Promise<void> {
  const [row] = await context.engine.rows(marginFaults(transactions), context.signal);
  const number = (name: string): number => Number(row?.[name] ?? 0);
  const [orders, missing, beyond, negative] = [
    number("purchases"),
    number("missing"),
    number("beyond"),
    number("negative"),
  ];
  if (missing + beyond > 0)
    context.warn(say("margin.column.left", columnOf(context), orders, missing, beyond));
  if (negative > 0) context.log(say("margin.column.negative", orders, negative));
}
