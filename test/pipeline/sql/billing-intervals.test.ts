import fc from "fast-check";
import { expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import {
  billingIntervals,
  intervalCounts,
  paymentIntervals,
} from "../../../pipeline/sql/billing-intervals.js";
import { customers } from "../../../pipeline/sql/customers.js";
import { intervalCustomers } from "../../../pipeline/sql/interval-customers.js";
import { id, sql } from "../../../pipeline/sql/sql.js";
import { queryTables } from "./query-tables.js";

const db = await queryTables();
const date = (day: number): string => new Date(Date.UTC(2022, 0, 1 + day)).toISOString().slice(0, 10);

type Payment = readonly [customer: string, day: number, amount: number, plan?: string | null];

async function load(payments: readonly Payment[]): Promise<void> {
  await db.table(
    "transactions",
    "customer_id varchar, day date, amount decimal(18,4), is_refund boolean, attr_plan varchar",
    payments.map(([customer, day, amount, plan]) => [customer, date(day), amount, amount < 0, plan ?? null]),
  );
}

const every = (customer: string, first: number, gap: number, times: number, amount: number): Payment[] =>
  Array.from({ length: times }, (_, k) => [customer, first + k * gap, amount]);

const intervalsOf = async (): Promise<Record<string, unknown>> =>
  Object.fromEntries(
    (await db.rows(paymentIntervals(duckdbDialect, id("transactions")))).map((r) => [
      String(r.customer_id),
      r.sixteenths,
    ]),
  );

test("payments show their interval; who has paid once has that of the customers who pay its price", async () => {
  await load([
    ...every("monthly", 0, 30, 8, 10),
    ...every("late", 0, 31, 3, 10),
    ["late", 140, 10],
    ...every("four weeks", 5, 28, 6, 10),
    ...["y1", "y2", "y3"].flatMap((c, i) => every(c, i * 20, 365, 2, 120)),
    ...every("quarterly", 3, 91, 4, 30),
    ["new year", 700, 120],
    ["new price", 700, 77],
    ...every("shopper", 0, 17, 2, 10),
    ["shopper", 40, 120],
    ["refund", 700, 120],
    ["refund", 730, -120],
  ]);
  expect(await intervalsOf()).toEqual({
    monthly: 487,
    late: 487,
    "four weeks": 487,
    y1: 5844,
    y2: 5844,
    y3: 5844,
    quarterly: 1461,
    "new year": 5844,
    "new price": null,
    shopper: null,
    refund: 5844,
  });
  const counts = await db.rows(intervalCounts(duckdbDialect, id("transactions"), date(720), 365 / 12));
  expect(
    counts.map((r) => [r.sixteenths, r.customers, r.own, r.again, r.paid_up, r.gone].map(Number)),
  ).toEqual([
    [0, 2, 0, 1, 0, 0],
    [487, 3, 3, 3, 0, 0],
    [1461, 1, 1, 1, 0, 0],
    [5844, 5, 3, 3, 5, 3],
  ]);
});

test("an attribute's latest value comes before payments, these before the general interval", async () => {
  await load([
    ["upgraded", 0, 10, "monthly"],
    ["upgraded", 30, 100, "yearly"],
    ["unsaid", 0, 10, null],
    ["silent", 0, 10, "gold"],
    ...["paid", "p2", "p3"].flatMap((c) => every(c, 0, 30, 4, 10)),
  ]);
  const meaning = new Map([
    ["monthly", 487],
    ["yearly", 5844],
  ]);
  const attribute = { column: id("attr_plan"), meaning };
  const found = await db.rows(
    billingIntervals(duckdbDialect, id("transactions"), { attribute, infer: true, otherwise: 112 }),
  );
  const said = Object.fromEntries(found.map((r) => [String(r.customer_id), `${r.sixteenths} ${r.said_by}`]));
  expect(said).toMatchObject({
    upgraded: "5844 attribute",
    unsaid: "487 payments",
    silent: "487 payments",
    paid: "487 payments",
  });
  const [plain] = await db.rows(
    billingIntervals(duckdbDialect, id("transactions"), { attribute: null, infer: false, otherwise: 112 }),
  );
  expect([plain?.sixteenths, plain?.said_by]).toEqual([112, "period"]);
});

test("customers in their own intervals are those of a plain loop", async () => {
  const asOf = 1400;
  const payment = fc.tuple(
    fc.constantFrom("a", "b", "c"),
    fc.integer({ min: 0, max: asOf }),
    fc.integer({ min: 1, max: 90 }),
  );
  const length: Readonly<Record<string, number>> = { a: 112, b: 487, c: 5844 };
  await fc.assert(
    fc.asyncProperty(fc.array(payment, { minLength: 1, maxLength: 20 }), async (payments) => {
      await load(payments);
      await db.store(
        "days",
        customers(duckdbDialect, id("transactions"), {
          ...{
            asOf: date(asOf),
            attributes: [],
            refunds: false,
            separate: false,
            period: null,
            logGaps: false,
          },
        }),
      );
      await db.store(
        "intervals",
        sql`select * from (values ('a', 112), ('b', 487), ('c', 5844)) v(customer_id, sixteenths)`,
      );
      for (const c of await db.rows(intervalCustomers(id("days"), id("intervals"), []))) {
        const days = [...new Set(payments.filter((p) => p[0] === c.customer_id).map((p) => p[1]))].sort(
          (a, b) => a - b,
        );
        const interval = length[String(c.customer_id)]! / 16;
        const [first, last] = [days[0]!, days.at(-1)!];
        const grace = Math.min(7, Math.floor(interval * 1.6) / 16);
        const taken = Math.floor((last - first) / interval + 0.5);
        const missed = Math.floor(Math.max(0, asOf - last - grace) / interval);
        const since = asOf - last - missed * interval;
        const phase = Math.min(11, Math.floor((12 * since) / interval));
        expect([c.x, c.t_x, c.t_cal, c.covariate_group]).toEqual([
          Math.min(days.length - 1, taken),
          taken,
          taken + missed,
          16 * length[String(c.customer_id)]! + phase,
        ]);
        expect(Number(c.first_amount) + Number(c.repeat_spend)).toBeCloseTo(Number(c.total_spend), 6);
        if (Number(c.t_x) === 0) expect(Number(c.repeat_spend)).toBe(0);
      }
    }),
    { numRuns: 40, seed: 9 },
  );
});
