import { expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { columnsOf } from "../../../pipeline/spend/columns.js";
import {
  firstPurchases,
  purchaseVariation,
  type VariationOptions,
} from "../../../pipeline/sql/purchase-variation.js";
import { id, raw } from "../../../pipeline/sql/sql.js";
import { quiet, spendEngine } from "../spend/spend-engine.js";

const { engine } = await spendEngine(2);
const base: VariationOptions = {
  ...{ separate: false, period: null, asOf: "2024-12-31", customers: 60, most: 100 },
};

interface Order {
  readonly customer: string;
  readonly day: string;
  readonly amount: number;
}

/** Orders of 60 customers over three months, some on one day; a tenth are refunds, some before any purchase. */
const orders = ((): Order[] => {
  const random = seededRandom(9);
  return Array.from({ length: 60 }, (_, c) =>
    Array.from({ length: 1 + Math.floor(random() * 9) }, (): Order => {
      const day = `2024-1${Math.floor(random() * 3)}-0${1 + Math.floor(random() * 9)}`;
      const amount = Math.round(1e4 * (c + 1) * (0.5 + random())) / 1e4;
      return { customer: `c${c}`, day, amount: random() < 0.1 ? -amount / 2 : amount };
    }),
  ).flat();
})();

async function found(rows: readonly Order[], options: Partial<VariationOptions>) {
  const values = rows.map(
    (o) => `('${o.customer}', date '${o.day}', cast(${o.amount} as decimal(18,4)), ${o.amount < 0})`,
  );
  await engine.execute(
    raw(
      `create or replace table t as select * from (values ${values}) v(customer_id, day, amount, is_refund)`,
    ),
  );
  const select = purchaseVariation(engine.dialect, id("t"), { ...base, ...options });
  const { n, customers, squares } = await columnsOf(select, ["n", "customers", "squares"], {
    engine,
    ...quiet,
  });
  return Array.from(n, (k, i) => [k, customers[i]!, squares[i]! / 1e6]);
}

/** The same by a plain loop. */
function expected(rows: readonly Order[], separate: boolean, periodOf: (day: string) => string): number[][] {
  const byN = new Map<number, [number, number]>();
  for (const customer of new Set(rows.map((o) => o.customer))) {
    const own = rows
      .filter((o) => o.customer === customer)
      .map((o) => ({ place: periodOf(o.day), amount: o.amount }))
      .sort(
        (a, b) =>
          a.place.localeCompare(b.place) ||
          Number(a.amount < 0) - Number(b.amount < 0) ||
          a.amount - b.amount,
      );
    const purchases: { place: string; amount: number }[] = [];
    let early = 0;
    for (const { place, amount } of own) {
      const last = purchases.at(-1);
      if (amount < 0 && last) last.amount += amount;
      else if (amount < 0) early += amount;
      else if (!separate && last?.place === place) last.amount += amount;
      else purchases.push({ place, amount });
    }
    const [first] = purchases;
    if (first) first.amount += early;
    const total = purchases.reduce((sum, p) => sum + p.amount, 0);
    const n = purchases.length;
    if (n < 2 || !(total > 0)) continue;
    const [customers, squares] = byN.get(n) ?? [0, 0];
    const own2 = purchases.reduce((sum, p) => sum + (p.amount / (total / n) - 1) ** 2, 0);
    byN.set(n, [customers + 1, squares + Math.min(own2, 25 * (n - 1))]);
  }
  return [...byN].sort(([a], [b]) => a - b).map(([n, [customers, squares]]) => [n, customers, squares]);
}

test.each([
  ["purchase days", {}, (day: string) => day],
  ["orders", { separate: true }, (day: string) => day],
  ["months", { period: "month" }, (day: string) => day.slice(0, 7)],
] as const)("variation of %s, refunds taken off the purchase before them", async (_, options, periodOf) => {
  const rows = await found(orders, options);
  const loop = expected(orders, "separate" in options, periodOf);
  expect(rows.map(([n, customers]) => [n, customers])).toEqual(loop.map(([n, customers]) => [n, customers]));
  expect(rows.length).toBeGreaterThan(1);
  rows.forEach(([, , squares], i) => {
    expect(Math.abs(squares! - loop[i]![2]!)).toBeLessThan(1e-4); // each square is rounded to a millionth
  });
});

const day = (i: number): string => `2024-10-${String(i + 1).padStart(2, "0")}`;

test("a constant price has none to the last digit, in any currency; a huge order counts with a limit", async () => {
  for (const price of [0.0001, 19.99, 1e9 + 0.01]) {
    const same = [3, 7, 12].flatMap((n) =>
      Array.from({ length: n }, (_, i) => ({ customer: `c${n}`, day: day(i), amount: price * n })),
    );
    expect(await found(same, {})).toEqual([3, 7, 12].map((n) => [n, 1, 0]));
  }
  const one = Array.from({ length: 28 }, (_, i) => ({
    customer: "a",
    day: day(i),
    amount: i === 5 ? 1e9 : 40,
  }));
  expect(await found(one, {})).toEqual([[28, 1, 25 * 27]]);
});

test("first purchases are a customer's mean on average, whatever the amounts; trials are none of it", async () => {
  const random = seededRandom(2);
  const rows = (firstOf: () => number) =>
    Array.from({ length: 3000 }, (_, i) => {
      const x = i % 4;
      const level = Math.exp(4 * random());
      const later = Array.from({ length: x }, () => level * (0.01 + random() ** 3));
      const first = level * firstOf();
      return `(${x}, cast(${first} as decimal(18,4)), cast(${first + later.reduce((a, b) => a + b, 0)} as decimal(38,4)))`;
    });
  for (const [firstOf, expected] of [
    [() => 0.01 + random() ** 3, 1],
    [() => 0, 0],
  ] as const) {
    const table = `create or replace table c as select * from (values ${rows(firstOf)}) v(x, first_amount, total_spend)`;
    await engine.execute(raw(table));
    const { customers, shares } = await columnsOf(firstPurchases(id("c")), ["customers", "shares"], {
      engine,
      ...quiet,
    });
    expect(customers[0]).toBe(2250);
    expect(Math.abs(shares[0]! / 1e6 / customers[0]! - expected)).toBeLessThan(0.06); // 3 standard errors
  }
});

test("of many customers some are looked at, the same ones every time", async () => {
  const all = await found(orders, {});
  const some = await found(orders, { most: 20 });
  const count = (rows: number[][]): number => rows.reduce((sum, [, customers]) => sum + customers!, 0);
  expect(count(some)).toBeGreaterThan(5);
  expect(count(some)).toBeLessThan(count(all) / 2);
  expect(await found([...orders].reverse(), { most: 20 })).toEqual(some);
});
