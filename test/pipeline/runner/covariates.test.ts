import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bgNbd, type Coefficient, historiesFrom, seededRandom } from "../../../models/index.js";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import type { Row as Cells } from "../../../pipeline/engines/engine.js";
import { futureOf } from "../../../pipeline/stages/score/future.js";
import { explanation } from "../../../pipeline/terminal/explanation.js";
import { near } from "../../models/near.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row, readArrow } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const start = "2023-01-01";
const asOf = "2024-06-30";
const base = { r: 0.9, alpha: 35, a: 0.7, b: 2.5 };

/** What truly multiplies the purchase rate by channel, and the readiness to leave by country; on the log scale. */
const channels = { web: 0, app: 0.5, store: -0.4 } as const;
const countries = { DE: 0, FR: 0.8 } as const;
const perYear = 0.02; // of age, from 45 on
const attributes = ["channel", "country", "age"];

interface Customer {
  readonly id: string;
  readonly channel: keyof typeof channels;
  readonly country: keyof typeof countries;
  /** null where unknown */
  readonly age: number | null;
  readonly days: readonly number[];
}

/** Customers whose alpha is divided by e^(channel + age) and whose a is multiplied by e^country. */
const customers: readonly Customer[] = (() => {
  const random = seededRandom(3);
  const length = daysBetween(start, asOf);
  return Array.from({ length: 2500 }, (_, i): Customer => {
    const u = random();
    const channel = u < 0.5 ? "web" : u < 0.8 ? "app" : "store";
    const country = random() < 0.6 ? "DE" : "FR";
    const age = random() < 0.06 ? null : 30 + 5 * Math.floor(7 * random());
    const rate = channels[channel] + (age === null ? 0 : perYear * (age - 45));
    const p = { ...base, alpha: base.alpha * Math.exp(-rate), a: base.a * Math.exp(countries[country]) };
    const first = i % 200;
    const times = bgNbd.simulate(p, length - first, random).times.map((t) => first + Math.round(t));
    const days = [...new Set([first, ...times])].filter((day) => day <= length);
    return { id: `c${i}`, channel, country, age, days };
  });
})();

const lines = customers.flatMap(({ id, channel, country, age, days }) =>
  days.map((day) => [id, dayAfter(start, day), 10 + ((day * 7) % 40), channel, country, age ?? ""]),
);

const asked = {
  purchase: { covariates: { purchase: ["channel", "age"], dropout: ["country"], continuous: ["age"] } },
};
const plain = { asOf, uncertainty: { intervals: false } };
const covariates = (more: Record<string, unknown>) => ({
  ...asked.purchase,
  covariates: { ...asked.purchase.covariates, ...more },
});

let folder: string;
// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
let run: any;
let model: ModelFile;
let scores: Map<string, Row>;

beforeAll(async () => {
  folder = await logFolder(root, lines, { attributes });
  run = await runHere(folder, { ...plain, ...asked }, { until: "score" });
  model = await modelOf(run.runDir);
  scores = await scoresOf(run.runDir);
});

const coefficient = (of: ModelFile["purchase"], process: string, covariate: string): Coefficient =>
  of.covariates!.coefficients.find((c) => c.process === process && c.covariate === covariate)!;

/** The standard deviation of known ages, by which the design divides them. */
function ageScale(): { mean: number; sd: number } {
  const ages = customers.flatMap((c) => c.age ?? []);
  const mean = ages.reduce((sum, age) => sum + age, 0) / ages.length;
  return { mean, sd: Math.sqrt(ages.reduce((sum, age) => sum + (age - mean) ** 2, 0) / ages.length) };
}

describe("rates by channel and age, dropout by country", () => {
  test("coefficients are recovered within 3.5 standard errors, and clearly not by chance", () => {
    const { verdict, covariates: found, leftBecause } = model.purchase;
    expect([verdict.status, leftBecause]).toEqual(["identified", null]);
    const { mean, sd } = ageScale();
    const truth: [process: string, covariate: string, value: number][] = [
      ["purchase", "channel=app", channels.app],
      ["purchase", "channel=store", channels.store],
      ["purchase", "age", perYear * sd],
      ["purchase", "age=(none)", perYear * (45 - mean)],
      ["dropout", "country=FR", countries.FR],
    ];
    expect(found!.coefficients).toHaveLength(truth.length);
    for (const [process, covariate, value] of truth) {
      const { estimate, standardError } = coefficient(model.purchase, process, covariate);
      expect(standardError, covariate).toBeGreaterThan(0);
      expect(standardError, covariate).toBeLessThan(0.25);
      expect(Math.abs(estimate - value) / standardError!, `${covariate} ${estimate}`).toBeLessThan(3.5);
    }
    const atMeanAge = { ...base, alpha: base.alpha * Math.exp(-perYear * (mean - 45)) };
    const { params, standardErrors } = model.purchase;
    for (const [k, value] of Object.entries(atMeanAge))
      expect(Math.abs(params[k]! - value) / standardErrors![k]!, k).toBeLessThan(3.5);
    expect(found!.test).toMatchObject({ degreesOfFreedom: 5 });
    expect(found!.test!.pValue).toBeLessThan(1e-10);
    expect(run.text).toContain("purchase: channel=app");
    expect(run.text).toContain("dropout: country=FR");
  });

  test("an explanation has the numbers of the score row, whatever the customer's group", async () => {
    const { config } = JSON.parse(await readFile(join(run.runDir, "manifest.json"), "utf8"));
    const groups = new Set<string>();
    for (const own of await query(
      `select * from '${join(run.runDir, "tables", "customers.parquet")}' limit 60`,
    )) {
      const score = scores.get(String(own.customer_id))!;
      const { steps } = explanation(score as Cells, own as Cells, [], model, config);
      const value = (name: string): number => Number(steps.find((s) => s.name === name)!.value);
      near(value("P(alive)"), Number(score.p_alive), 1e-9, "P(alive)");
      near(value("E[Y(365)]"), Number(score.expected_purchases_365d), 1e-9, "E[Y(365)]");
      near(value("CLV 365 days"), Number(score.clv_365d), 1e-9, "CLV");
      groups.add(`${score.channel} ${score.country} ${score.age}`);
    }
    expect(groups.size).toBeGreaterThan(20);
  });

  test("each customer is scored with the parameters of its group, as the plain model says", () => {
    const { mean, sd } = ageScale();
    const p = model.purchase.dayParams;
    const effect = (process: string, name: string): number => {
      const known = coefficient(model.purchase, process, name);
      return known ? known.estimate : 0; // a reference has none
    };
    const { inModelTime, horizons } = futureOf(model, {
      horizonsDays: [180],
      annualDiscountRate: 0.1,
      margin: 1,
    });
    const half = horizons[0]!;
    let moved = 0;
    for (const c of customers.slice(0, 60)) {
      const rate =
        effect("purchase", `channel=${c.channel}`) +
        (c.age === null
          ? effect("purchase", "age=(none)")
          : (effect("purchase", "age") * (c.age - mean)) / sd);
      const own = {
        r: p.r!,
        alpha: p.alpha! * Math.exp(-rate),
        a: p.a! * Math.exp(effect("dropout", `country=${c.country}`)),
        b: p.b!,
      };
      const first = Math.min(...c.days);
      const x = c.days.length - 1;
      const days = daysBetween(start, asOf) - first;
      const history = inModelTime(historiesFrom([x], [Math.max(...c.days) - first], [days]));
      const [tx, T] = [history.tx[0]!, history.T[0]!];
      const row = scores.get(c.id)!;
      near(row.p_alive as number, bgNbd.probabilityAlive(own, x, tx, T), 1e-9, c.id);
      const expected = bgNbd.expectedPurchases(own, x, tx, T, half);
      near(row.expected_purchases_180d as number, expected, 1e-9, c.id);
      const atReference = bgNbd.expectedPurchases(p as typeof own, x, tx, T, half);
      if (Math.abs((row.expected_purchases_180d as number) / atReference - 1) > 0.02) moved++;
    }
    expect(moved, "customers whom the parameters at the reference would misjudge").toBeGreaterThan(30);
  });

  test("groups, histories and customers agree", async () => {
    const groups = await readArrow(join(run.runDir, "covariate_groups.arrow"));
    const distinct = new Set(customers.map((c) => `${c.channel} ${c.country} ${c.age}`));
    expect(groups.rows).toBe(distinct.size);
    expect(groups.columns).toEqual(["covariate_group", "attr_channel", "attr_age", "attr_country", "n"]);
    const total = (n: unknown[]): number => n.reduce((sum: number, v) => sum + Number(v), 0);
    expect(total(groups.values("n"))).toBe(customers.length);
    const histories = await readArrow(join(run.runDir, "histories.arrow"));
    expect(total(histories.values("n"))).toBe(customers.length);
    expect(new Set(histories.values("covariate_group")).size).toBe(distinct.size);
  });

  test("intervals hold what is expected of customers, groups and all together", async () => {
    const few = await logFolder(root, lines.slice(0, 2000), { attributes });
    const flags = {
      asOf,
      purchase: { covariates: { purchase: ["channel"] } },
      value: { horizonsDays: [365] },
    };
    const { runDir, totals } = await runHere(few, flags, { until: "score" });
    const [row] = await query(
      `select bool_and(purchases_365d_lo95 <= purchases_365d_lo80 and purchases_365d_lo80 <= purchases_365d_hi80
        and purchases_365d_hi80 <= purchases_365d_hi95) as ordered,
        bool_and(p_alive < 0.2 or purchases_365d_hi95 >= expected_purchases_365d) as above
       from '${join(runDir, "tables/scores.parquet")}'`,
    );
    expect(row).toEqual({ ordered: true, above: true });
    const { total: all, segments } = totals.intervals;
    const app = segments.find((s: { value: string }) => s.value === "app");
    for (const s of [all, app]) {
      const { expected, lo95, hi95, doubt } = s.horizons.at(-1).purchases;
      expect(lo95).toBeLessThan(expected);
      expect(hi95).toBeGreaterThan(expected);
      expect(doubt).toBeGreaterThan(0);
    }
  });
});

describe("settings", () => {
  const fitted = async (purchase: object): Promise<ModelFile["purchase"]> =>
    (await runHere(folder, { ...plain, purchase }, { until: "fit" })).purchase;

  test("l2 shrinks every coefficient, and without bound all the way to 0", async () => {
    const [some, all] = [await fitted(covariates({ l2: 200 })), await fitted(covariates({ l2: 1e6 }))];
    for (const c of model.purchase.covariates!.coefficients) {
      if (Math.abs(c.estimate) < 2 * c.standardError!) continue;
      const shrunk = coefficient(some, c.process, c.covariate).estimate;
      expect(shrunk / c.estimate, c.covariate).toBeGreaterThan(0);
      expect(shrunk / c.estimate, c.covariate).toBeLessThan(0.97);
      expect(Math.abs(coefficient(all, c.process, c.covariate).estimate), c.covariate).toBeLessThan(1e-3);
    }
    expect([some.covariates!.test, coefficient(some, "purchase", "age").pValue]).toEqual([null, null]);
    expect(some.logLikelihood).toBeLessThan(model.purchase.logLikelihood);
    expect(all.logLikelihood).toBeLessThan(some.logLikelihood);
  });

  test("equal gives one coefficient to both processes", async () => {
    const { covariates: found } = await fitted({ covariates: { equal: ["channel"] } });
    expect(found!.coefficients.map((c) => `${c.process}:${c.covariate}`).sort()).toEqual([
      "both:channel=app",
      "both:channel=store",
    ]);
  });

  test("fixed holds a parameter, and a coefficient by its factor", async () => {
    const held = await fitted({ ...covariates({}), fixed: { r: 0.9, "dropout:country=FR": 1 } });
    expect([held.dayParams.r, held.standardErrors!.r]).toEqual([0.9, 0]);
    expect(held.fixed).toEqual(expect.arrayContaining(["r", "dropout:country=FR"]));
    expect(coefficient(held, "dropout", "country=FR").estimate).toBe(0);
    expect(held.logLikelihood).toBeLessThan(model.purchase.logLikelihood);
    expect(held.covariates!.test!.degreesOfFreedom, "r is held in both").toBe(4);
  });

  test("a parameter that the model lacks is named, with those it has", async () => {
    await expect(fitted({ fixed: { k: 2 } })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      exitCode: 2,
      message: "purchase.fixed.k: bg-nbd has no such parameter; it has r, alpha, a, b.",
    });
    await expect(fitted({ ...covariates({}), fixed: { q: 2 } })).rejects.toThrow(
      /purchase\.fixed\.q: bg-nbd with covariates has no such parameter; it has r, alpha, a, b, purchase:channel=/,
    );
  });

  test("a number that is text is refused with its value", async () => {
    await expect(
      fitted({ covariates: { purchase: ["channel"], continuous: ["channel"] } }),
    ).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      exitCode: 2,
      message: expect.stringContaining(
        'purchase.covariates.continuous: channel has the value "app", which is no number',
      ),
    });
  });

  test.each([
    ["mbg-cnbd-k", { purchase: ["channel"] }, "mbg-cnbd-k takes none; bg-nbd, mbg-nbd, pareto-nbd, nbd do"],
    ["auto", { purchase: ["channel"] }, "auto takes none"],
    [
      "nbd",
      { dropout: ["country"] },
      "purchase.covariates.dropout: must be empty for nbd, whose customers never leave",
    ],
    ["sbg", { dropout: ["channel"] }, "sbg takes none"],
    ["bg-nbd", { purchase: ["region"] }, '"region" is not one of columns.attributes'],
    [
      "bg-nbd",
      { purchase: ["channel"], continuous: ["age"] },
      '"age" is used neither for purchases nor dropout',
    ],
  ] as const)("%s with %o is a config error", async (name, given, message) => {
    await expect(fitted({ model: name, covariates: given })).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });

  test("without covariates every history has group 0, and the model none", async () => {
    const without = await runHere(folder, plain, { until: "fit" });
    expect(without.purchase.covariates).toBeNull();
    const histories = await readArrow(join(without.runDir, "histories.arrow"));
    expect(new Set(histories.values("covariate_group"))).toEqual(new Set([0]));
    expect((await readArrow(join(without.runDir, "covariate_groups.arrow"))).rows).toBe(0);
    expect(without.purchase.logLikelihood).toBeLessThan(model.purchase.logLikelihood - 50);
  });

  test("an attribute that all customers share says nothing: no coefficient, the plain estimates", async () => {
    const alike = await logFolder(
      root,
      lines.map(([id, day, amount]) => [id!, day!, amount!, "web"]),
      { attributes: ["channel"] },
    );
    const flags = { ...plain, purchase: { covariates: { purchase: ["channel"] }, fixed: { r: 0.9 } } };
    const { purchase, runDir, log } = await runHere(alike, flags, { until: "score" });
    expect(purchase).toMatchObject({
      covariates: null,
      leftBecause: "bg-nbd is used without covariates: all customers have the same channel",
    });
    expect(log).toContain(`warning: ${purchase.leftBecause}`);
    const { params } = await fitted({ fixed: { r: 0.9 } });
    for (const [k, value] of Object.entries(params)) near(purchase.params[k], value, 1e-5, k);
    expect((await scoresOf(runDir, "customer_id, p_alive")).size).toBe(customers.length);
  });
});
