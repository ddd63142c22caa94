import { exactSum } from "../../sql/exact-sum.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { marginRate } from "../margin.js";
import type { MartInputs } from "../mart.js";
import type { DriverFeature, Rows } from "./features.js";

/** Days of the first year, and those after which early behaviour is known. */
export const yearDays = 365;
export const earlyDays = 90;
/** Shares of the customers, each judged by what was fitted to the others. */
const folds = 4;
/** Days that are bits of a number. */
const bits = 60;

/** What customers bring: in the year from their first purchase on, in what is left of it after early behaviour, and in all as modelled. */
export const outcomes = ["first_year", "after_90_days", "total"] as const;
export type Outcome = (typeof outcomes)[number];

export interface DriverCustomers {
  readonly features: readonly DriverFeature[];
  /** Whether scores are read, for what is modelled. */
  readonly scored: boolean;
}

/**
 * A row a customer: its cell (the places of its levels as digits, the first feature's the lowest), its fold, and each outcome, null
 * where the customer is not old enough for it.
 */
export function driverCustomers(inputs: MartInputs, { features, scored }: DriverCustomers): Sql {
  const { dialect, facts, table } = inputs;
  const since = dialect.daysBetween(raw("c.first_day"), raw("t.day"));
  const rows = sql`select t.*, ${since} as since from ${table("transactions")} t join ${table("customers")} c on c.customer_id = t.customer_id`;
  const sums = sql`select ${list([
    raw("customer_id"),
    sql`${bought(inputs, 1, earlyDays - 1)} as early_purchases`,
    ...(facts.money
      ? [
          raw("sum(amount) as first_year"),
          sql`coalesce(sum(case when since >= ${earlyDays} then amount end), 0) as after_90_days`,
        ]
      : [
          sql`1 + ${bought(inputs, 1, yearDays - 1)} as first_year`,
          sql`${bought(inputs, earlyDays, yearDays - 1)} as after_90_days`,
        ]),
  ])} from (${rows}) t where since between 0 and ${yearDays - 1} group by customer_id`;
  const aged = sql`select c.*, early_purchases, ${valued(inputs, raw("d.first_year"))} as first_year, ${valued(inputs, raw("d.after_90_days"))} as after_90_days, ${dialect.daysBetween(raw("c.first_day"), sql`date ${facts.asOf}`)} as age_days
from ${table("customers")} c join (${sums}) d on d.customer_id = c.customer_id`;
  const whole = (days: number, value: Sql, name: Outcome): Sql =>
    sql`case when age_days >= ${days - 1} then ${value} end as ${id(name)}`;
  return sql`select ${list([
    raw("c.customer_id"),
    sql`cast(${cellOf(features)} as integer) as cell`,
    sql`cast(${dialect.textHash(raw("c.customer_id"))} % ${folds} as integer) as fold`,
    whole(yearDays, raw("c.first_year"), "first_year"),
    whole(yearDays, raw("c.after_90_days"), "after_90_days"),
    ...(scored ? [whole(earlyDays, totalOf(inputs), "total")] : []),
  ])} from (${aged}) c${scored ? sql` join ${table("scores")} s on s.customer_id = c.customer_id` : sql``}`;
}

/** What a row `s` of scores says that a customer brings in all. */
function totalOf({ facts }: Pick<MartInputs, "facts">): Sql {
  return facts.money
    ? raw("s.total_value")
    : sql`(1 + s.x + s.${id(`expected_purchases_${facts.longestDays}d`)})`;
}

/** Value of a row `c` of customers: margin, or purchases where there are no amounts. */
function valued(inputs: MartInputs, value: Sql): Sql {
  const number = sql`cast(${value} as double precision)`;
  return inputs.facts.money ? sql`${marginRate(inputs, "c")} * ${number}` : number;
}

/** Purchases from one day since the first purchase to another one: days with an order, as bits; or orders. */
function bought({ dialect, facts }: MartInputs, from: number, to: number): Sql {
  if (facts.separate)
    return sql`cast(sum(case when not is_refund and since between ${from === 1 ? 0 : from} and ${to} then 1 else 0 end) - ${from === 1 ? 1 : 0} as integer)`;
  const parts: Sql[] = [];
  for (let first = from; first <= to; first += bits) {
    const last = Math.min(to, first + bits - 1);
    const days = sql`bit_or(case when not is_refund and since between ${first} and ${last} then cast(power(2, since - ${first}) as bigint) else 0 end)`;
    parts.push(dialect.bitCount(days));
  }
  return sql`(${list(parts, " + ")})`;
}

function cellOf(features: readonly DriverFeature[]): Sql {
  let radix = 1;
  const digits = features.map(({ code, levels }) => {
    const digit = sql`${radix} * (${code})`;
    radix *= levels.length;
    return digit;
  });
  return digits.length === 0 ? raw("0") : list(digits, " + ");
}

/**
 * Customers by cell and fold, with what a regression of each outcome reads of them: n, y, y2 and y_log_y of the first one, and so on.
 * @param scale values are divided by it, so that their squares have room in decimals
 */
export function driverCells(customers: Sql, of: readonly Outcome[], scale: number): Sql {
  const sums = of.flatMap((outcome, i) => {
    const y = sql`(${id(outcome)} / ${double(scale)})`;
    return [
      sql`count(${y}) as ${id(`n_${i}`)}`,
      sql`${exactSum(y)} as ${id(`y_${i}`)}`,
      sql`${exactSum(sql`${y} * ${y}`)} as ${id(`y2_${i}`)}`,
      sql`${exactSum(sql`case when ${y} > 0 then ${y} * ln(${y}) end`)} as ${id(`y_log_y_${i}`)}`,
    ];
  });
  return sql`select cell, fold, ${list(sums)} from ${customers} d group by cell, fold order by cell, fold`;
}

/** What values are divided by: a power of ten, so that what anybody has spent is at most 100,000 of it. */
export async function readScale(
  { table, facts }: Pick<MartInputs, "table" | "facts">,
  rows: Rows,
): Promise<number> {
  if (!facts.money) return 1;
  const [found] = await rows(
    sql`select cast(max(abs(total_spend)) as double precision) as most from ${table("customers")}`,
  );
  return 10 ** Math.max(0, Math.ceil(Math.log10(Math.max(1, Number(found?.most ?? 1)))) - 5);
}
