import { beforeAll, describe, expect, test } from "vitest";
import { logNormalTerms, logNormalSpend as plainSpend, seededRandom } from "../../../models/index.js";
import { normal } from "../../../models/numeric/random.js";
import { fitLogNormalSpend } from "../../../pipeline/spend/fit-log-normal.js";
import { customers } from "../../../pipeline/sql/customers.js";
import { logNormalSpendOf } from "../../../pipeline/sql/spend-logs.js";
import { spendLosses } from "../../../pipeline/sql/spend-losses.js";
import { list, raw, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { near } from "../../models/near.js";
import { dayAfter } from "../runner/logged-run.js";
import { quiet, spendEngine } from "./spend-engine.js";

const { engine } = await spendEngine(2);

interface Order {
  readonly customer: string;
  readonly day: number;
  readonly units: number;
  readonly refund: boolean;
}

/** Orders of 400 customers, several on some days, some of them free, a few refunded. */
const orders: readonly Order[] = (() => {
  const random = seededRandom(3);
  return Array.from({ length: 400 }, (_, i) => {
    const typical = 3 + 0.6 * normal(random);
    return Array.from({ length: 1 + Math.floor(-Math.log(1 - random()) * 4) }, () => ({
      customer: `c${i}`,
      day: Math.floor(random() * 40),
      units: random() < 0.03 ? 0 : Math.round(1e4 * Math.exp(typical + 0.7 * normal(random))),
      refund: false,
    }));
  })
    .flat()
    .flatMap((o, i) => (i % 40 === 0 && o.units > 0 ? [o, { ...o, units: -o.units, refund: true }] : [o]));
})();

async function load(name: string, select: Sql): Promise<Sql> {
  await engine.materialize({ name }, select, quiet.signal);
  return engine.dialect.table(name);
}

/** Logarithms of a customer's purchases above 0, worked out one by one. */
function logsOf(customer: string, separate: boolean): number[] {
  const own = orders.filter((o) => o.customer === customer && !o.refund);
  const days = new Map<number, number>();
  for (const { day, units } of own) days.set(day, (days.get(day) ?? 0) + units);
  const purchases = separate ? own.map((o) => o.units) : [...days.values()];
  return purchases.filter((units) => units > 0).map((units) => Math.log(units / 1e4));
}

const sum = (values: readonly number[]): number => values.reduce((total, v) => total + v, 0);

async function counted(separate: boolean): Promise<Sql> {
  const rows = orders.map(
    (o) =>
      sql`(${o.customer}, date ${dayAfter("2024-01-01", o.day)}, cast(${o.units} as decimal(18,4)) / 10000, ${o.refund})`,
  );
  const transactions = await load(
    "orders",
    sql`select customer_id, day, cast(amount as decimal(18,4)) as amount, is_refund from (values ${list(rows)}) v(customer_id, day, amount, is_refund)`,
  );
  return load(
    "counted",
    customers(engine.dialect, transactions, {
      ...{ asOf: "2024-02-15", attributes: [], refunds: true, separate, period: null },
      ...{ logGaps: false, spendLogs: true },
    }),
  );
}

describe.each([
  { separate: false, name: "orders of a day are one purchase" },
  { separate: true, name: "each order is a purchase" },
])("$name", ({ separate }) => {
  let table: Sql;
  let found: Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    table = await counted(separate);
    found = await engine.rows(sql`select * from ${table} order by customer_id`, quiet.signal);
  });

  test("logarithms are added up over purchases above 0, the first one too and refunds aside", () => {
    expect(found).toHaveLength(400);
    for (const row of found) {
      const logs = logsOf(String(row.customer_id), separate);
      expect(Number(row.valued_purchases)).toBe(logs.length);
      expect(Math.abs(Number(row.log_spend) / 1e9 - sum(logs))).toBeLessThan(1e-9 * (1 + logs.length));
      const squares = sum(logs.map((v) => v * v));
      expect(Math.abs(Number(row.log_spend_squares) / 1e9 - squares)).toBeLessThan(1e-9 * (1 + logs.length));
    }
  });

  test("the fit adds up to what was spent, and the engine predicts what the model does", async () => {
    const { params, verdict, customers: valued } = await fitLogNormalSpend(table, { engine, ...quiet });
    expect(verdict.status).toBe("identified");
    expect(valued).toBe(found.filter((row) => Number(row.valued_purchases) > 0).length);
    const expression = logNormalSpendOf(logNormalTerms(params), "c");
    const rows = await engine.rows(
      sql`select customer_id, x, cast(repeat_spend as double) as spent, ${expression} as expected from ${table} c`,
      quiet.signal,
    );
    for (const row of rows) {
      const logs = logsOf(String(row.customer_id), separate);
      near(Number(row.expected), plainSpend(params, logs.length, sum(logs)), 1e-8);
    }
    const back = rows.filter((row) => Number(row.x) > 0);
    const expected = sum(back.map((row) => Number(row.x) * Number(row.expected)));
    near(expected, sum(back.map((row) => Number(row.spent))), 1e-6);
  });
});

test("without the option no column is there", async () => {
  const rows = await engine.describe(
    customers(engine.dialect, engine.dialect.table("orders"), {
      ...{ asOf: "2024-02-15", attributes: [], refunds: true, separate: false, period: null, logGaps: false },
    }),
  );
  expect(rows.map(({ name }) => name).filter((name) => /log|valued/.test(name))).toEqual([]);
});

test("losses are those of a loop over customers who bought, with a floor under what is expected", async () => {
  const held = [
    { x: 0, mean: null, total: 30, y: 2, value: 55 },
    { x: 3, mean: 50, total: 190, y: 1, value: 61 },
    { x: 2, mean: -4, total: 5, y: 4, value: -8 },
    { x: 5, mean: 20, total: 130, y: 0, value: 0 },
    { x: 1, mean: 900, total: 901, y: 3, value: 4000 },
  ];
  const rows = held.map(
    (c) => sql`(${c.x}, cast(${c.mean} as double), ${c.total}, ${c.y}, cast(${c.value} as decimal(38,4)))`,
  );
  const table = await load(
    "held",
    sql`select * from (values ${list(rows)}) v(x, mean_spend, total_spend, y, value)`,
  );
  const unit = 25;
  const expected = [raw("coalesce(c.mean_spend, 40)"), raw("10 + 0.1 * c.total_spend"), raw("0 * c.x")];
  const [found] = await engine.rows(spendLosses(table, expected, unit), quiet.signal);
  const sums = new Map<string, number>();
  const add = (name: string, value: number): void => {
    sums.set(name, (sums.get(name) ?? 0) + value);
  };
  for (const c of held.filter(({ y }) => y > 0)) {
    const m = [c.mean ?? 40, 10 + 0.1 * c.total, 0].map((v) => Math.max(1e-3, v / unit));
    const losses = m.map((v) => Math.min(1e5, c.value / unit / v + c.y * Math.log(v)));
    add("purchases", c.y);
    add("squared_purchases", c.y ** 2);
    add("value", c.value / 1e6);
    for (const [i, loss] of losses.entries()) {
      add(`loss_${i}`, loss);
      add(`weighted_${i}`, c.y * loss);
      add(`expected_${i}`, c.y * m[i]!);
      add(`error_${i}`, Math.abs(c.value / unit / c.y - m[i]!));
      for (let j = 0; j <= i; j++) add(`product_${i}_${j}`, loss * losses[j]!);
    }
  }
  // all but customers and value is in millionths
  expect(Number(found!.customers)).toBe(4);
  expect(Object.keys(found!).sort()).toEqual(["customers", ...sums.keys()].sort());
  for (const [name, value] of sums) near(Number(found![name]) / 1e6, value, 1e-5, name);
});
