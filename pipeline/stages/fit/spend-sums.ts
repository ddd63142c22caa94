import type { SpendFile } from "../../artifacts/model-file.js";
import { predictedSpend } from "../../spend/spend-expression.js";
import { spendByCustomer, spendOfMonths, spendTogether } from "../../sql/spend-by-month.js";
import { real } from "../../sql/spend-covariates.js";
import { raw, type Sql, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { materializeByCustomer } from "../shards/in-shards.js";
import { ownMeanOf, spendParams } from "./spend-terms.js";

/** Repeat purchases of a calendar month, in base currency; v is what a purchase was worth as booked, m what was expected of it. */
export interface SpendMonth {
  /** yyyymm */
  readonly month: number;
  readonly n: number;
  readonly v: number;
  readonly m: number;
  readonly mm: number;
  readonly vv: number;
  readonly vm: number;
  /** What was given back in the month on repeat purchases, <= 0; v + refunded is net, as repeat_spend is. */
  readonly refunded: number;
}

export interface SpendSums {
  /** Earliest first; months without a repeat purchase or refund are not there. */
  readonly months: readonly SpendMonth[];
  /** Over customers: repeat purchases, net spend on them, and the sum of (net spend - x m)^2. */
  readonly customers: { readonly n: number; readonly v: number; readonly squares: number };
}

export interface SpendSource {
  /** How many transactions there are. */
  readonly transactions: number;
  readonly refunds: boolean;
  /** Rows of `customers`, or of customers as a backtest's origin saw them. */
  readonly customers: Sql;
  /** How many there are. */
  readonly among: number;
  /** The last day that is looked at, yyyy-mm-dd; null for all. */
  readonly until: string | null;
}

/** Customers whose purchases are looked at month by month: of more, a share. Their months are then known to about 0.1 %. */
const mostCustomers = 100_000;

/**
 * What repeat purchases were worth beside what was expected of them, by month, of a share of the customers where there are many, and by
 * customer.
 * @param expected expected spend per purchase in base currency, an expression over a row of the customers, which is called c
 * @throws Error where the expression has no value for some customer
 */
export async function spendByMonth(
  expected: Sql,
  { transactions, refunds, customers, among, until }: SpendSource,
  context: StageContext,
): Promise<SpendSums> {
  const { engine, config, signal } = context;
  const { dialect } = engine;
  const separate = config.ingest.sameDayOrders === "separate";
  const seen = (rows: Sql): Sql =>
    until === null ? rows : sql`(select * from ${rows} a where day <= date ${until})`;
  const table = { name: "spend_by_month" };
  const every = Math.ceil(among / mostCustomers);
  const isIn = sql`${dialect.hash([sql`customer_id`])} % ${every} = 0`;
  const some = every > 1 ? sql`(select * from ${customers} s where ${isIn})` : customers;
  await materializeByCustomer(
    table,
    transactions,
    (rows) => spendOfMonths(dialect, seen(rows), some, { expected, separate, refunds }),
    context,
    undefined,
    spendTogether,
  );
  const rows = await engine.rows(sql`select * from ${dialect.table(table.name)} m order by month`, signal);
  await engine.drop(table);
  const [total] = await engine.rows(spendByCustomer(dialect, customers, expected), signal);
  const numbers = <K extends string>(
    row: Readonly<Record<string, unknown>> | undefined,
    names: readonly K[],
  ) => Object.fromEntries(names.map((name) => [name, Number(row?.[name])])) as Record<K, number>;
  const months = rows.map((row) => numbers(row, ["month", "n", "v", "m", "mm", "vv", "vm", "refunded"]));
  const sums = { months, customers: numbers(total, ["n", "v", "squares"]) };
  const counted = months.reduce((sum, { n }) => sum + n, 0);
  if (every === 1 && counted !== sums.customers.n)
    throw new Error(`spend by month has ${counted} of ${sums.customers.n} repeat purchases`);
  return sums;
}

/**
 * Expected spend per purchase by a spend model, an expression over a row c of `customers`; null for a network, whose
 * predictions are no expression.
 */
export function spendExpression(
  spend: Pick<SpendFile, "model" | "params" | "fallback" | "predictor">,
): Sql | null {
  const { predictor } = spend;
  if (predictor?.model === "ziln") return null;
  if (predictor !== null) return predictedSpend(predictor, "c");
  const params = spendParams(spend);
  if ("mean" in params) return real(params.mean);
  const { p, q, gamma } = params;
  const own = raw(ownMeanOf(spend) === "all" ? "total_spend" : "repeat_spend");
  const z = sql`greatest(cast(c.${own} as double precision), 0)`;
  return sql`(${real(p)} * (${real(gamma)} + ${z}) / (${real(p)} * c.x + ${real(q - 1)}))`;
}
