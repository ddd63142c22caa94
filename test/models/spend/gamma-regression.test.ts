import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { sweepInverse } from "../../../models/numeric/sweep.js";
import { fitGammaRegression, type RegressionSums } from "../../../models/spend/gamma-regression.js";
import {
  regressionCredibility,
  regressionMean,
  regressionSpend,
} from "../../../models/spend/regression-prediction.js";
import { regressionSumsFrom, regressionWeight, type Spender } from "../../../models/spend/regression-sums.js";
import {
  chooseLevels,
  levelEffects,
  regressionColumns,
  type SpendCovariate,
} from "../../../models/spend/spend-covariates.js";
import { spendVariance } from "../../../models/spend/spend-variance.js";
import { near } from "../near.js";

interface Table {
  readonly centre: number;
  readonly customers: readonly (readonly [number, number, string | null, number])[];
  readonly fits: readonly {
    readonly kappa: number | null;
    readonly coefficients: readonly number[];
    readonly standardErrors: readonly number[];
    readonly deviance: number;
    readonly pearson: number;
    readonly dispersion: number;
  }[];
  readonly variances: readonly {
    readonly rows: readonly (readonly [number, number, number])[];
    readonly between: number;
    readonly within: number;
    readonly kappa: number;
  }[];
}
const table = JSON.parse(
  readFileSync(new URL("../../fixtures/spend-regression.json", import.meta.url), "utf8"),
) as Table;

const channel: SpendCovariate = {
  kind: "level",
  name: "channel",
  levels: ["web", "shop", null],
  shares: [0.5, 0.3, 0.2],
  otherShare: 0,
};
const firstAmount: SpendCovariate = {
  kind: "log",
  name: "first_amount",
  shift: 0,
  centre: table.centre,
  zeros: false,
};
const spenders: Spender[] = table.customers.map(([x, m, name, first]) => ({
  x,
  m,
  values: { channel: name, first_amount: first },
}));

/** The same sums with one weighting whatever is asked for. */
function weighted(sums: RegressionSums, kappa: number | null): RegressionSums {
  return { ...sums, information: () => sums.information(kappa), score: (b) => sums.score(b, kappa) };
}

describe("against mpmath", () => {
  test.each(
    table.fits,
  )("coefficients, errors, deviance and dispersion at kappa = $kappa", async (expected) => {
    const sums = weighted(regressionSumsFrom(spenders, [channel, firstAmount]), expected.kappa);
    const fit = await fitGammaRegression(sums, { weights: "purchases" });
    expect(fit.coefficients.map((c) => c.name)).toEqual([
      "intercept",
      "channel=shop",
      "channel=(none)",
      "ln(first_amount)",
    ]);
    // a step that gains less than 1e-16 a purchase in deviance is not made: an error up to about 1e-7
    fit.coefficients.forEach((c, j) => {
      near(c.estimate, expected.coefficients[j]!, 3e-7, c.name);
      near(c.standardError!, expected.standardErrors[j]!, 1e-7, c.name);
    });
    near(fit.deviance, expected.deviance, 1e-12);
    near(fit.pearson, expected.pearson, 1e-7);
    near(fit.dispersion, expected.dispersion, 1e-7);
    expect(fit.verdict.codes).toEqual(["FEW_REPEAT_BUYERS"]);
  });

  test.each(table.variances)("variance within and between customers, kappa = $kappa", (expected) => {
    const found = spendVariance(expected.rows.map(([x, customers, squares]) => ({ x, customers, squares })));
    near(found.within, expected.within, 1e-10);
    near(found.between, expected.between, 1e-10);
    near(found.kappa!, expected.kappa, 1e-10);
  });
});

describe("variances", () => {
  test("the example: 0.3 at x = 1 and 0.15 at x = 4 are 0.2 within and 0.1 between", () => {
    const found = spendVariance([
      { x: 1, customers: 100, squares: 30 },
      { x: 4, customers: 50, squares: 7.5 },
    ]);
    near(found.within, 0.2, 1e-12);
    near(found.between, 0.1, 1e-12);
    near(found.kappa!, 2, 1e-12);
  });

  test("neither is negative: squares that fall faster than 1/x are all within, rising ones all between", () => {
    const falling = spendVariance([
      { x: 1, customers: 100, squares: 40 },
      { x: 4, customers: 100, squares: 5 },
    ]);
    expect(falling).toEqual({ within: expect.any(Number), between: 0, kappa: null });
    // both rows weigh the same, x^2 times 1/x^2: the mean of 0.4 and 0.2
    near(falling.within, 0.3, 1e-12);
    const rising = spendVariance([
      { x: 1, customers: 100, squares: 10 },
      { x: 4, customers: 100, squares: 20 },
    ]);
    expect(rising).toEqual({ within: 0, between: expect.any(Number), kappa: 0 });
    near(rising.between, 0.15, 1e-12);
  });

  test("with one x alone nothing can be said of own means", () => {
    expect(spendVariance([{ x: 2, customers: 10, squares: 1 }])).toEqual({
      within: 0.2,
      between: 0,
      kappa: null,
    });
    expect(spendVariance([])).toEqual({ within: 0, between: 0, kappa: null });
  });
});

describe("levels", () => {
  const counts = [
    { value: "fax", customers: 40 },
    { value: null, customers: 300 },
    { value: "app", customers: 300 },
    { value: "web", customers: 9000 },
  ];

  test("most frequent first, ties by text with a missing value last, rare ones pooled", () => {
    expect(chooseLevels("channel", counts, 10_000)).toEqual({
      kind: "level",
      name: "channel",
      levels: ["web", "app", null],
      shares: [0.9, 0.03, 0.03],
      otherShare: 0.04,
    });
    expect(
      chooseLevels("channel", counts, 10_000, { minShare: 0, minCustomers: 0, maxLevels: 1 }).levels,
    ).toEqual(["web"]);
  });

  test("one never seen has the effect of the rare ones, or the mean effect where there are none", () => {
    const pooled = chooseLevels("channel", counts, 10_000);
    const columns = regressionColumns([pooled]);
    expect(columns).toHaveLength(4);
    expect(levelEffects(pooled, columns, [1, 0.5, -0.5, 0.25])).toEqual({
      levels: [
        { value: "web", effect: 0 },
        { value: "app", effect: 0.5 },
        { value: null, effect: -0.5 },
      ],
      other: 0.25,
    });
    const all = { ...pooled, shares: [0.6, 0.3, 0.1], otherShare: 0 };
    near(levelEffects(all, regressionColumns([all]), [1, 0.5, -0.5]).other, 0.1, 1e-12);
  });

  test("an attribute without frequent levels, or with one alone, takes no column", () => {
    expect(regressionColumns([chooseLevels("id", [], 100)])).toEqual([{ kind: "intercept" }]);
    const one = chooseLevels("channel", [{ value: "web", customers: 100 }], 100);
    expect(regressionColumns([one])).toEqual([{ kind: "intercept" }]);
  });
});

describe("predictions", () => {
  const regression = {
    covariates: [channel, { ...firstAmount, centre: Math.log(20), zeros: true }],
    coefficients: [Math.log(30), Math.log(2), 0, 0.5, Math.log(0.5)].map((estimate) => ({
      name: "",
      estimate,
      standardError: null,
    })),
    kappa: 2,
  };

  test("are products of effects", () => {
    near(regressionMean(regression, { channel: "web", first_amount: 20 }), 30, 1e-14);
    near(regressionMean(regression, { channel: "shop", first_amount: 80 }), 120, 1e-14);
    near(regressionMean(regression, { channel: "web", first_amount: 0 }), 15, 1e-14);
    near(regressionMean(regression, { channel: "new", first_amount: 20 }), 30 * 2 ** 0.3, 1e-14);
  });

  test("weigh a customer's own mean by x / (x + kappa)", () => {
    expect(regressionCredibility({ kappa: 2 }, 6)).toBe(0.75);
    expect(regressionCredibility({ kappa: null }, 6)).toBe(0);
    expect(regressionCredibility({ kappa: 0 }, 0)).toBe(0);
    near(regressionSpend(regression, 6, 50, { channel: "web", first_amount: 20 }), 45, 1e-14);
    near(regressionSpend(regression, 0, Number.NaN, { channel: "web", first_amount: 20 }), 30, 1e-14);
  });
});

/** Customers whose spend follows the model: effects on a mean, a taste of their own, gamma purchases. */
function simulated(count: number, seed: number): Spender[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const name = random() < 0.6 ? "web" : random() < 0.7 ? "shop" : null;
    const first_amount = 20 * Math.exp(random() - 0.5);
    const mu = 40 * (name === "shop" ? 1.8 : 1) * (first_amount / 20) ** 0.7;
    const theta = gammaVariate(random, 1 / 0.15, 1 / 0.15);
    const x = 1 + Math.floor(8 * random() ** 2);
    const m = (mu * theta * gammaVariate(random, 4 * x, 4)) / x;
    return { x, m, values: { channel: name, first_amount } };
  });
}

describe("estimates", () => {
  const truth = [Math.log(40) + 0.7 * (table.centre - Math.log(20)), Math.log(1.8), 0, 0.7];
  const covariates = [channel, firstAmount];

  test("recover the truth within their standard errors, kappa included", async () => {
    let chi = 0;
    let within = 0;
    let between = 0;
    for (const seed of [1, 2, 3]) {
      const fit = await fitGammaRegression(regressionSumsFrom(simulated(15_000, seed), covariates));
      expect(fit.verdict.status).toBe("identified");
      fit.coefficients.forEach((c, j) => {
        const z = (c.estimate - truth[j]!) / c.standardError!;
        expect(Math.abs(z), c.name).toBeLessThan(3.5);
        chi += z * z;
      });
      within += fit.within / 3;
      between += fit.between / 3;
      near(fit.dispersion, fit.within + fit.between, 0.02);
    }
    // standard errors of these means over 45,000 customers are about 0.01 and 0.003
    near(between, 0.15, 0.1);
    near(within, 0.25 * 1.15, 0.12); // Var[purchase | Theta] = Theta^2 mu^2 / 4, E[Theta^2] = 1.15
    // chi-square with 12 degrees of freedom: 99.9 % below 32.9, 99.9 % above 1.9
    expect(chi).toBeLessThan(32.9);
    expect(chi).toBeGreaterThan(1.9);
  });

  test("do not depend on the order of customers, and scale with the currency", async () => {
    const some = simulated(600, 4);
    const fit = await fitGammaRegression(regressionSumsFrom(some, covariates));
    const cents = some.map((s) => ({ ...s, m: 100 * s.m })).reverse();
    const other = await fitGammaRegression(regressionSumsFrom(cents, covariates));
    near(other.coefficients[0]!.estimate, fit.coefficients[0]!.estimate + Math.log(100), 1e-8);
    for (const j of [1, 3]) near(other.coefficients[j]!.estimate, fit.coefficients[j]!.estimate, 1e-6);
    near(other.kappa!, fit.kappa!, 1e-6);
    near(other.deviance, fit.deviance, 1e-9);
  });

  test("a column that repeats another is left out, as in R", async () => {
    const some = simulated(300, 5).map((s) => ({ ...s, values: { ...s.values, copy: s.values.channel! } }));
    const twice = [channel, firstAmount, { ...channel, name: "copy" }];
    const fit = await fitGammaRegression(regressionSumsFrom(some, twice));
    const plain = await fitGammaRegression(regressionSumsFrom(some, covariates));
    expect(fit.coefficients.slice(-2).map((c) => [c.estimate, c.standardError])).toEqual([
      [0, null],
      [0, null],
    ]);
    near(fit.coefficients[1]!.estimate, plain.coefficients[1]!.estimate, 1e-9);
    near(fit.dispersion, plain.dispersion, 1e-9);
  });

  test("without covariates it is the mean by purchases, and its deviance that of the mean", async () => {
    const some = simulated(500, 6);
    const fit = await fitGammaRegression(regressionSumsFrom(some, []), { weights: "purchases" });
    const total = some.reduce((sum, { x, m }) => sum + x * m, 0);
    near(regressionMean(fit, {}), total / some.reduce((sum, { x }) => sum + x, 0), 1e-9);
    near(fit.deviance, fit.nullDeviance, 1e-12);
    const full = await fitGammaRegression(regressionSumsFrom(some, covariates), { weights: "purchases" });
    near(full.nullDeviance, fit.deviance, 1e-9);
    expect(full.deviance).toBeLessThan(0.8 * full.nullDeviance);
  });

  test("nobody to learn from is a failure that says so", async () => {
    const fit = await fitGammaRegression(regressionSumsFrom([{ x: 0, m: 0, values: {} }], covariates));
    expect(fit.verdict).toMatchObject({ status: "failed", codes: ["NO_REPEAT_BUYERS"] });
    expect(fit.coefficients).toHaveLength(4);
  });
});

test("weights are 1 at x = 1, x without and 1 with nothing but differences between customers", () => {
  expect(regressionWeight(1, 3)).toBe(1);
  expect(regressionWeight(5, null)).toBe(5);
  expect(regressionWeight(5, 0)).toBe(1);
  near(regressionWeight(6, 2), 18 / 8, 1e-15);
});

test("a dependent row is left out of the inverse", () => {
  expect(
    sweepInverse([
      [4, 2],
      [2, 1],
    ]),
  ).toEqual({
    inverse: [
      [0.25, 0],
      [0, 0],
    ],
    kept: [true, false],
  });
  const { inverse } = sweepInverse([
    [2, 1, 0],
    [1, 3, 1],
    [0, 1, 4],
  ]); // determinant 18
  near(inverse[0]![0]!, 11 / 18, 1e-14);
  near(inverse[0]![1]!, -4 / 18, 1e-14);
  near(inverse[2]![0]!, 1 / 18, 1e-14);
  near(inverse[2]![2]!, 5 / 18, 1e-14);
});
