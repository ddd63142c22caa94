import fc from "fast-check";
import { expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { changingAttributes } from "../../../pipeline/sql/attribute-value.js";
import { covariateGroups, groupedCustomers } from "../../../pipeline/sql/covariate-groups.js";
import { customers, logGapUnit } from "../../../pipeline/sql/customers.js";
import { customerCounts, histories } from "../../../pipeline/sql/histories.js";
import { holdoutHistories } from "../../../pipeline/sql/holdout-histories.js";
import { id } from "../../../pipeline/sql/sql.js";
import { queryTables } from "./query-tables.js";

const db = await queryTables();
const asOf = 40;
const date = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);

interface Row {
  readonly customer: string;
  readonly day: number;
  /** 1e-4 */
  readonly units: number;
  readonly refund: boolean;
  readonly channel: string | null;
}

const row: fc.Arbitrary<Row> = fc
  .record({
    customer: fc.constantFrom("a", "b", "c", "d"),
    day: fc.integer({ min: 0, max: 12 }),
    units: fc.integer({ min: -30, max: 60 }).map((n) => n * 1250),
    refund: fc.boolean(),
    channel: fc.constantFrom("web", "app", null),
  })
  .map((r) => ({
    ...r,
    refund: r.units < 0 && r.refund,
    units: r.refund ? -Math.abs(r.units) : Math.abs(r.units),
  }));

interface Expected {
  readonly customer_id: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly x: number;
  readonly orders: number;
  readonly t_x: number;
  readonly t_cal: number;
  readonly first_amount: number;
  readonly repeat_spend: number;
  readonly mean_spend: number | null;
  readonly total_spend: number;
  readonly attr_channel: string | null;
}

/** Customers one by one and row by row; money in 1e-4. */
function reference(rows: readonly Row[], separate: boolean): Expected[] {
  const result: Expected[] = [];
  for (const customer of [...new Set(rows.map((r) => r.customer))].sort()) {
    const own = rows.filter((r) => r.customer === customer);
    const orders = own.filter((r) => !r.refund);
    if (orders.length === 0) continue;
    const sum = (some: readonly Row[]): number => some.reduce((total, r) => total + r.units, 0);
    const days = [...new Set(orders.map((r) => r.day))].sort((a, b) => a - b);
    const first = days[0]!;
    const onFirst = orders.filter((r) => r.day === first);
    const x = (separate ? orders.length : days.length) - 1;
    const refunds = own.filter((r) => r.refund);
    const laterRefunds = refunds.filter((r) => days.length > 1 && r.day >= days[1]!);
    const firstPurchase = separate ? sum(onFirst) / onFirst.length : sum(onFirst);
    const repeat = sum(orders) - firstPurchase + sum(laterRefunds);
    let channel: string | null = null;
    for (const day of days) {
      const named = orders.filter((r) => r.day === day && r.channel !== null).map((r) => r.channel!);
      channel ??= named.sort()[0] ?? null;
    }
    result.push({
      customer_id: customer,
      first_day: date(first),
      last_day: date(days.at(-1)!),
      x,
      orders: orders.length,
      t_x: days.at(-1)! - first,
      t_cal: asOf - first,
      first_amount: sum(onFirst),
      repeat_spend: repeat,
      mean_spend: x > 0 ? repeat / x : null,
      total_spend: sum(own),
      attr_channel: channel,
    });
  }
  return result;
}

async function load(rows: readonly Row[]): Promise<void> {
  await db.table(
    "transactions",
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_channel varchar",
    rows.map((r) => [r.customer, date(r.day), r.units / 1e4, r.refund, r.channel]),
  );
}

const select = (refunds: boolean, separate: boolean) =>
  customers(duckdbDialect, id("transactions"), {
    asOf: date(asOf),
    attributes: ["channel"],
    refunds,
    separate,
    period: null,
    logGaps: false,
  });

/** Money to 1e-4: where orders of one day are separate, the first one's share is rounded to that. */
function expectEqual(found: readonly Record<string, unknown>[], expected: readonly Expected[]): void {
  const money = new Set(["first_amount", "repeat_spend", "mean_spend", "total_spend"]);
  expect(found).toHaveLength(expected.length);
  for (const [i, wanted] of expected.entries()) {
    const actual = found[i]!;
    expect(Object.keys(actual).sort()).toEqual(Object.keys(wanted).sort());
    for (const [key, value] of Object.entries(wanted)) {
      if (money.has(key) && value !== null)
        expect(Math.abs(Number(actual[key]) * 1e4 - Number(value))).toBeLessThan(0.51);
      else if (typeof value === "number") expect(Number(actual[key]), key).toBe(value);
      else expect(actual[key], key).toBe(value);
    }
  }
}

test.each([
  { separate: false, name: "orders of a day are one purchase" },
  { separate: true, name: "each order is a purchase" },
])("customers of random logs are those of a plain loop: $name", async ({ separate }) => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 24 }), async (rows) => {
      await load(rows);
      const found = [...(await db.rows(select(true, separate)))].sort((a, b) =>
        String(a.customer_id) < String(b.customer_id) ? -1 : 1,
      );
      expectEqual(found, reference(rows, separate));
    }),
    { numRuns: 100, seed: 1 },
  );
});

test.each([
  "last",
  "mode",
] as const)("an attribute that changes has the value of the %s", async (attributeValue) => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 24 }), async (rows) => {
      await load(rows);
      const statement = customers(duckdbDialect, id("transactions"), {
        ...{ asOf: date(asOf), attributes: ["channel"], attributeValue, refunds: true, separate: false },
        ...{ period: null, logGaps: false },
      });
      for (const c of await db.rows(statement)) {
        const named = rows.filter((r) => r.customer === c.customer_id && !r.refund && r.channel !== null);
        const byDay = new Map<number, string>();
        for (const { day, channel } of named)
          if (!byDay.has(day) || channel! < byDay.get(day)!) byDay.set(day, channel!);
        const days = [...byDay].sort(([a], [b]) => a - b).map(([, channel]) => channel);
        const often = (channel: string): number => days.filter((d) => d === channel).length;
        const most = [...days].sort((a, b) => often(b) - often(a) || (a < b ? -1 : 1))[0];
        expect(c.attr_channel).toBe((attributeValue === "last" ? days.at(-1) : most) ?? null);
      }
    }),
    { numRuns: 30, seed: 8 },
  );
});

test("customers who change an attribute are counted, refunds aside", async () => {
  await load(
    [
      ["a", 1, "web", false],
      ["a", 2, "app", false],
      ["b", 1, "web", false],
      ["b", 2, "app", true],
      ["c", 1, null, false],
      ["c", 2, "web", false],
      ["d", 1, null, false],
    ].map(([customer, day, channel, refund]) => ({ customer, day, channel, refund, units: 1e4 }) as Row),
  );
  const [found] = await db.rows(changingAttributes(id("transactions"), ["channel"]));
  expect([found?.customers_0, found?.changing_0].map(Number)).toEqual([3, 1]);
});

test("without refunds the shorter statement gives the same customers", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        row.filter((r) => !r.refund),
        { minLength: 1, maxLength: 24 },
      ),
      async (rows) => {
        await load(rows);
        for (const separate of [false, true]) {
          await db.store("short", select(false, separate));
          await db.store("long", select(true, separate));
          const order = (name: string) => ({
            kind: "sql" as const,
            text: `select * from ${name} order by customer_id`,
          });
          expect(await db.rows(order("short"))).toEqual(await db.rows(order("long")));
        }
      },
    ),
    { numRuns: 20, seed: 2 },
  );
});

test("histories and counts of random logs are those of a plain loop", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 24 }), async (rows) => {
      await load(rows);
      await db.store("customers", select(true, false));
      const all = reference(rows, false);
      const counted = new Map<string, number>();
      for (const c of all) {
        const key = [c.x, c.t_x, c.t_cal].join();
        counted.set(key, (counted.get(key) ?? 0) + 1);
      }
      const expected = [...counted]
        .map(([key, n]) => [...key.split(",").map(Number), n] as number[])
        .sort((a, b) => a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]!);
      const found = await db.rows(histories(id("customers"), false, false));
      expect(found.map((h) => [h.x, h.t_x, h.t_cal, h.n].map(Number))).toEqual(expected);

      const [counts] = await db.rows(customerCounts(id("customers"), date(asOf)));
      const total = (of: (c: Expected) => number): number => all.reduce((sum, c) => sum + of(c), 0);
      expect({
        customers: Number(counts?.customers),
        repeat: Number(counts?.repeat_customers),
        purchases: Number(counts?.repeat_purchases),
        orders: Number(counts?.orders),
        without: Number(counts?.without_spend),
        spend: Math.round(Number(counts?.total_spend) * 1e4),
        repeatSpend: Math.round(Number(counts?.repeat_spend) * 1e4),
        first: Math.round(Number(counts?.first_spend) * 1e4),
        firstDay: counts?.first_day,
        lastDay: counts?.last_day,
      }).toEqual({
        customers: all.length,
        repeat: all.filter((c) => c.x > 0).length,
        purchases: total((c) => c.x),
        orders: total((c) => c.orders),
        without: all.filter((c) => c.x > 0 && c.repeat_spend <= 0).length,
        spend: total((c) => c.total_spend),
        repeatSpend: total((c) => c.repeat_spend),
        first: total((c) => c.first_amount),
        firstDay: all.map((c) => c.first_day).sort()[0] ?? null,
        lastDay:
          all
            .map((c) => c.last_day)
            .sort()
            .at(-1) ?? null,
      });
    }),
    { numRuns: 60, seed: 3 },
  );
});

test("customers whose first purchase is on asOf are counted as new", async () => {
  await load([
    { customer: "a", day: asOf, units: 10000, refund: false, channel: null },
    { customer: "b", day: asOf - 1, units: 10000, refund: false, channel: null },
  ]);
  await db.store("customers", select(true, false));
  const [counts] = await db.rows(customerCounts(id("customers"), date(asOf)));
  expect(Number(counts?.new_today)).toBe(1);
});

test("of a discrete model, new customers of the last period are not all of its last day", async () => {
  await load([
    { customer: "a", day: asOf, units: 10000, refund: false, channel: null },
    ...["b", "c", "d"].map((customer, i) => ({
      ...{ customer, day: asOf - 1 - 2 * i, units: 10000, refund: false, channel: null },
    })),
  ]);
  const statement = customers(duckdbDialect, id("transactions"), {
    ...{ asOf: date(asOf), attributes: [], refunds: false, separate: false, period: 30, logGaps: false },
  });
  await db.store("customers", statement);
  const [counts] = await db.rows(customerCounts(id("customers"), date(asOf)));
  expect(Number(counts?.new_today)).toBe(1);
});

test("log_gaps adds up the logarithms of the days between purchases, also over a history", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 24 }), async (rows) => {
      await load(rows);
      await db.store(
        "customers",
        customers(duckdbDialect, id("transactions"), {
          asOf: date(asOf),
          attributes: [],
          refunds: true,
          separate: false,
          period: null,
          logGaps: true,
        }),
      );
      const found = await db.rows({ kind: "sql", text: "select * from customers" });
      const byHistory = new Map<string, number>();
      for (const c of found) {
        const own = rows.filter((r) => r.customer === c.customer_id && !r.refund);
        const days = [...new Set(own.map((r) => r.day))].sort((a, b) => a - b);
        const sum = days.slice(1).reduce((total, d, i) => total + Math.log(d - days[i]!), 0);
        expect(Math.abs(Number(c.log_gaps) * logGapUnit - sum)).toBeLessThan(1e-8);
        const key = [c.x, c.t_x, c.t_cal].join();
        byHistory.set(key, (byHistory.get(key) ?? 0) + Number(c.log_gaps));
      }
      for (const h of await db.rows(histories(id("customers"), true, false)))
        expect(Number(h.log_gaps)).toBe(byHistory.get([h.x, h.t_x, h.t_cal].join()));
    }),
    { numRuns: 40, seed: 4 },
  );
});

test.each([
  "week",
  "month",
  "quarter",
  5,
] as const)("with a period (%s) x, t_x and t_cal count periods that end with asOf", async (period) => {
  const end = Date.UTC(2024, 5, 30); // a month, a quarter and nothing else end here
  const of = (day: string): number => {
    const at = new Date(`${day}T00:00:00Z`);
    const month = at.getUTCFullYear() * 12 + at.getUTCMonth();
    if (period === "month") return month;
    if (period === "quarter") return Math.floor(month / 3);
    return -Math.floor((end - at.getTime()) / 86_400_000 / (period === "week" ? 7 : period));
  };
  const last = of("2024-06-30");
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 24 }), async (rows) => {
      await load(rows.map((r) => ({ ...r, day: r.day * 13 })));
      const found = await db.rows(
        customers(duckdbDialect, id("transactions"), {
          asOf: "2024-06-30",
          attributes: [],
          refunds: true,
          separate: false,
          period,
          logGaps: false,
        }),
      );
      for (const c of found) {
        const own = rows.filter((r) => r.customer === c.customer_id && !r.refund);
        const periods = own.map((r) => of(date(r.day * 13)));
        const first = Math.min(...periods);
        expect([c.x, c.t_x, c.t_cal]).toEqual([
          new Set(periods).size - 1,
          Math.max(...periods) - first,
          last - first,
        ]);
        expect(c.last_day).toBe(date(Math.max(...own.map((r) => r.day * 13))));
      }
    }),
    { numRuns: 25, seed: 5 },
  );
});

test("holdout histories are the histories at the cut with the purchase days after it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
      await load(rows);
      const cut = 6;
      const before = reference(
        rows.filter((r) => r.day <= cut && !r.refund),
        false,
      );
      const expected = new Map<string, number>();
      for (const c of before) {
        const later = rows.filter((r) => r.customer === c.customer_id && r.day > cut && !r.refund);
        const y = new Set(later.map((r) => r.day)).size;
        const key = [c.x, c.t_x, c.t_cal - (asOf - cut), y].join();
        expected.set(key, (expected.get(key) ?? 0) + 1);
      }
      const found = await db.rows(
        holdoutHistories(duckdbDialect, id("transactions"), {
          cut: date(cut),
          separate: false,
          logGaps: true,
        }),
      );
      expect(Object.fromEntries(found.map((h) => [[h.x, h.t_x, h.t_cal, h.y].join(), Number(h.n)]))).toEqual(
        Object.fromEntries(expected),
      );
    }),
    { numRuns: 40, seed: 6 },
  );
});

test("customers are numbered by their combination of covariates, NULL among them", async () => {
  const values = ["web", "app", null].flatMap((channel) => ["DE", null].map((country) => [channel, country]));
  await db.table(
    "plain",
    "customer_id varchar, x integer, t_x integer, t_cal integer, attr_channel varchar, attr_country varchar",
    [...values, ...values.slice(0, 4)].map((v, i) => [`c${i}`, i % 2, 1, 9, ...v]),
  );
  await db.store("covariate_groups", covariateGroups(id("plain"), ["channel", "country"]));
  await db.store("grouped", groupedCustomers(id("plain"), id("covariate_groups"), ["channel", "country"]));
  const groups = await db.rows({
    kind: "sql",
    text: "select * from covariate_groups order by covariate_group",
  });
  expect(groups.map((g) => [g.covariate_group, g.attr_channel, g.attr_country, Number(g.n)])).toEqual([
    [0, null, null, 1],
    [1, null, "DE", 1],
    [2, "app", null, 2],
    [3, "app", "DE", 2],
    [4, "web", null, 2],
    [5, "web", "DE", 2],
  ]);
  for (const c of await db.rows({ kind: "sql", text: "select * from grouped" })) {
    const own = groups[Number(c.covariate_group)]!;
    expect([c.attr_channel, c.attr_country]).toEqual([own.attr_channel, own.attr_country]);
  }
  const found = await db.rows(histories({ kind: "sql", text: "grouped" }, false, true));
  expect(found.reduce((sum, h) => sum + Number(h.n), 0)).toBe(10);
});
