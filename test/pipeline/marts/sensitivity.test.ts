import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  changedFuture,
  dailyRate,
  gammaGamma,
  historiesFrom,
  type Params,
  type PurchaseModelName,
  predictHistories,
  purchaseModel,
} from "../../../models/index.js";
import { configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import type { Row } from "../../../pipeline/engines/engine.js";
import { factsWith, type MartFacts } from "../../../pipeline/marts/facts.js";
import type { MartInputs } from "../../../pipeline/marts/mart.js";
import { futures } from "../../../pipeline/marts/sensitivity/futures.js";
import { sensitivity } from "../../../pipeline/marts/sensitivity/sensitivity.js";
import { near } from "../../models/near.js";
import {
  type ExampleRow,
  exampleRows,
  exampleSettings,
  examplesAreThere,
  expectExample,
  type SmallTables,
  smallTables,
} from "./example-tables.js";
import { martTableColumns } from "./mart-statements.js";

/** Customers who share a history. */
interface Group {
  readonly x: number;
  readonly tx: number;
  readonly T: number;
  readonly spend: number;
  readonly customers: number;
}

interface World {
  readonly model: PurchaseModelName;
  readonly p: Params;
  readonly margin: number;
  readonly annual: number;
  /** periods a year of a discrete model */
  readonly periods?: number;
  readonly groups: readonly Group[];
  /** What a new customer brings and costs; no costs are known when absent. */
  readonly newCustomer?: { readonly value: number; readonly cost: number };
}

let tables: SmallTables;
beforeAll(async () => {
  tables = await smallTables();
});
afterAll(() => tables.close());

/** The mart of customers whose value is for ever. */
async function madeFor({
  model,
  p,
  margin,
  annual,
  periods = 365,
  groups,
  newCustomer,
}: World): Promise<Record<string, unknown>[]> {
  const column = (of: keyof Group): number[] => groups.map((g) => g[of]);
  const h = historiesFrom(column("x"), column("tx"), column("T"));
  const at = (i: number): Group => groups.find((g) => g.x === h.x[i] && g.tx === h.tx[i] && g.T === h.T[i])!;
  const columns = futures(annual).map(({ column, change, annualDiscountRate = annual }) => {
    const future = change ? changedFuture(model, change) : purchaseModel(model);
    const delta = (dailyRate(annualDiscountRate) * 365) / periods;
    return [column, future && predictHistories(future, p, h, [365], delta).residual] as const;
  });
  const keys = Array.from(h.x, (x, i) => ({ x: String(x), t_x: String(h.tx[i]), t_cal: String(h.T[i]) }));
  const customers = keys.flatMap((key, i) =>
    Array.from({ length: at(i).customers }, (_, n) => ({ ...key, customer_id: `${i}-${n}`, i })),
  );
  const delta = (dailyRate(annual) * 365) / periods;
  const base = predictHistories(purchaseModel(model), p, h, [365], delta).residual;
  const made: Record<string, readonly [columns: string, rows: readonly ExampleRow[]]> = {
    customers: [
      "customer_id varchar, x integer, t_x integer, t_cal integer",
      customers.map(({ i: _, ...c }) => c),
    ],
    scores: [
      "customer_id varchar, expected_spend double, residual_clv double",
      customers.map(({ customer_id, i }) => ({
        customer_id,
        expected_spend: String(at(i).spend),
        residual_clv: String(margin * at(i).spend * base[i]!),
      })),
    ],
    mart_sensitivity: [
      martTableColumns.mart_sensitivity!,
      keys.map((key, i) => ({
        ...key,
        ...Object.fromEntries(columns.map(([name, values]) => [name, values && String(values[i])])),
      })),
    ],
    clv_new_customers: [
      martTableColumns.clv_new_customers!,
      newCustomer === undefined
        ? []
        : [
            { horizon_days: "0", expected_value: `${newCustomer.value}`, expected_value_lo80: "15" },
            { horizon_days: "365", expected_value: "1" },
            { horizon_days: "0", expected_value: "2", attribute: "channel", source: "web" },
          ],
    ],
    mart_sensitivity_bounds: [
      martTableColumns.mart_sensitivity_bounds!,
      [
        {
          group_key: "base",
          horizon_days: "0",
          value_lo95: "0.8",
          value_lo80: "0.9",
          value_hi80: "1.1",
          value_hi95: "1.3",
        },
      ],
    ],
  };
  for (const [name, [types, rows]] of Object.entries(made)) {
    await tables.run(`drop table if exists ${name}`);
    await tables.make(name, types, rows);
  }
  const facts: MartFacts = {
    ...factsWith(365),
    margin,
    annualDiscountRate: annual,
    contract: periods !== 365,
    meanCac: newCustomer?.cost ?? null,
  };
  const config = configSchema.parse({ value: { margin } });
  const inputs: MartInputs = {
    dialect: duckdbDialect,
    facts,
    config,
    table: (name) => duckdbDialect.table(name),
  };
  await tables.run(
    `create or replace table clv_sensitivity as ${sensitivity.tables[0]!.select(inputs).text}`,
  );
  const [{ found, expected } = {}] = await tables.rows(sensitivity.identities[0]!.select(inputs).text);
  near(Number(found), Number(expected), 1e-12, "the base");
  const shown = await tables.rows(sensitivity.view.select(inputs, { limit: 20, filters: {} }).text);
  expect(sensitivity.view.answer(shown as Row[], facts)).toContain("moves the value of the base most");
  const ask = async (filters: Record<string, string>) =>
    sensitivity.view.answer(
      (await tables.rows(sensitivity.view.select(inputs, { limit: 20, filters }).text)) as Row[],
      facts,
    );
  expect(await ask({ driver: "margin" })).toContain("margin +10 % moves the value of the base most");
  expect(await ask({ driver: "base" })).toMatch(/^No row that is shown is a change/);
  return tables.rows("select * from clv_sensitivity");
}

const rowOf = (rows: readonly Record<string, unknown>[], driver: string, change: string | null) =>
  rows.find((row) => row.driver === driver && row.change === change)!;

describe.skipIf(!examplesAreThere)("the worked example", () => {
  const s = examplesAreThere ? exampleSettings("sensitivity") : {};
  const number = (name: string): number => Number(s[name]);
  const terms = { margin: number("margin"), annual: number("annual_discount") };

  test("a shop", async () => {
    const spendTerms = { p: number("p"), q: number("q"), gamma: number("gamma") };
    const p = { r: number("r"), alpha: number("alpha_days"), a: number("a"), b: number("b") };
    const groups = exampleRows("sensitivity", "input_histories").map(
      (row): Group => ({
        ...{ x: Number(row.x), tx: Number(row.t_x), T: Number(row.t_cal), customers: Number(row.customers) },
        spend: gammaGamma.expectedSpend(spendTerms, Number(row.x), Number(row.mean_spend ?? 0)),
      }),
    );
    const rows = await madeFor({ model: "bg-nbd", p, ...terms, groups });
    const expected = exampleRows("sensitivity", "expected_scenarios");
    expectExample(rows, expected, ["driver", "change"]);
    for (const row of expected)
      near(Number(rowOf(rows, row.driver!, row.change!).clv), Number(row.clv), 1e-8, row.driver!);
    for (const row of exampleRows("sensitivity", "expected_point_elasticities"))
      near(
        Number(rows.find((r) => r.driver === row.driver)!.point_elasticity),
        Number(row.point_elasticity),
        1e-6,
        row.driver!,
      );
    for (const row of exampleRows("sensitivity", "expected_histories")) {
      const h = [Number(row.x), Number(row.t_x), Number(row.t_cal)] as const;
      const alive = purchaseModel("bg-nbd").probabilityAlive(p, ...h);
      const live = purchaseModel("bg-nbd").discountedPurchasesIfAlive(
        p,
        ...h,
        Infinity,
        dailyRate(terms.annual),
      );
      near(alive, Number(row.p_alive), 1e-9);
      near(live, Number(row.discounted_purchases_if_alive), 1e-9);
      near(terms.margin * groups.find((g) => g.x === h[0])!.spend * alive * live, Number(row.clv), 1e-9);
    }
  });

  test("subscribers", async () => {
    const groups = exampleRows("sensitivity", "input_subscribers").map((row): Group => {
      const n = Number(row.renewals);
      return { x: n, tx: n, T: n, spend: number("sbg_price"), customers: Number(row.subscribers) };
    });
    const p = { alpha: number("sbg_alpha"), beta: number("sbg_beta") };
    const rows = await madeFor({
      model: "sbg",
      p,
      ...terms,
      periods: number("sbg_periods_per_year"),
      groups,
    });
    const expected = exampleRows("sensitivity", "expected_subscriber_scenarios");
    const asked = new Set(expected.map((row) => `${row.driver} ${row.change}`));
    expectExample(
      rows.filter((row) => asked.has(`${row.driver} ${row.change}`)),
      expected,
      ["driver", "change"],
    );
    expect(rowOf(rows, "frequency", "+10 %")).toMatchObject({
      clv: null,
      difference: null,
      elasticity: null,
      point_elasticity: null,
      reason: "paid_when_due",
    });
  });
});

test("bounds of a difference are in order, whatever its sign, and NBD says why it has no retention", async () => {
  const groups = [
    { x: 0, tx: 0, T: 100, spend: 20, customers: 3 },
    { x: 4, tx: 80, T: 200, spend: 30, customers: 2 },
  ];
  const rows = await madeFor({ model: "nbd", p: { r: 0.5, alpha: 60 }, margin: 0.4, annual: 0.1, groups });
  const value = (row: Record<string, unknown>, name: string): number => Number(row[name]);
  for (const driver of ["frequency", "discount rate"]) {
    const row = rows.find((r) => r.driver === driver)!;
    for (const figure of ["clv", "difference"]) {
      const ordered = ["lo95", "lo80", null, "hi80", "hi95"].map((b) =>
        value(row, b === null ? figure : `${figure}_${b}`),
      );
      expect(ordered).toEqual([...ordered].sort((a, b) => a - b));
    }
  }
  near(value(rowOf(rows, "frequency", "+10 %"), "elasticity"), 1, 1e-12);
  near(value(rowOf(rows, "margin", "+1 point"), "elasticity"), 1, 1e-12);
  expect(rowOf(rows, "retention", "+1 point")).toMatchObject({
    clv: null,
    relative: null,
    reason: "nobody_leaves",
  });
});

test("what acquisition costs moves the worth of a new customer alone, and nothing says what none is worth more than", async () => {
  const groups = [{ x: 4, tx: 80, T: 200, spend: 30, customers: 2 }];
  const world = { model: "nbd", p: { r: 0.5, alpha: 60 }, margin: 0.4, annual: 0.1, groups } as const;
  const rows = async (value: number) =>
    (await madeFor({ ...world, newCustomer: { value, cost: 20 } })).filter((r) => r.scope === "new_customer");
  const [base, cac] = await rows(25);
  expect(base).toMatchObject({ driver: "base", clv: 5, clv_lo80: -5, difference: 0, relative: 0 });
  expect(cac).toMatchObject({
    driver: "CAC",
    change: "+10 %",
    clv: 3,
    difference_lo80: null,
  });
  near(Number(cac!.difference), -2, 1e-12);
  near(Number(cac!.relative), -0.4, 1e-12);
  for (const figure of ["elasticity", "point_elasticity"]) near(Number(cac![figure]), -4, 1e-12);
  expect((await rows(18))[1]).toMatchObject({ clv: -4, relative: null, elasticity: null });
});
