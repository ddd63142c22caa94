import { beforeAll, describe, expect, test } from "vitest";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { fitGammaRegression, type GammaRegression } from "../../../models/spend/gamma-regression.js";
import { regressionSpend } from "../../../models/spend/regression-prediction.js";
import { regressionSumsFrom, type Spender } from "../../../models/spend/regression-sums.js";
import { chooseLevels } from "../../../models/spend/spend-covariates.js";
import type { Engine } from "../../../pipeline/engines/engine.js";
import { fitSpendRegression } from "../../../pipeline/spend/fit-gamma-regression.js";
import { regressionTerms } from "../../../pipeline/spend/regression-terms.js";
import { regressionSpend as regressionSpendSql } from "../../../pipeline/sql/spend-prior.js";
import { list, raw, type Sql, sql } from "../../../pipeline/sql/sql.js";
import { near } from "../../models/near.js";
import { quiet, spendEngine } from "./spend-engine.js";

interface Customer extends Spender {
  readonly customer: number;
  readonly firstAmount: number;
  readonly truth: number;
}

const effects: Readonly<Record<string, number>> = { web: 1, shop: 1.6, app: 0.7, fax: 3, "it's": 1.2 };

/** Spend driven by channel, country and the first amount, with tastes that differ besides; a few first amounts of 0. */
function population(count: number, seed: number): Customer[] {
  const random = seededRandom(seed);
  const pick = (shares: readonly (readonly [string | null, number])[]): string | null => {
    let u = random();
    for (const [value, share] of shares) {
      u -= share;
      if (u < 0) return value;
    }
    return shares[0]![0];
  };
  return Array.from({ length: count }, (_, customer) => {
    const channel = pick([
      ["web", 0.5],
      ["shop", 0.25],
      ["app", 0.2],
      ["fax", 0.002],
      ["it's", 0.03],
    ]);
    const country = pick([
      ["DE", 0.6],
      [null, 0.15],
      ["AT", 0.25],
    ]);
    const theta = gammaVariate(random, 8, 8);
    const mu = 35 * effects[channel!]! * (country === null ? 0.8 : 1);
    const spend = (): number => Math.round(mu * theta * gammaVariate(random, 3, 3) * 100) / 100 + 0.01;
    const firstAmount = random() < 0.01 ? 0 : spend();
    const x = Math.floor(-Math.log(1 - random()) * 2);
    let repeat = 0;
    for (let i = 0; i < x; i++) repeat += spend();
    const m = Math.round(repeat * 100) / 100 / Math.max(1, x);
    return {
      customer,
      x,
      m: random() < 0.005 ? 0 : m,
      firstAmount,
      truth: mu * theta,
      values: { channel, country, first_amount: firstAmount, x },
    };
  });
}

const literal = (v: string | number | null): Sql =>
  typeof v === "string" || v === null ? sql`${v}` : raw(`${v}`);

async function store(engine: Engine, customers: readonly Customer[]): Promise<void> {
  const rows = customers.map(
    (c) =>
      sql`(${list([c.customer, c.x, c.firstAmount, (c.m * c.x).toFixed(2), c.values.channel!, c.values.country!].map(literal))})`,
  );
  await engine.execute(
    sql`create or replace table customers as select cast(id as varchar) as customer_id, cast(x as integer) as x,
      cast(first as decimal(18,4)) as first_amount, cast(repeat as decimal(38,4)) as repeat_spend,
      case when x > 0 then cast(repeat as double) / x end as mean_spend, channel as attr_channel, country as attr_country
    from (values ${list(rows)}) v(id, x, first, repeat, channel, country)`,
  );
}

const { engine } = await spendEngine(2);
const { engine: single } = await spendEngine(1);
const customers = population(6000, 7);
const context = { engine, ...quiet };
const inputs = { attributes: ["channel", "country"], quantities: ["first_amount", "x"] } as const;
let fit: GammaRegression;
beforeAll(async () => {
  await store(engine, customers);
  await store(single, [...customers].reverse());
  fit = await fitSpendRegression(context, inputs);
});

describe("the fit by the engine", () => {
  test("pools rare channels, keeps a missing country as a level and first amounts of 0 apart", () => {
    expect(fit.coefficients.map((c) => c.name)).toEqual([
      "intercept",
      "channel=shop",
      "channel=app",
      "channel=it's",
      "channel=(other)",
      "country=AT",
      "country=(none)",
      "ln(first_amount)",
      "first_amount=0",
      "ln(1 + x)",
    ]);
    expect(fit.verdict.status).toBe("identified");
    expect(fit.customers).toBe(customers.filter((c) => c.x > 0 && c.m > 0).length);
  });

  test("is that of the sums over customers in a plain loop", async () => {
    const used = customers.filter((c) => c.x > 0 && c.m > 0);
    const levels = ["channel", "country"].map((name) => {
      const counts = new Map<string | null, number>();
      for (const c of used) {
        const value = c.values[name] as string | null;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
      const list = [...counts].map(([value, customers]) => ({ value, customers }));
      return chooseLevels(name, list, used.length);
    });
    expect(fit.covariates.slice(0, 2)).toEqual(levels);
    const positive = used.filter((c) => c.firstAmount > 0);
    const centre = positive.reduce((sum, c) => sum + Math.log(c.firstAmount), 0) / positive.length;
    const logs = fit.covariates.slice(2);
    expect(logs).toMatchObject([{ zeros: true }, { zeros: false }]);
    near((logs[0] as { centre: number }).centre, centre, 1e-8);
    const plain = await fitGammaRegression(regressionSumsFrom(customers, fit.covariates));
    // terms are rounded to a millionth in the engine: a sum over 5,000 is off by less than 1e-4, a coefficient by 1e-7
    plain.coefficients.forEach((c, j) => {
      expect(Math.abs(c.estimate - fit.coefficients[j]!.estimate), c.name).toBeLessThan(1e-6);
      near(c.standardError!, fit.coefficients[j]!.standardError!, 1e-6, c.name);
    });
    near(fit.deviance, plain.deviance, 1e-7);
    near(fit.nullDeviance, plain.nullDeviance, 1e-7);
    near(fit.kappa!, plain.kappa!, 1e-5);
  });

  test("is the same to the bit with one thread and other order of rows", async () => {
    expect(await fitSpendRegression({ engine: single, ...quiet }, inputs)).toEqual(fit);
  });

  test("without attributes and quantities is the mean", async () => {
    const mean = await fitSpendRegression(context, { attributes: [], quantities: [] });
    expect(mean.coefficients).toHaveLength(1);
    near(mean.deviance, mean.nullDeviance, 1e-9);
  });

  test("of nobody fails in words", async () => {
    const warnings: string[] = [];
    await store(single, [{ ...customers[0]!, x: 0, m: 0 }]);
    const none = await fitSpendRegression(
      { ...quiet, engine: single, warn: (text) => warnings.push(text) },
      inputs,
    );
    expect(none.verdict.codes).toEqual(["NO_REPEAT_BUYERS"]);
    expect(warnings.join()).toContain("no customer has repeat purchases");
  });
});

describe("scoring in the engine", () => {
  test("is E[M | x, m, z] of the model for every customer, also for a channel never seen", async () => {
    const visitors = [
      ...customers.slice(0, 500),
      { ...customers[0]!, customer: -1, values: { ...customers[0]!.values, channel: "new" } },
    ];
    await store(single, visitors);
    const expression = regressionSpendSql(regressionTerms(fit), fit.kappa, "c");
    const rows = await single.rows(
      sql`select customer_id, ${expression} as spend from customers c order by cast(customer_id as integer)`,
    );
    expect(rows).toHaveLength(visitors.length);
    const ordered = [...visitors].sort((a, b) => a.customer - b.customer);
    ordered.forEach((c, i) => {
      near(Number(rows[i]!.spend), regressionSpend(fit, c.x, c.m, c.values), 1e-12, String(c.customer));
    });
  });

  test("comes nearer to what customers spend than the plain mean, than covariates or own means alone", () => {
    const fresh = population(6000, 8);
    const purchases = customers.reduce((sum, c) => sum + c.x, 0);
    const mean = customers.reduce((sum, c) => sum + c.x * c.m, 0) / purchases;
    const error = (predict: (c: Customer) => number): number =>
      Math.sqrt(fresh.reduce((sum, c) => sum + (predict(c) - c.truth) ** 2, 0) / fresh.length);
    const full = error((c) => regressionSpend(fit, c.x, c.m, c.values));
    expect(full).toBeLessThan(0.75 * error(() => mean));
    expect(full).toBeLessThan(0.95 * error((c) => regressionSpend(fit, 0, 0, c.values)));
    expect(full).toBeLessThan(0.8 * error((c) => (c.x > 0 ? c.m : mean)));
  });
});
