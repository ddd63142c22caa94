import fc from "fast-check";
import { expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { duplicateKeys, transactionColumns, withoutDuplicates } from "../../../pipeline/sql/accepted-rows.js";
import { type MappedColumns, parseRows } from "../../../pipeline/sql/parse-rows.js";
import { partitionOf } from "../../../pipeline/sql/partition-of.js";
import {
  dayRange,
  rejectedReasons,
  rowsByReason,
  rowsOutOfWindow,
  transactionCounts,
} from "../../../pipeline/sql/row-account.js";
import { parameterRows, runRow } from "../../../pipeline/sql/run-records.js";
import { id, list, lit, raw, sql } from "../../../pipeline/sql/sql.js";
import { transactions, windowOf } from "../../../pipeline/sql/transactions.js";
import { queryTables } from "./query-tables.js";
import { runRecord, tableColumns } from "./statements.js";

const db = await queryTables();
const date = (day: number): string => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);

interface Staged {
  readonly customer: string;
  readonly day: number;
  readonly amount: number;
  readonly order: string | null;
  readonly colour: number;
  readonly reason: string | null;
}

const staged: fc.Arbitrary<Staged> = fc.record({
  customer: fc.constantFrom("a", "b"),
  day: fc.integer({ min: 0, max: 2 }),
  amount: fc.integer({ min: -1, max: 2 }),
  order: fc.constantFrom("1", "2", null),
  colour: fc.integer({ min: 0, max: 1 }),
  reason: fc.constantFrom(null, null, null, "ZERO_AMOUNT"),
});
const tables = fc.tuple(fc.array(staged, { maxLength: 12 }), fc.array(staged, { maxLength: 12 }));

async function load(both: readonly (readonly Staged[])[]): Promise<void> {
  for (const [i, rows] of both.entries())
    await db.table(
      `staged_${i}`,
      tableColumns.staged_0!,
      rows.map((r) => [r.customer, date(r.day), r.amount, r.amount < 0, r.order, hash(r), null, r.reason]),
    );
}

/** Of every column of the file, colour included. */
const hash = (r: Staged): number =>
  r.day +
  10 * (r.amount + 1) +
  100 * r.colour +
  1000 * (r.customer === "a" ? 0 : 1) +
  10000 * Number(r.order ?? 0);
const text = (r: Staged): string => [r.customer, date(r.day), r.amount.toFixed(4), r.amount < 0].join(" ");

/** What stays, row by row. */
function kept(rows: readonly Staged[], byOrder: boolean): string[] {
  const accepted = rows.filter((r) => r.reason === null);
  const seen = new Set<string | number>();
  const best = [...accepted].sort(
    (a, b) => a.day - b.day || b.amount - a.amount || (a.customer < b.customer ? -1 : 1),
  );
  return best
    .filter((r) => {
      if (r.order === null) return true;
      const key = byOrder ? r.order : hash(r);
      return !seen.has(key) && seen.add(key);
    })
    .map(text)
    .sort();
}

test.each([
  "identical",
  "order-id",
] as const)("duplicates that are %s count once, as in a plain loop", async (duplicateOrders) => {
  const config = configSchema.parse({ ingest: { duplicateOrders } });
  const both = [id("staged_0"), id("staged_1")];
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      await load(rows);
      await db.store("keys", duplicateKeys(both, config));
      const select = withoutDuplicates(both, id("keys"), transactionColumns([]), config);
      const found = await db.rows(transactions(select, windowOf(undefined, date(30)), []));
      expect(found.map((r) => `${r.customer_id} ${r.day} ${r.amount} ${r.is_refund}`).sort()).toEqual(
        kept(rows.flat(), duplicateOrders === "order-id"),
      );
      expect(found.every((r) => r.reason === null)).toBe(true);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test("the account's counts are those of a plain loop", async () => {
  const both = [id("staged_0"), id("staged_1")];
  await fc.assert(
    fc.asyncProperty(tables, async (rows) => {
      await load(rows);
      const all = rows.flat();
      const accepted = all.filter((r) => r.reason === null);
      const days = accepted.map((r) => date(r.day)).sort();
      const byReason = await db.rows(rowsByReason(both));
      const count = (reason: string | null) => Number(byReason.find((r) => r.reason === reason)?.n ?? 0);
      expect([count(null), count("ZERO_AMOUNT")]).toEqual([accepted.length, all.length - accepted.length]);

      expect(await db.rows(dayRange(both, undefined))).toEqual([
        { first_day: days[0] ?? null, last_day: days.at(-1) ?? null },
      ]);
      const early = days.filter((day) => day <= date(1));
      expect(await db.rows(dayRange(both, date(1)))).toEqual([
        { first_day: early[0] ?? null, last_day: early.at(-1) ?? null },
      ]);

      const [outside] = await db.rows(rowsOutOfWindow(both, date(1), date(1)));
      expect([Number(outside?.before_window), Number(outside?.after_window)]).toEqual([
        accepted.filter((r) => r.day < 1).length,
        accepted.filter((r) => r.day > 1).length,
      ]);
      const [open] = await db.rows(rowsOutOfWindow(both, undefined, date(1)));
      expect(Number(open?.before_window)).toBe(0);

      const inWindow = await db.rows(
        sql`select count(*) as n from (${transactions(sql`select * from staged_0 where reason is null`, windowOf(date(1), date(1)), [])})`,
      );
      expect(Number(inWindow[0]?.n)).toBe(rows[0].filter((r) => r.reason === null && r.day === 1).length);

      const [counts] = await db.rows(transactionCounts(sql`(select * from staged_0 where reason is null)`));
      const own = rows[0].filter((r) => r.reason === null);
      expect([Number(counts?.refunds), Number(counts?.amount), counts?.first_day]).toEqual([
        own.filter((r) => r.amount < 0).length,
        own.reduce((sum, r) => sum + r.amount, 0),
        own.map((r) => date(r.day)).sort()[0] ?? null,
      ]);
    }),
    { numRuns: 40, seed: 2 },
  );
});

test("records of a run hold what was given", async () => {
  const [run] = await db.rows(runRow({ ...runRecord, money: { ...runRecord.money!, currency: "it's" } }));
  expect(run).toMatchObject({
    run_id: "r1",
    as_of: "2024-12-31",
    currency: "it's",
    published_at_utc: "2025-01-01 03:00:00",
  });
  expect(
    ["input", "accepted", "rejected", "merged", "out_of_window"].map((k) => Number(run?.[`${k}_rows`])),
  ).toEqual([20, 15, 1, 2, 2]);
  const parameters = await db.rows(
    parameterRows(runRecord, [
      {
        component: "purchase",
        model: "bg-nbd",
        parameter: "r",
        timeUnit: "week",
        value: 0.24,
        standardError: null,
      },
    ]),
  );
  expect(parameters).toEqual([
    {
      run_id: "r1",
      as_of: "2024-12-31",
      component: "purchase",
      model: "bg-nbd",
      parameter: "r",
      time_unit: "week",
      value: 0.24,
      standard_error: null,
    },
  ]);
});

test("fragments quote what enters them", async () => {
  const nasty = `it's "quoted" \\ -- ; \n`;
  const [row] = await db.rows(
    sql`select ${nasty} as ${id(nasty)}, ${null} as n, ${true} as t, ${-1.5} as d, ${2n ** 60n} as b`,
  );
  expect(row).toEqual({ [nasty]: nasty, n: null, t: true, d: "-1.5", b: String(2n ** 60n) });
  expect(list([raw("a"), id("b")]).text).toBe('a, "b"');
  expect(() => lit(Number.NaN)).toThrow(RangeError);
  expect(() => lit(Infinity)).toThrow("not a finite number: Infinity");
});

test("reasons come with their first row by file and line, or by text where lines have no number", async () => {
  await db.table("rejected_rows", tableColumns.rejected_rows!, [
    ["b.csv", 1, "REFUND", "b1"],
    ["a.csv", 9, "REFUND", "a9"],
    ["a.csv", 2, "REFUND", "a2"],
    ["a.csv", 2, "ZERO_AMOUNT", "z2"],
    ["t", null, "ABSURD_AMOUNT", "y"],
    ["t", null, "ABSURD_AMOUNT", "x"],
  ]);
  const found = await db.rows(rejectedReasons(duckdbDialect, id("rejected_rows")));
  expect(found.map((r) => [r.reason, Number(r.n), r.file, r.line && Number(r.line), r.raw_text])).toEqual([
    ["REFUND", 3, "a.csv", 2, "a2"],
    ["ABSURD_AMOUNT", 2, "t", null, "x"],
    ["ZERO_AMOUNT", 1, "a.csv", 2, "z2"],
  ]);
});

test("a rejected row of a table shows itself as JSON, an accepted one does not", async () => {
  await db.table("shop_orders", "who varchar, placed date, paid decimal(10,2)", [
    ["a", "2024-01-05", 12.5],
    ["b", null, 3],
    ['say "c"', "2024-01-06", null],
  ]);
  const column = (name: string, type: "text" | "date" | "number") => ({ value: id(name), type });
  const columns: MappedColumns = {
    customer: column("who", "text"),
    date: column("placed", "date"),
    amount: column("paid", "number"),
    quantity: null,
    unitPrice: null,
    order: null,
    currency: null,
    attributes: {},
    all: [],
    line: null,
    broken: null,
    rawText: ["who", "placed", "paid"].map((name) => ({ name, value: id(name) })),
  };
  const rows = await db.rows(
    parseRows(duckdbDialect, id("shop_orders"), columns, configSchema.parse({}), {
      rates: null,
      maxDate: "2024-12-31",
    }),
  );
  expect(rows.map((r) => [r.reason, r.raw_text && JSON.parse(String(r.raw_text))])).toEqual([
    [null, null],
    ["UNPARSABLE_DATE", { who: "b", placed: null, paid: 3 }],
    ["UNPARSABLE_AMOUNT", { who: 'say "c"', placed: "2024-01-06", paid: null }],
  ]);
});

test("partitions are numbers below their count, by the first 32 bits of MD5", async () => {
  const rows = await db.rows(
    sql`select ${partitionOf(duckdbDialect, raw("'é'"), 1000)} as one, count(distinct part) as parts, min(part) as least, max(part) as most
from (select ${partitionOf(duckdbDialect, raw("cast(i as varchar)"), 16)} as part from range(1000) t(i)) p`,
  );
  // md5sum of the two bytes of é begins with 66ddcd97
  expect(rows.map((row) => Object.values(row).map(Number))).toEqual([[0x66ddcd97 % 1000, 16, 0, 15]]);
  expect(() => partitionOf(duckdbDialect, raw("c"), 0)).toThrow("not a number of partitions: 0");
});
