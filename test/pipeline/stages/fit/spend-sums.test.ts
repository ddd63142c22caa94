import { expect, test } from "vitest";
import { gammaGamma } from "../../../../models/index.js";
import { seededRandom } from "../../../../models/numeric/random.js";
import { id, sql } from "../../../../pipeline/sql/sql.js";
import { spendByMonth, spendExpression } from "../../../../pipeline/stages/fit/spend-sums.js";
import { type LogRow, randomLog, writtenDay } from "../../sql/random-log.js";
import { logEngine } from "../log-engine.js";

const open = await logEngine();
const params = { p: 6.25, q: 3.74, gamma: 15.44 };

/** Sums by month and by customer with plain loops, in base currency. */
function plainSums(rows: readonly LogRow[], separate: boolean) {
  const months = new Map<number, Record<string, number>>();
  const add = (day: number, values: Record<string, number>): void => {
    const month = Number(writtenDay(day).slice(0, 7).replace("-", ""));
    const sums = months.get(month) ?? { month, n: 0, v: 0, m: 0, mm: 0, vv: 0, vm: 0, refunded: 0 };
    for (const [name, value] of Object.entries(values)) sums[name]! += value;
    months.set(month, sums);
  };
  const total = { n: 0, v: 0, squares: 0 };
  for (const customer of new Set(rows.map((r) => r.customer))) {
    const own = rows.filter((r) => r.customer === customer);
    const days = [...new Set(own.filter((r) => !r.refund).map((r) => r.day))].sort((a, b) => a - b);
    if (days.length === 0) continue;
    const purchases: { day: number; v: number; sign: number }[] = [];
    for (const day of days) {
      const amounts = own.filter((r) => !r.refund && r.day === day).map((r) => r.units / 1e4);
      const sum = amounts.reduce((a, b) => a + b, 0);
      const first = day === days[0];
      if (separate) for (const v of amounts) purchases.push({ day, v, sign: 1 });
      else if (!first) purchases.push({ day, v: sum, sign: 1 });
      const mean = Math.round((sum / amounts.length) * 1e4) / 1e4;
      if (separate && first) purchases.push({ day, v: mean, sign: -1 });
    }
    const x = purchases.reduce((sum, { sign }) => sum + sign, 0);
    if (x === 0) continue;
    const back = own.filter((r) => r.refund && days.length > 1 && r.day >= days[1]!);
    const z = [...purchases.map(({ v, sign }) => sign * v), ...back.map((r) => r.units / 1e4)];
    const spent = z.reduce((a, b) => a + b, 0);
    const exact = gammaGamma.expectedSpend(params, x, Math.max(0, spent) / x);
    const m = Math.round(exact * 1e4) / 1e4;
    for (const { day, v, sign } of purchases)
      add(day, { n: sign, v: sign * v, m: sign * m, mm: sign * m * m, vv: sign * v * v, vm: sign * v * m });
    for (const r of back) add(r.day, { refunded: r.units / 1e4 });
    total.n += x;
    total.v += spent;
    total.squares += (Math.round((spent - x * exact) * 1e4) / 1e4) ** 2;
  }
  return { months: [...months.values()].sort((a, b) => a.month! - b.month!), customers: total };
}

function expectNear(found: object, wanted: object): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, value] of Object.entries(wanted) as [keyof typeof found, number][]) {
    const off = Math.abs(Number(found[name]) - value);
    expect(off, name).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
  }
}

test.each([
  [false, null],
  [true, null],
  [false, 40],
  [true, 40],
])("spend by month is that of plain loops: separate %s, rows a shard %s", async (separate, rowsPerShard) => {
  const rows = randomLog(seededRandom(11), { customers: 15, days: 120, rows: 150 });
  const context = await open(rows, { separate, money: true, asOf: 125, rowsPerShard });
  const expected = spendExpression({ model: "gamma-gamma", params, fallback: null, predictor: null })!;
  const source = {
    transactions: rows.length,
    refunds: true,
    customers: id("customers"),
    among: 1,
    until: null,
  };
  const found = await spendByMonth(expected, source, context);
  const wanted = plainSums(rows, separate);
  expect(found.months).toHaveLength(wanted.months.length);
  expect(found.months.length).toBeGreaterThan(3);
  for (const [i, month] of wanted.months.entries()) expectNear(found.months[i]!, month);
  expectNear(found.customers, wanted.customers);
  const net = found.months.reduce((sum, { v, refunded }) => sum + v + refunded, 0);
  expect(net).toBeCloseTo(found.customers.v, 4);
});

test.each([false, true])("amounts of millions have squares too: separate %s", async (separate) => {
  const rows = randomLog(seededRandom(11), { customers: 15, days: 120, rows: 150 }).map((r) => ({
    ...r,
    units: r.units * 1e5,
  }));
  expect(Math.max(...rows.map((r) => r.units))).toBeGreaterThan(1e10);
  const context = await open(rows, { separate, money: true, asOf: 125, rowsPerShard: null });
  const source = {
    transactions: rows.length,
    refunds: true,
    customers: id("customers"),
    among: 1,
    until: null,
  };
  const { months } = await spendByMonth(sql`2000000`, source, context);
  const wanted = plainSums(rows, separate).months;
  expect(months.map((m) => m.vv)).toEqual(wanted.map((m) => expect.closeTo(m.vv!, -6)));
});

test("of an earlier day only what was bought by then counts", async () => {
  const rows = randomLog(seededRandom(12), { customers: 15, days: 120, rows: 150 });
  const before = rows.filter((r) => r.day <= 60);
  const options = { separate: false, money: true, asOf: 60, rowsPerShard: null };
  const context = await open(before, options);
  await context.engine.materialize({ name: "known" }, sql`select * from ${id("customers")}`);
  const source = {
    transactions: rows.length,
    refunds: true,
    customers: id("known"),
    among: 1,
    until: writtenDay(60),
  };
  const wanted = await spendByMonth(sql`20 + c.x`, source, context);
  await open(rows, options);
  expect(await spendByMonth(sql`20 + c.x`, source, context)).toEqual(wanted);
});

test("an expression without a value for someone is an error", async () => {
  const rows = randomLog(seededRandom(13), { customers: 5, days: 30, rows: 50 });
  const context = await open(rows, { separate: false, money: true, asOf: 30, rowsPerShard: null });
  const source = {
    transactions: rows.length,
    refunds: true,
    customers: id("customers"),
    among: 1,
    until: null,
  };
  const none = sql`case when c.customer_id <> 'c1' then 20.0 end`;
  await expect(spendByMonth(none, source, context)).rejects.toThrow("repeat purchases");
});
