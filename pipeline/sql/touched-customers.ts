import type { Dialect } from "./dialect.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** What distinguishes one run's transactions from those of an earlier one. */
export interface Difference {
  /** Staged sources that one of the runs has and the other has not. */
  readonly changed: readonly Sql[];
  /** Staged sources of both, where rows of one file decide about rows of another by their order id; else none. */
  readonly sameOrders: readonly Sql[];
  /** Transactions of the later run, and the last day that the earlier one saw. */
  readonly transactions: Sql;
  readonly seenUntil: string;
}

/** touched_customers: everyone whose transactions may differ between the two runs. */
export function touchedCustomers({ changed, sameOrders, transactions, seenUntil }: Difference): Sql {
  const rows = (tables: readonly Sql[], column: Sql): Sql =>
    list(
      tables.map((table) => sql`select ${column} from ${table} where reason is null`),
      "\nunion all ",
    );
  const orders = sql`select 1 from (${rows(changed, raw("order_key"))}) o where o.order_key = s.order_key`;
  const selects = [
    sql`select customer_id from ${transactions} where day > date ${seenUntil}`,
    ...(changed.length > 0 ? [rows(changed, raw("customer_id"))] : []),
    ...(changed.length > 0
      ? sameOrders.map(
          (table) => sql`select customer_id from ${table} s where reason is null and exists (${orders})`,
        )
      : []),
  ];
  return sql`select distinct customer_id from (${list(selects, "\nunion all ")}) t`;
}

/** The transactions of touched customers, usable after FROM. */
export function touchedTransactions(transactions: Sql, touched: Sql): Sql {
  return sql`(select s.* from ${transactions} s where ${among(touched, "s")})`;
}

/** How many transactions touched customers have. */
export function touchedCount(transactions: Sql, touched: Sql): Sql {
  return sql`select count(*) as n from ${touchedTransactions(transactions, touched)} t`;
}

/**
 * customers out of those of an earlier run and of those that are counted again. Who is not touched has only been observed for
 * longer: t_cal moves with asOf, everything else stays.
 * @param columns of `customers`, in their order
 */
export function recombinedCustomers(
  dialect: Dialect,
  earlier: Sql,
  {
    columns,
    touched,
    recounted,
    asOf,
  }: {
    readonly columns: readonly string[];
    readonly touched: Sql;
    readonly recounted: Sql;
    readonly asOf: string;
  },
): Sql {
  const moved = columns.map((name) =>
    name === "t_cal" ? sql`${dialect.daysBetween(raw("first_day"), sql`date ${asOf}`)} as t_cal` : id(name),
  );
  return sql`select ${list(moved)} from ${earlier} e where not ${among(touched, "e")}
union all
select ${list(columns.map(id))} from (${recounted}) a`;
}

/** customers in one fixed order, so that the same ones give the same file. */
export function customersInOrder(customers: Sql): Sql {
  return sql`select * from (${customers}) c order by customer_id`;
}

function among(touched: Sql, alias: "s" | "e"): Sql {
  return sql`exists (select 1 from ${touched} k where k.customer_id = ${raw(alias)}.customer_id)`;
}
