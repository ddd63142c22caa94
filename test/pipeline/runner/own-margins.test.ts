import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { customersSchema } from "../../../data/schemas/customers.js";
import { transactionsSchema } from "../../../data/schemas/transactions.js";
import { explainCommand } from "../../../pipeline/commands/explain.js";
import { near } from "../../models/near.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row } from "../cli/read-back.js";
import { clvHere, runHere } from "../cli/run-here.js";
import { ordinary, shop, uniform } from "../cli/shop-log.js";
import { logFolder, scoresOf } from "./logged-run.js";

const root = await scratch();
const usdRate = 0.9;
interface Order {
  readonly customer: string;
  readonly day: string;
  readonly amount: number;
  readonly cost: number | null;
  readonly currency: string;
}
let folder: string;
let orders: Order[];
// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
let run: any;
let rates: Map<string, number>;

const cents = (value: number): number => Math.round(100 * value) / 100;

beforeAll(async () => {
  const random = uniform(7);
  orders = shop(300, ordinary).map(([customer, day, amount], i): Order => {
    const rate = 0.2 + 0.1 * (Number(customer.slice(1)) % 5) + 0.1 * (random() - 0.5);
    const cost =
      i % 50 === 0
        ? null
        : i % 70 === 0
          ? -1
          : i % 30 === 0
            ? cents(1.2 * amount)
            : cents((1 - rate) * amount);
    return { customer, day, amount, cost, currency: i % 3 === 0 ? "USD" : "EUR" };
  });
  const lines = orders.map((o) => [o.customer, o.day, o.amount, o.cost ?? "", o.currency]);
  folder = await logFolder(root, [...lines, ["c1", "2024-06-01", -5, "", "EUR"]], {
    attributes: ["cost", "currency"],
  });
  await writeFile(
    join(folder, "clv.yaml"),
    `source: { paths: [log.csv] }
columns: { customer: customer_id, date: order_date, amount: amount, cost: cost, currency: currency }
currency: { base: EUR, rates: { USD: ${usdRate} } }
purchase: { calendar: off }
validate: { totalOrigins: 0 }
value: { horizonsDays: [365] }
publish: ["csv:out"]
engine: { threads: 2 }
`,
  );
  run = await runHere(folder, {});
  const found = await query(`select customer_id, margin_rate from '${run.runDir}/tables/customers.parquet'`);
  rates = new Map(found.map((row) => [String(row.customer_id), Number(row.margin_rate)]));
});

/** Partial pooling, by a plain loop. */
function pooled(): Map<string, number> {
  const round = (value: number): number => Math.round(1e4 * value) / 1e4;
  const own = new Map<string, { r: number; m: number }[]>();
  for (const { customer, amount, cost, currency } of orders) {
    const by = currency === "USD" ? usdRate : 1;
    if (!own.has(customer)) own.set(customer, []);
    const r = round(amount * by);
    if (cost !== null && cost >= 0) own.get(customer)!.push({ r, m: r - round(cost * by) });
  }
  const add = <T>(list: readonly T[], of: (item: T) => number): number =>
    list.reduce((sum, item) => sum + of(item), 0);
  const sums = [...own].map(([customer, list]) => ({
    customer,
    list,
    R: add(list, (o) => o.r),
    M: add(list, (o) => o.m),
  }));
  const some = sums.filter(({ R }) => R > 0);
  const all = add(some, ({ R }) => R);
  const mu = add(some, ({ M }) => M) / all;
  const noise =
    add(some, ({ list, R, M }) => add(list, (o) => o.r * (o.m / o.r - M / R) ** 2)) /
    add(some, ({ list }) => list.length - 1);
  const between =
    (add(some, ({ R, M }) => R * (M / R - mu) ** 2) - (some.length - 1) * noise) /
    (all - add(some, ({ R }) => R * R) / all);
  const K = noise / between;
  return new Map(
    sums.map(({ customer, R, M }) => [customer, Math.min(1, Math.max(1e-6, (M + K * mu) / (R + K)))]),
  );
}

test("each customer's margin is its own, weighed against that of all, in the base currency", () => {
  const expected = pooled();
  expect(rates.size).toBe(300);
  for (const [customer, rate] of expected) near(rates.get(customer)!, rate, 1e-9, customer);
  expect(new Set([...rates.values()]).size).toBeGreaterThan(200);
});

test("the tables have the columns that data/schemas describes", async () => {
  const columns = async (table: string): Promise<unknown[]> =>
    (await query(`describe select * from '${run.runDir}/tables/${table}.parquet'`)).map((r) => r.column_name);
  const names = ({ fields }: { readonly fields: readonly { readonly name: string }[] }) =>
    fields.map(({ name }) => name);
  expect(await columns("transactions")).toEqual(names(transactionsSchema([], true, true)));
  expect(await columns("customers")).toEqual(names(customersSchema([], true, true)));
});

test("value goes by it, and the run says what it left out", async () => {
  const scores = await scoresOf(run.runDir);
  for (const [customer, row] of scores) {
    const [predicted] = [Number(row.expected_spend)];
    expect(predicted).toBeGreaterThan(0);
    near(
      Number(row.total_value) - Number(row.residual_clv),
      rates.get(customer)! * Number(row.historic_value),
      1e-9,
    );
  }
  near(run.totals.intervals.total.horizons[0].clv.expected, run.totals.horizons[0].clv, 1e-9);
  expect(run.log).toMatch(
    /columns.cost: margins are learned without \d+ of [\d,]+ orders that have none that can be read, and \d+ of [\d,]+ whose margin is more than their amount/,
  );
  expect(run.said).toContain("revenue times each customer's own margin, learned from its orders");
  const rows = await query(
    `select * from '${run.runDir}/tables/clv_sensitivity.parquet' where driver = 'margin'`,
  );
  for (const row of rows) near(Number(row.elasticity), 1, 1e-9);
});

test("explain shows it", async () => {
  const { out } = await clvHere(["explain", "c7", "--json"], folder, (io) => [explainCommand(io)]);
  const { steps } = JSON.parse(out);
  const value = (name: string): number => steps.find((s: Row) => s.name === name).value;
  near(value("margin"), rates.get("c7")!, 1e-12);
  near(value("CLV 365 days"), value("published CLV"), 1e-9);
});

test.each([
  [{ value: { margin: 0.4 } }, "stands beside a column of the log with margins"],
  [{ columns: { margin: "cost" } }, "stands beside columns.margin"],
  [{ columns: { cost: "nothing" } }, 'columns.cost = "nothing"'],
])("%j is refused", async (flags, words) => {
  await expect(runHere(folder, flags)).rejects.toThrow(words);
});
