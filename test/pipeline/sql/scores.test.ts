import fc from "fast-check";
import { expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { intervalColumns } from "../../../pipeline/sql/interval-columns.js";
import {
  reconciledSums,
  scores,
  scoreTotals,
  tierTotals,
  topCustomers,
} from "../../../pipeline/sql/scores.js";
import { id } from "../../../pipeline/sql/sql.js";
import { queryTables } from "./query-tables.js";
import { scoreOptions, tableColumns } from "./statements.js";

const db = await queryTables();

interface Prediction {
  readonly alive: number;
  readonly expected: readonly [number, number];
  readonly discounted: readonly [number, number];
  readonly residual: number | null;
  readonly weight: number;
  readonly prior: number;
}

interface Customer {
  readonly x: number;
  /** null where there is no repeat purchase */
  readonly mean: number | null;
  readonly total: number;
  readonly channel: string | null;
}

const part = fc.integer({ min: 0, max: 4 }).map((n) => n / 4);
const prediction: fc.Arbitrary<Prediction> = fc.record({
  alive: part,
  expected: fc.tuple(part, part),
  discounted: fc.tuple(part, part),
  residual: fc.option(part),
  weight: part,
  prior: fc.integer({ min: 1, max: 3 }),
});
const customer: fc.Arbitrary<Customer> = fc.record({
  x: fc.integer({ min: 0, max: 2 }),
  mean: fc.option(fc.integer({ min: -2, max: 4 })),
  total: fc.integer({ min: -5, max: 20 }),
  channel: fc.constantFrom("web", "app", null),
});
const day = "2024-06-01";

/** Each customer's scores by hand; horizons are 90 and 365 days, the margin 0.4. */
function reference(customers: readonly Customer[], predictions: readonly Prediction[]) {
  const scored = customers.map((c, i) => {
    const p = predictions[c.x]!;
    const spend = (1 - p.weight) * p.prior + p.weight * Math.max(0, c.mean ?? 0);
    const clv = p.discounted.map((d) => 0.4 * spend * d) as [number, number];
    const residual = p.residual === null ? null : 0.4 * spend * p.residual;
    return {
      customer_id: `c${String(i).padStart(2, "0")}`,
      p,
      spend,
      clv,
      residual,
      total_value: 0.4 * c.total + (residual ?? clv[1]),
      historic: c.total,
      channel: c.channel,
      x: c.x,
    };
  });
  return scored.map((s) => {
    const rank = 1 + scored.filter((other) => other.clv[1] > s.clv[1]).length;
    const worth = s.clv[1] > 0; // who is worth nothing is in the lowest tier
    const best = rank <= 0.1 * scored.length ? "top" : rank <= 0.5 * scored.length ? "high" : "rest";
    const tier = worth ? best : "rest";
    return { ...s, rank, tier };
  });
}

/** Made-up bounds of the intervals of two horizons. */
const bounds = (x: number): number[] => Array.from({ length: 8 }, (_, i) => x + i);

async function load(customers: readonly Customer[], predictions: readonly Prediction[]): Promise<void> {
  await db.table(
    "customers",
    tableColumns.customers!,
    customers.map((c, i) => [
      `c${String(i).padStart(2, "0")}`,
      day,
      day,
      c.x,
      c.x + 1,
      c.x,
      10,
      1,
      0,
      c.mean,
      c.total,
      null,
      null,
      null,
      null,
      0,
      c.channel,
      null,
    ]),
  );
  await db.table(
    "predictions",
    tableColumns.predictions!,
    predictions.map((p, x) => [
      x,
      x,
      10,
      p.alive,
      ...p.expected,
      ...p.discounted,
      p.residual,
      p.weight,
      p.prior,
      ...bounds(x),
      ...bounds(x).map((b) => b / 4),
    ]),
  );
}

const near = (found: unknown, expected: number | null): void => {
  if (expected === null) expect(found).toBeNull();
  else expect(Math.abs(Number(found) - expected)).toBeLessThan(1e-12 * Math.max(1, Math.abs(expected)));
};

test("scores join every customer with its history; equal values share a rank and a tier", async () => {
  let ties = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(customer, { minLength: 1, maxLength: 30 }),
      fc.array(prediction, { minLength: 3, maxLength: 3 }),
      async (customers, predictions) => {
        await load(customers, predictions);
        await db.store(
          "scores",
          scores(duckdbDialect, id("customers"), id("predictions"), {
            ...scoreOptions,
            customers: customers.length,
          }),
        );
        const found = await db.rows({ kind: "sql", text: "select * from scores order by customer_id" });
        const expected = reference(customers, predictions);
        expect(found).toHaveLength(customers.length);
        for (const [i, wanted] of expected.entries()) {
          const row = found[i]!;
          expect(row).toMatchObject({
            customer_id: wanted.customer_id,
            as_of: "2024-12-31",
            x: wanted.x,
            t_x_days: 0,
            t_cal_days: 213,
            first_day: day,
            last_day: day,
            value_tier: wanted.tier,
            channel: wanted.channel,
            model_version: "m1",
            run_id: "r1",
          });
          expect(Number(row.value_rank)).toBe(wanted.rank);
          near(row.historic_value, wanted.historic);
          near(row.p_alive, wanted.p.alive);
          near(row.churn_probability, 1 - wanted.p.alive);
          near(row.expected_purchases_90d, wanted.p.expected[0]);
          near(row.expected_purchases_365d, wanted.p.expected[1]);
          near(row.expected_spend, wanted.spend);
          near(row.clv_90d, wanted.clv[0]);
          near(row.clv_365d, wanted.clv[1]);
          near(row.residual_clv, wanted.residual);
          for (const [b, name] of intervalColumns("purchases", [90, 365]).entries())
            expect(row[name]).toBe(wanted.x + b);
          for (const [b, name] of intervalColumns("clv", [90, 365]).entries())
            near(row[name], (0.4 * wanted.spend * (wanted.x + b)) / 4);
          near(row.total_value, wanted.total_value);
        }
        ties += expected.length - new Set(expected.map((s) => s.rank)).size;

        const sum = (of: (s: (typeof expected)[number]) => number): number =>
          expected.reduce((t, s) => t + of(s), 0);
        const [totals] = await db.rows(scoreTotals(id("scores"), [90, 365]));
        near(totals?.customers, customers.length);
        near(
          totals?.historic_value,
          sum((s) => s.historic),
        );
        near(
          totals?.expected_alive,
          sum((s) => s.p.alive),
        );
        near(
          totals?.clv_90d,
          sum((s) => s.clv[0]),
        );
        near(
          totals?.expected_purchases_365d,
          sum((s) => s.p.expected[1]),
        );

        const [reconciled] = await db.rows(reconciledSums(id("scores"), 365));
        near(reconciled?.n, customers.length);
        near(
          reconciled?.clv,
          sum((s) => s.clv[1]),
        );
        near(
          reconciled?.expected_purchases,
          sum((s) => s.p.expected[1]),
        );

        const tiers = await db.rows(tierTotals(id("scores"), 365));
        const present = ["top", "high", "rest"].filter((tier) => expected.some((s) => s.tier === tier));
        expect(tiers.map((t) => t.tier)).toEqual(present);
        for (const t of tiers) {
          const own = expected.filter((s) => s.tier === t.tier);
          near(t.customers, own.length);
          near(
            t.clv,
            own.reduce((total, s) => total + s.clv[1], 0),
          );
        }

        const top = await db.rows(topCustomers(id("scores"), 365, 5));
        const best = [...expected].sort(
          (a, b) => a.rank - b.rank || (a.customer_id < b.customer_id ? -1 : 1),
        );
        expect(top.map((t) => t.customer_id)).toEqual(best.slice(0, 5).map((s) => s.customer_id));
      },
    ),
    { numRuns: 60, seed: 1 },
  );
  expect(ties).toBeGreaterThan(100);
});

test("a base of equal customers shares rank 1 and the best tier that it fits", async () => {
  const same = { x: 0, mean: null, total: 1, channel: null };
  const p: Prediction = {
    alive: 1,
    expected: [1, 1],
    discounted: [1, 1],
    residual: null,
    weight: 0,
    prior: 2,
  };
  await load(Array(20).fill(same), [p, p, p]);
  const found = await db.rows(
    scores(duckdbDialect, id("customers"), id("predictions"), { ...scoreOptions, customers: 20 }),
  );
  expect(new Set(found.map((row) => `${row.value_rank} ${row.value_tier}`))).toEqual(new Set(["1 top"]));
});
