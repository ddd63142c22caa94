import fc from "fast-check";
import { expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import {
  type BacktestOptions,
  backtestCounts,
  backtestCustomers,
} from "../../../pipeline/sql/backtest-customers.js";
import { backtestSample } from "../../../pipeline/sql/backtest-sample.js";
import {
  customersByFirstDay,
  customersOfCohorts,
  daysInOrder,
  purchasesByDay,
  purchasesTogether,
} from "../../../pipeline/sql/backtest-tracking.js";
import { customers } from "../../../pipeline/sql/customers.js";
import { id, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { queryTables, type ResultRow } from "./query-tables.js";

const db = await queryTables();
const date = (day: number): string => new Date(Date.UTC(2024, 0, 25 + day)).toISOString().slice(0, 10);
const [earlier, origin, until] = [8, 16, 24];

interface Row {
  readonly customer: string;
  readonly day: number;
  /** 1e-4 */
  readonly units: number;
  readonly refund: boolean;
  readonly channel: string | null;
}

const row: fc.Arbitrary<Row> = fc.record({
  customer: fc.constantFrom("a", "b", "c", "d", "e"),
  day: fc.integer({ min: 0, max: 30 }),
  units: fc.integer({ min: 0, max: 60 }).map((n) => n * 1250),
  refund: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  channel: fc.constantFrom("web", "app", null),
});
const signed = (r: Row): number => (r.refund ? -r.units : r.units);

async function store(rows: readonly Row[]): Promise<void> {
  await db.table(
    "transactions",
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_channel varchar, reason varchar",
    rows.map((r) => [r.customer, date(r.day), signed(r) / 1e4, r.refund, r.channel, null]),
  );
}

const plain: BacktestOptions = {
  earlier: date(earlier),
  origin: date(origin),
  until: date(until),
  cohorts: { from: null, until: null },
  attributes: [],
  refunds: true,
  separate: false,
  period: null,
  logGaps: false,
};

/** Each customer row by row; periods are `length` days that end with the origin. */
function reference(rows: readonly Row[], separate: boolean, length: number): ResultRow[] {
  const expected: ResultRow[] = [];
  const unit = (day: number): number => Math.floor((day - origin - 1) / length);
  for (const customer of [...new Set(rows.map((r) => r.customer))].sort()) {
    const own = rows.filter((r) => r.customer === customer && r.day <= until);
    const orders = own.filter((r) => !r.refund);
    const known = orders.filter((r) => r.day <= origin);
    if (known.length === 0) continue;
    const purchases = (some: readonly Row[]): number =>
      separate ? some.length : new Set(some.map((r) => unit(r.day))).size;
    const spent = (some: readonly Row[]): number => some.reduce((sum, r) => sum + signed(r), 0) / 1e4;
    const first = Math.min(...known.map((r) => r.day));
    const old = known.filter((r) => r.day <= earlier).map((r) => r.day);
    expected.push({
      customer_id: customer,
      first_day: date(first),
      x: purchases(known) - 1,
      t_x: unit(Math.max(...known.map((r) => r.day))) - unit(first),
      t_cal: unit(origin) - unit(first),
      total_spend: spent(own.filter((r) => r.day <= origin)),
      y: purchases(orders.filter((r) => r.day > origin)),
      value: spent(own.filter((r) => r.day > origin)),
      previous_y: purchases(known.filter((r) => r.day > earlier)),
      previous_value: spent(own.filter((r) => r.day > earlier && r.day <= origin)),
      earlier_recency: old.length === 0 ? null : unit(earlier) - unit(Math.max(...old)),
      cohort: Number(date(first).slice(0, 7).replace("-", "")),
    });
  }
  return expected;
}

const decimals = ["total_spend", "value", "previous_value"];
const asNumbers = (r: ResultRow): ResultRow =>
  Object.fromEntries(Object.entries(r).map(([k, v]) => [k, decimals.includes(k) ? Number(v) : v]));

async function backtest(options: Partial<BacktestOptions> = {}): Promise<ResultRow[]> {
  const select = backtestCustomers(duckdbDialect, id("transactions"), { ...plain, ...options });
  return (await db.rows(sql`select * from (${select}) b order by customer_id`)).map(asNumbers);
}

test.each([
  { separate: false, period: null, length: 1 },
  { separate: true, period: null, length: 1 },
  { separate: false, period: 4, length: 4 },
])("equals a plain loop over the rows: %o", async ({ separate, period, length }) => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
      await store(rows);
      const expected = reference(rows, separate, length);
      const columns = Object.keys(reference([{ ...rows[0]!, day: 0, refund: false }], separate, length)[0]!);
      const found = await backtest({ separate, period });
      expect(found.map((r) => Object.fromEntries(columns.map((k) => [k, r[k]])))).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test("nothing that comes after the origin changes what was known on it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), async (rows) => {
      await store(rows);
      const all = await backtest();
      await store(rows.filter((r) => r.day <= origin));
      const before = await backtest();
      const known = ({ y: _y, value: _value, ...rest }: ResultRow): ResultRow => rest;
      expect(all.map(known)).toEqual(before.map(known));
      expect(before.every((r) => r.y === 0 && r.value === 0)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test("cohorts keep customers by their first purchase, and attributes are those of it", async () => {
  const bought = (customer: string, day: number, channel: string | null): Row => ({
    ...{ customer, day, channel, units: 10_000, refund: false },
  });
  await store([bought("a", 3, "web"), bought("a", 20, "app"), bought("b", 9, null), bought("c", 12, "app")]);
  const kept = await backtest({ attributes: ["channel"], cohorts: { from: date(3), until: date(9) } });
  expect(kept.map((r) => [r.customer_id, r.attr_channel, r.y])).toEqual([
    ["a", "web", 1],
    ["b", null, 0],
  ]);
  await db.store(
    "known",
    customersOfCohorts(sql`(${backtestCustomers(duckdbDialect, id("transactions"), plain)})`, {
      from: date(9),
      until: null,
    }),
  );
  expect(
    (await db.rows(sql`select customer_id from known order by customer_id`)).map((r) => r.customer_id),
  ).toEqual(["b", "c"]);
  const [counts] = await db.rows(backtestCounts(id("known")));
  expect(counts).toMatchObject({ customers: "2", first_spend: 2 });
});

test("the sample is the customers of the smallest hashes, whatever the order of the rows", async () => {
  const rows = Array.from(
    { length: 400 },
    (_, i): Row => ({
      ...{ customer: `c${i}`, day: (i * 7) % 16, units: 10_000, refund: false, channel: null },
    }),
  );
  await store(rows);
  await db.store("b", backtestCustomers(duckdbDialect, id("transactions"), plain));
  const hashes = await db.rows(
    sql`select customer_id, total_spend, t_cal, ${duckdbDialect.textHash(id("customer_id"))} as place from b order by place`,
  );
  const sample = (most: number): Promise<ResultRow[]> =>
    db.rows(
      backtestSample(duckdbDialect, id("b"), { customers: 400, most, attributes: [], expectedSpend: null }),
    );
  const ages = (of: readonly ResultRow[]): number[] => of.map((r) => Number(r.t_cal)).sort((p, q) => p - q);
  expect(ages(await sample(400))).toEqual(ages(hashes));
  expect(ages(await sample(100))).toEqual(ages(hashes.slice(0, 100)));
  const few = await sample(100);
  expect(
    few.map((r) => Number(r.t_cal)),
    "by history",
  ).toEqual(ages(few));
  await store([...rows].reverse());
  await db.store("b", backtestCustomers(duckdbDialect, id("transactions"), plain));
  expect(await sample(100)).toEqual(few);
});

test("purchases by day of those known on each origin, in one piece or in shards", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 60 }), fc.boolean(), async (rows, separate) => {
      await store(rows);
      const orders = rows.filter((r) => !r.refund);
      if (orders.length === 0) return;
      const options = { asOf: date(30), attributes: [], refunds: false, period: null, logGaps: false };
      await db.store("customers", customers(duckdbDialect, id("transactions"), { ...options, separate }));
      const origins = [date(earlier), date(origin)];
      const byDay = (transactions: Sql): Sql =>
        purchasesByDay(transactions, id("customers"), { origins, separate });
      await db.store("days", byDay(id("transactions")));
      const found = await db.rows(daysInOrder(id("days")));
      const first = (customer: string): number =>
        Math.min(...orders.filter((r) => r.customer === customer).map((r) => r.day));
      const counted = (day: number, last: number): number => {
        const own = orders.filter((r) => r.day === day && first(r.customer) <= last);
        return separate ? own.length : new Set(own.map((r) => r.customer)).size;
      };
      const days = [...new Set(orders.map((r) => r.day))].sort((p, q) => p - q);
      expect(found.map((r) => [r.day, Number(r.known_0), Number(r.known_1)])).toEqual(
        days.map((day) => [date(day), counted(day, earlier), counted(day, origin)]),
      );
      const parts = sql`select * from (${byDay(sql`(select * from transactions where customer_id < 'c')`)}) p
union all select * from (${byDay(sql`(select * from transactions where customer_id >= 'c')`)}) q`;
      await db.store("together", purchasesTogether(parts, 2));
      expect(await db.rows(daysInOrder(id("together")))).toEqual(found);
      const begun = await db.rows(customersByFirstDay(id("customers")));
      expect(begun.reduce((sum, r) => sum + Number(r.n), 0)).toBe(
        new Set(orders.map((r) => r.customer)).size,
      );
    }),
    { numRuns: 25 },
  );
});
