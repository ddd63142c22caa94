import { describe, expect, test } from "vitest";
import { gammaVariate, normal, seededRandom } from "../../../models/numeric/random.js";
import { asGammaGamma, credibility, kappa } from "../../../models/spend/credibility.js";
import { fitCredibility, withinVariance } from "../../../models/spend/fit-credibility.js";
import { gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";
import { spendGrid } from "../../../models/value/spend-sums.js";
import { valueDistribution, valueQuantile } from "../../../models/value/value-quantiles.js";
import { near } from "../near.js";
import { gammaGammaSpend, type Purchases, simulatedSpend, sum, summarized } from "./simulate-spend.js";

const estimateOf = (purchases: Purchases) => {
  const { all, variation } = summarized(purchases);
  return fitCredibility(all, withinVariance(variation)!)!;
};

test("two policyholders of Klugman, Panjer & Willmot (Loss Models, 4th ed., example 18.22): Z = 35/48, 133/24 and 203/24", () => {
  const policies = [
    [3, 5, 7],
    [6, 12, 9],
  ];
  // E[process variance] = 13/2 and Var[hypothetical means] = 35/6 about the mean 7
  const within = 6.5 / (49 + 35 / 6);
  const { params, verdict } = fitCredibility(spendHistoriesFrom([3, 3], policies.map(sum), 0), within)!;
  near(params.mean, 7, 1e-12);
  near(params.between, 35 / 6 / 49, 1e-11);
  near(credibility.credibility(params, 2), 35 / 48, 1e-11);
  near(credibility.expectedSpend(params, 2, 5), 133 / 24, 1e-11);
  near(credibility.expectedSpend(params, 2, 9), 203 / 24, 1e-11);
  expect(verdict).toMatchObject({ status: "weak", codes: ["FEW_REPEAT_BUYERS"] });
});

test("the estimate solves the equations of Bichsel & Straub, summed customer by customer", () => {
  const purchases = gammaGammaSpend(400, 3, 4, seededRandom(7));
  const { params, customers, standardErrors } = estimateOf(purchases);
  const { mean, within, between } = params;
  const k = kappa(params);
  const weights = purchases.map((own) => own.length / (own.length + k));
  const means = purchases.map((own) => sum(own) / own.length);
  near(mean, sum(means.map((m, i) => m * weights[i]!)) / sum(weights), 1e-12);
  const squares = sum(means.map((m, i) => weights[i]! * (m - mean) ** 2));
  near(between, squares / (customers - 1) / mean ** 2, 1e-9);
  near(standardErrors.mean!, mean * Math.sqrt(between / sum(weights)), 1e-12);
  let found = 0;
  let expected = 0;
  for (const own of purchases) {
    const n = own.length;
    const m = sum(own) / n;
    if (n < 2) continue;
    const sampled = sum(own.map((v) => (v / m - 1) ** 2)) / (n - 1);
    found += ((n - 1) / n) * sampled;
    expected += ((n - 1) / n) * ((within * n) / (n + within));
  }
  near(found, expected, 1e-5); // squares are rounded to a millionth
});

test("of gamma-distributed purchases the variances are found, also from two purchases each", () => {
  const random = seededRandom(3);
  for (const p of [0.5, 2, 6]) {
    const { params, standardErrors } = estimateOf(gammaGammaSpend(20_000, p, 5, random));
    near(params.within, 1 / p, 0.03, `within at p = ${p}`);
    near(params.between, 1 / 3, 0.1, `between at p = ${p}`);
    expect(Math.abs(params.mean - 40) / standardErrors.mean!).toBeLessThan(3.5);
    const pairs = Array.from({ length: 20_000 }, () => [
      gammaVariate(random, p, 1),
      gammaVariate(random, p, 1),
    ]);
    near(withinVariance(summarized(pairs).variation)!, 1 / p, 0.05, `pairs at p = ${p}`);
  }
});

test("own means that differ by chance alone have no weight", () => {
  const random = seededRandom(1);
  const alike = simulatedSpend(2000, random, () => () => gammaVariate(random, 2, 0.1));
  const { params } = estimateOf(alike);
  near(params.mean, 20, 0.05);
  expect(credibility.credibility(params, 1)).toBeLessThan(0.1);
  const same = fitCredibility(spendHistoriesFrom([2, 2, 2, 2], [10, 10, 10, 10]), 0.5)!.params;
  expect(same).toEqual({ mean: 5, within: 0.5, between: 0 });
  expect(credibility.expectedSpend(same, 1, 99)).toBe(5);
});

test("everyone pays a price of their own: each is expected to spend exactly that, even after one purchase", () => {
  const random = seededRandom(19);
  const prices = [19, 49, 199, 0.07, 129.95];
  const purchases = simulatedSpend(300, random, () => {
    const price = prices[Math.floor(random() * prices.length)]!;
    return () => price;
  });
  const { params, verdict } = estimateOf(purchases);
  expect([params.within, verdict.status]).toEqual([0, "identified"]);
  for (const own of purchases)
    expect(credibility.expectedSpend(params, own.length - 1, own[0]!)).toBe(own[0]);
});

test("one order of 10^9 leaves everybody else where they are, and the verdict says what happened", () => {
  const plain = gammaGammaSpend(1000, 4, 5, seededRandom(5));
  const typical = estimateOf(plain).params;
  for (const order of [[1e9], [40, 1e9], [40, 45, 1e9, 38, 41], [1e9, ...new Array(200).fill(40)]]) {
    const { params, verdict } = estimateOf([order, ...plain]);
    near(params.mean, typical.mean, 0.05);
    near(kappa(params), kappa(typical), 0.25);
    for (const [x, m] of [
      [0, 20],
      [0, 60],
      [3, 55],
    ] as const)
      near(credibility.expectedSpend(params, x, m), credibility.expectedSpend(typical, x, m), 0.05);
    expect(verdict.status).toBe("identified");
    expect(verdict.reasons).toHaveLength(1);
    expect(verdict.reasons[0]).toMatch(
      /^1 of 1001 customers spend up to \d\S+ a purchase; in the mean of all/,
    );
  }
  expect(estimateOf(plain).verdict.reasons).toEqual([]);
});

test.each([1e-4, 1e-2, 15_000, 1e9])("amounts times %d change the mean by as much, and no weight", (rate) => {
  const purchases = gammaGammaSpend(500, 3, 4, seededRandom(8));
  const [plain, scaled] = [purchases, purchases.map((own) => own.map((v) => v * rate))].map(estimateOf);
  near(scaled!.params.mean, plain!.params.mean * rate, 1e-7); // bins of total spend differ
  near(scaled!.params.within, plain!.params.within, 1e-9);
  near(scaled!.params.between, plain!.params.between, 1e-7);
});

test("first purchases that are unlike later ones are said to be so, where that is no chance", () => {
  const { all } = summarized(gammaGammaSpend(400, 3, 4, seededRandom(7)));
  const reasons = (first: number) => fitCredibility(all, 0.3, first)!.verdict.reasons;
  expect(reasons(0.05)[0]).toMatch(/^first purchases come to 0.05 of their customer's mean/);
  expect(reasons(1.6)).toHaveLength(1);
  expect([...reasons(0.85), ...reasons(1), ...reasons(1.2)]).toEqual([]);
  const few = spendHistoriesFrom([2, 3, 2], [10, 30, 24]);
  expect(fitCredibility(few, 0.3, 0.7)!.verdict.codes).toEqual(["FEW_REPEAT_BUYERS"]);
  expect(fitCredibility(few, 0.3, 0.7)!.verdict.reasons).toHaveLength(1);
});

test("fewer than two customers who have come back: no estimate", () => {
  expect(withinVariance(summarized([[5], [7]]).variation)).toBeNull();
  expect(fitCredibility(spendHistoriesFrom([1, 2], [5, 7]), 0.5)).toBeNull();
});

describe("the Gamma-Gamma that it amounts to", () => {
  const params = { mean: 50, within: 0.2, between: 0.25 };

  test("expects the same of everyone, total spend being that over all purchases", () => {
    const same = asGammaGamma(params);
    for (const x of [0, 1, 7]) {
      const total = 35 * (x + 1);
      const expected = credibility.expectedSpend(params, x, 35);
      near((same.p * (same.gamma + total)) / (same.p * x + same.q - 1), expected, 1e-12);
      if (x > 0) near(gammaGamma.expectedSpend(same, x, total / x), expected, 1e-12);
    }
    for (const limit of [
      { ...params, within: 0 },
      { ...params, between: 0 },
    ]) {
      const { p, q, gamma } = asGammaGamma(limit);
      near((p * (gamma + 105)) / (2 * p + q - 1), credibility.expectedSpend(limit, 2, 35), 1e-10);
    }
  });

  test("80 % and 95 % intervals of what the next purchases cost hold as often in a world that is not Gamma-Gamma", () => {
    const random = seededRandom(80);
    const lognormal = (squaredVariation: number): number => {
      const variance = Math.log(1 + squaredVariation);
      return Math.exp(normal(random) * Math.sqrt(variance) - variance / 2);
    };
    const next = 3;
    const customers = 3000;
    const own: number[] = [];
    const purchases = simulatedSpend(customers, random, () => {
      const mean = 50 * lognormal(0.3);
      own.push(mean);
      return () => mean * lognormal(0.15);
    });
    const estimate = estimateOf(purchases).params;
    const spread = asGammaGamma(estimate, 1e-4);
    const held = { 0.8: 0, 0.95: 0 };
    const pmf = Float64Array.from({ length: next + 1 }, (_, k) => Number(k === next));
    purchases.forEach((bought, i) => {
      const x = bought.length - 1;
      const grid = spendGrid(spread, x);
      const cdf = valueDistribution(grid, pmf);
      const spent = Array.from({ length: next }, () => own[i]! * lognormal(0.15)).reduce((a, b) => a + b, 0);
      const relative = spent / credibility.expectedSpend(estimate, x, sum(bought) / (x + 1));
      const end = (level: number): number => (valueQuantile(grid, cdf, level) * (grid.b - 1)) / grid.p;
      for (const level of [0.8, 0.95] as const)
        if (relative >= end((1 - level) / 2) && relative <= end((1 + level) / 2)) held[level]++;
    });
    // the standard error of a share of 3,000 is 0.7 and 0.4 points; lognormal tails are a little heavier than gamma ones
    expect(Math.abs(held[0.8] / customers - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(held[0.95] / customers - 0.95)).toBeLessThan(0.02);
  });
});
