import { expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { boughtSince, expectedOf, lostCustomers } from "../../../pipeline/sql/against-last-run.js";
import { dailyCounts } from "../../../pipeline/sql/daily-counts.js";
import {
  buyers,
  customerSample,
  dailyAmounts,
  purchaseGaps,
  repeatedRows,
} from "../../../pipeline/sql/input-statistics.js";
import { id } from "../../../pipeline/sql/sql.js";
import { ordinary, shop } from "../cli/shop-log.js";
import { queryTables } from "./query-tables.js";

const { table, rows } = await queryTables();
const lines = shop(300, ordinary).map(
  ([customer, day, amount], i) => [customer, day, i % 97 === 0 ? 0 : amount, i % 31 === 0] as const,
);
const orders = lines.filter(([, , , refund]) => !refund);
const days = { after: "2024-05-31", until: "2024-08-31" };
const isWithin = (day: string): boolean => day > days.after && day <= days.until;
const transactions = id("transactions");
await table("transactions", "customer_id varchar, day date, amount decimal(18,4), is_refund boolean", lines);

/** How often each key comes. */
function counted<T>(values: readonly T[], key: (value: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[key(value)] = (counts[key(value)] ?? 0) + 1;
  return counts;
}

test("orders by day and bucket are those of a plain loop", async () => {
  const bucket = (amount: number): number => (amount > 0 ? Math.floor(10 * Math.log10(amount) + 0.5) : -1000);
  const found = await rows(dailyAmounts(transactions, days));
  expect(Object.fromEntries(found.map((r) => [`${r.day} ${r.bucket}`, Number(r.n)]))).toEqual(
    counted(
      orders.filter((o) => isWithin(o[1])),
      ([, day, amount]) => `${day} ${bucket(amount)}`,
    ),
  );
});

test("orders and new customers by day are those of a plain loop, of days that have neither none", async () => {
  const firsts = [...new Set(orders.map((o) => o[0]))].map(
    (customer) =>
      orders
        .filter((o) => o[0] === customer)
        .map((o) => o[1])
        .sort()[0]!,
  );
  await table(
    "arrivals",
    "first_day date",
    firsts.map((day) => [day]),
  );
  const found = await rows(dailyCounts(transactions, id("arrivals"), days.until));
  const of = (key: string): Record<string, number> =>
    Object.fromEntries(found.filter((r) => Number(r[key]) > 0).map((r) => [String(r.day), Number(r[key])]));
  const until = (day: string): boolean => day <= days.until;
  expect(of("orders")).toEqual(counted(orders.map((o) => o[1]).filter(until), String));
  expect(of("new_customers")).toEqual(counted(firsts.filter(until), String));
  expect(found.map((r) => String(r.day))).toEqual([...found.map((r) => String(r.day))].sort());
});

test("days between purchases are those of a plain loop, of purchases before the days too", async () => {
  const gaps: number[] = [];
  for (const customer of new Set(orders.map((o) => o[0]))) {
    const own = [...new Set(orders.filter((o) => o[0] === customer).map((o) => o[1]))].sort();
    for (let i = 1; i < own.length; i++)
      if (isWithin(own[i]!)) gaps.push((Date.parse(own[i]!) - Date.parse(own[i - 1]!)) / 86_400_000);
  }
  const found = await rows(purchaseGaps(duckdbDialect, transactions, days));
  expect(Object.fromEntries(found.map((r) => [String(r.gap), Number(r.n)]))).toEqual(counted(gaps, String));
});

test("shares of the customers hold each customer once", async () => {
  const all = new Set(orders.filter((o) => isWithin(o[1])).map((o) => o[0])).size;
  const [whole] = await rows(buyers(transactions, days));
  const [share] = await rows(buyers(customerSample(duckdbDialect, transactions, 4), days));
  expect(Number(whole!.n)).toBe(all);
  expect(Number(share!.n)).toBeGreaterThan(all / 8);
  expect(Number(share!.n)).toBeLessThan(all / 2);
});

test("a load that arrived twice makes half of a day's rows repetitions", async () => {
  await table("twice", "customer_id varchar, day date, amount decimal(18,4), is_refund boolean", [
    ["a", "2024-06-01", 5, false],
    ["b", "2024-06-01", 5, false],
    ["a", "2024-06-02", 5, false],
    ["a", "2024-06-02", 5, false],
    ["b", "2024-06-02", 7, false],
    ["b", "2024-06-02", 7, false],
    ["b", "2024-06-02", 7, true],
  ]);
  expect(await rows(repeatedRows(id("twice"), days))).toEqual([
    { day: "2024-06-01", n: "2", repeated: "0" },
    { day: "2024-06-02", n: "4", repeated: "2" },
  ]);
});

test("what was expected of an earlier run's customers, what they did, and who is gone", async () => {
  await table("earlier", "customer_id varchar, x integer, t_x integer, t_cal integer", [
    ["a", 1, 10, 30],
    ["b", 0, 0, 30],
    ["c", 0, 0, 30],
  ]);
  await table("earlier_scores", "customer_id varchar, expected_spend double", [
    ["a", 10],
    ["b", 20],
    ["c", 40],
  ]);
  await table("expected", "x integer, t_x integer, t_cal integer, expected_purchases double", [
    [1, 10, 30, 0.5],
    [0, 0, 30, 0.25],
  ]);
  await table("customers", "customer_id varchar", [["a"], ["b"], ["new"]]);
  await table("since", "customer_id varchar, day date, amount decimal(18,4), is_refund boolean", [
    ["a", "2024-05-31", 100, false], // before
    ["a", "2024-06-01", 5, false],
    ["a", "2024-06-01", 6, false], // the same purchase
    ["a", "2024-06-02", -4, true], // no purchase
    ["b", "2024-06-03", 9, false],
    ["new", "2024-06-03", 1000, false], // none of theirs
  ]);
  expect(await rows(expectedOf(id("earlier"), id("earlier_scores"), id("expected"), false))).toEqual([
    { purchases: 1, revenue: 0.5 * 10 + 0.25 * 20 + 0.25 * 40 },
  ]);
  expect(await rows(boughtSince(id("since"), id("earlier"), "2024-05-31"))).toEqual([
    { purchases: "2", revenue: 16 },
  ]);
  expect(await rows(lostCustomers(id("earlier"), id("customers")))).toEqual([{ customers: "3", lost: "1" }]);
});
