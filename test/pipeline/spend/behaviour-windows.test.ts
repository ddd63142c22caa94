import fc from "fast-check";
import { expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import {
  behaviourCount,
  behaviourNumbers,
  behaviourWindows,
} from "../../../pipeline/sql/behaviour-windows.js";
import { id } from "../../../pipeline/sql/sql.js";
import { queryTables } from "../sql/query-tables.js";

const db = await queryTables();
const cutDay = 400;
/** Day 0 is Monday 2023-01-02. */
const date = (day: number): string => new Date(Date.UTC(2023, 0, 2 + day)).toISOString().slice(0, 10);

interface Row {
  readonly customer: string;
  readonly day: number;
  readonly cents: number;
  readonly refund: boolean;
  readonly channel: string | null;
}

const row: fc.Arbitrary<Row> = fc
  .record({
    customer: fc.constantFrom("a", "b", "c"),
    day: fc.oneof(fc.integer({ min: 0, max: 460 }), fc.integer({ min: 390, max: 410 })),
    cents: fc.integer({ min: 0, max: 5000 }),
    refund: fc.boolean(),
    channel: fc.constantFrom("web", "app", null),
  })
  .map((r) => ({
    ...r,
    refund: r.refund && r.cents > 4000,
    cents: r.refund && r.cents > 4000 ? -r.cents : r.cents,
  }));

/** Customers one by one and row by row. */
function reference(rows: readonly Row[], horizon: number): Record<string, string | number | null>[] {
  return [...new Set(rows.map((r) => r.customer))].sort().flatMap((customer) => {
    const past = rows.filter((r) => r.customer === customer && r.day <= cutDay);
    const orders = past.filter((r) => !r.refund);
    if (orders.length === 0) return [];
    const days = [...new Set(orders.map((r) => r.day))].sort((p, q) => p - q);
    const amount = (some: readonly Row[]): number => some.reduce((sum, r) => sum + r.cents, 0) / 100;
    const perDay = days.map((d) => amount(orders.filter((r) => r.day === d)));
    const gaps = days.slice(1).map((d, i) => d - days[i]!);
    const mean = gaps.reduce((sum, g) => sum + g, 0) / gaps.length;
    const squares = gaps.reduce((sum, g) => sum + (g - mean) ** 2, 0);
    const result: Record<string, string | number | null> = {
      customer_id: customer,
      purchases: days.length,
      orders: orders.length,
      age: cutDay - days[0]!,
      recency: cutDay - days.at(-1)!,
      amount: amount(past),
      first_amount: perDay[0]!,
      largest_amount: Math.max(...perDay),
      gap_mean: gaps.length > 0 ? mean : null,
      gap_sd: gaps.length > 1 ? Math.sqrt(squares / (gaps.length - 1)) : null,
      attr_channel: null,
      target: Math.max(
        0,
        amount(rows.filter((r) => r.customer === customer && r.day > cutDay && r.day <= cutDay + horizon)),
      ),
    };
    for (const w of [7, 30, 90, 365]) {
      result[`purchases_${w}d`] = days.filter((d) => d > cutDay - w).length;
      result[`amount_${w}d`] = amount(past.filter((r) => r.day > cutDay - w));
    }
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"].forEach((name, i) => {
      result[`share_${name}`] = days.filter((d) => d % 7 === i).length / days.length;
    });
    for (const d of days) {
      const named = orders.filter((r) => r.day === d && r.channel !== null).map((r) => r.channel!);
      result.attr_channel ??= named.sort()[0] ?? null;
    }
    return [result];
  });
}

async function load(rows: readonly Row[]): Promise<void> {
  await db.table(
    "transactions",
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_channel varchar",
    rows.map((r) => [r.customer, date(r.day), r.cents / 100, r.refund, r.channel]),
  );
}

test("features and target are those of a loop over rows", async () => {
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      await load(rows);
      const expected = reference(rows, 30);
      const found = await db.rows(
        behaviourWindows(duckdbDialect, id("transactions"), {
          cut: date(cutDay),
          until: date(cutDay + 30),
          attributes: ["channel"],
          sample: null,
          ordered: true,
        }),
      );
      expect(found).toHaveLength(expected.length);
      expected.forEach((wanted, i) => {
        expect(Object.keys(found[i]!).sort()).toEqual(Object.keys(wanted).sort());
        for (const [name, value] of Object.entries(wanted)) {
          const actual = found[i]![name]!;
          if (typeof value === "number")
            expect(Math.abs(Number(actual) - value), name).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
          else expect(actual, name).toBe(value);
        }
        seen++;
      });
    }),
    { numRuns: 40, seed: 12 },
  );
  expect(seen).toBeGreaterThan(60);
});

test("works without attributes and target, and names its numbers", async () => {
  await load([
    { customer: "a", day: 3, cents: 100, refund: false, channel: null },
    { customer: "b", day: 401, cents: 100, refund: false, channel: null },
    { customer: "c", day: 9, cents: -100, refund: true, channel: null },
  ]);
  const found = await db.rows(
    behaviourWindows(duckdbDialect, id("transactions"), {
      cut: date(cutDay),
      until: null,
      attributes: [],
      sample: null,
      ordered: false,
    }),
  );
  expect(found.map((r) => r.customer_id)).toEqual(["a"]);
  expect(Object.keys(found[0]!)).toEqual(["customer_id", ...behaviourNumbers]);
  expect(await db.rows(behaviourCount(id("transactions"), date(cutDay)))).toEqual([{ customers: "1" }]);
});

test("a sample is a share of customers, with all their rows or none", async () => {
  const rows = Array.from({ length: 3000 }, (_, i): Row => {
    const customer = `c${Math.floor(i / 3)}`;
    return { customer, day: 300 + 55 * (i % 3), cents: 1000, refund: false, channel: "web" };
  });
  await load(rows);
  const select = (millionths: number | null) =>
    behaviourWindows(duckdbDialect, id("transactions"), {
      cut: date(cutDay),
      until: date(cutDay + 30),
      attributes: [],
      sample: millionths === null ? null : { millionths },
      ordered: true,
    });
  const all = await db.rows(select(null));
  const some = await db.rows(select(300_000));
  expect(all).toHaveLength(1000);
  // five standard errors of a share of 0.3
  expect(Math.abs(some.length - 300)).toBeLessThan(73);
  const byId = new Map(all.map((r) => [r.customer_id, r]));
  for (const r of some) expect(r).toEqual(byId.get(r.customer_id!));
  expect(some.every((r) => r.target === 10 && r.purchases === 2)).toBe(true);
});
