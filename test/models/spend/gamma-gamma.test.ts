import { describe, expect, test } from "vitest";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Params } from "../../../models/model.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { type GammaGammaParam, gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { spendIndependence } from "../../../models/spend/independence.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";

const published: Params<GammaGammaParam> = { p: 6.249349179, q: 3.744256334, gamma: 15.444306686 };

describe.skipIf(cdnowMissing)(`CDNOW ${cdnowMissing ?? ""}`, () => {
  const data = cdnowMissing === null ? cdnow() : { x: [], z: [] };
  const binned = spendHistoriesFrom(data.x, data.z);
  const exact = spendHistoriesFrom(data.x, data.z, 0);

  test("the fit gives the estimates of Fader & Hardie (2013) over 946 repeat customers", () => {
    const estimate = fitModel(gammaGamma, exact);
    expect(estimate.customers).toBe(946);
    near(estimate.logLikelihood, -4055.91769483, 1e-10);
    expect(estimate.logLikelihood).toBeGreaterThan(-4055.917694835); // the published point is 1e-4 short of the maximum
    printedAs(estimate.params.p, "6.25");
    printedAs(estimate.params.q, "3.74");
    printedAs(estimate.params.gamma, "15.44");
    for (const k of gammaGamma.params) near(estimate.params[k], published[k], 1e-4, k);
    near(estimate.standardErrors!.p, 1.18997, 2e-4);
    near(estimate.standardErrors!.q, 0.290136, 2e-4);
    near(estimate.standardErrors!.gamma, 4.15953, 2e-4);
    expect(estimate.verdict.status).toBe("identified");
  });

  test("the log-likelihood at the published point is the published one", () => {
    near(gammaGamma.logLikelihood(published, exact), -4055.91769483, 2e-12);
  });

  test("binned rows have the log-likelihood of the customers to 1e-9 relative, and the same estimates", () => {
    expect(binned.n.length).toBeLessThan(exact.n.length);
    for (const p of [published, { p: 1, q: 1.5, gamma: 60 }, { p: 20, q: 8, gamma: 5 }])
      near(gammaGamma.logLikelihood(p, binned), gammaGamma.logLikelihood(p, exact), 1e-9);
    const [a, b] = [fitModel(gammaGamma, binned), fitModel(gammaGamma, exact)];
    for (const k of gammaGamma.params) near(a.params[k], b.params[k], 1e-7, k);
  });

  test("frequency and spend are close to unrelated", () => {
    const { correlation, acceptable, customers } = spendIndependence(binned);
    near(correlation!, spendIndependence(exact).correlation!, 1e-10);
    printedAs(correlation!, "0.114");
    expect([acceptable, customers]).toEqual([true, 946]);
  });

  test("E[M | x, m] of the first ten customers and of a new one", () => {
    const printed = [
      "24.65",
      "18.91",
      "35.17",
      "35.17",
      "35.17",
      "71.46",
      "18.91",
      "35.17",
      "27.28",
      "35.17",
    ];
    for (const [i, value] of printed.entries()) {
      const x = data.x[i]!;
      printedAs(gammaGamma.expectedSpend(published, x, x > 0 ? data.z[i]! / x : 0), value, `customer ${i}`);
    }
    near(gammaGamma.populationMean(published), 35.17049924, 1e-8);
  });
});

const sample = spendHistoriesFrom([1, 1, 2, 3, 3, 40], [10, 10.01, 30, 11, 95, 1600]);

test("the gradient is the five-point difference, also within bins", () => {
  const grouped = spendHistoriesFrom([2, 2, 2, 5, 5], [30, 31, 33, 80, 88], 0.2);
  expect(grouped.n.length).toBeLessThan(5);
  for (const h of [sample, grouped])
    for (const p of [published, { p: 0.8, q: 0.7, gamma: 3 }]) {
      const gradient = new Float64Array(3);
      gammaGamma.logLikelihood(p, h, gradient);
      for (const [i, name] of gammaGamma.params.entries()) {
        const step = 1e-3 * p[name];
        const at = (k: number) => gammaGamma.logLikelihood({ ...p, [name]: p[name] + k * step }, h);
        near(gradient[i]!, (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step), 1e-7, name);
      }
    }
});

test("it is a density: the integral over mean spend is 1", () => {
  for (const x of [1, 4]) {
    let total = 0;
    for (let u = -8; u < 16; u += 0.01) {
      const m = Math.exp(u); // d m = m d u
      total += Math.exp(gammaGamma.logLikelihood(published, spendHistoriesFrom([x], [x * m], 0))) * m * 0.01;
    }
    near(total, 1, 1e-9, `x ${x}`);
  }
});

test("another currency shifts the log-likelihood by ln(rate) per customer and scales gamma", () => {
  const rate = 110;
  const yen = {
    ...sample,
    z: sample.z.map((z) => z * rate),
    m2: sample.m2.map((m) => m * rate ** 2),
    m3: sample.m3.map((m) => m * rate ** 3),
  };
  const shifted = gammaGamma.logLikelihood({ ...published, gamma: published.gamma * rate }, yen);
  near(shifted, gammaGamma.logLikelihood(published, sample) - 6 * Math.log(rate), 1e-12);
});

test("weight 2 is a repeated row, weight 0 a removed one, and the order of rows does not matter", () => {
  const ll = (rows: readonly number[], weights: readonly number[]) =>
    gammaGamma.logLikelihood(published, {
      ...Object.fromEntries(
        (["x", "z", "m2", "m3"] as const).map((k) => [k, Float64Array.from(rows, (i) => sample[k][i]!)]),
      ),
      n: Float64Array.from(weights),
    } as typeof sample);
  near(ll([0, 1, 2, 2], [1, 1, 1, 1]), ll([2, 0, 1], [2, 1, 1]), 1e-13);
  near(ll([0, 1, 2], [1, 0, 1]), ll([2, 0], [1, 1]), 1e-13);
});

test("the estimate for one customer lies between its own mean and the population's", () => {
  near(gammaGamma.populationMean({ p: 6.25, q: 3.74, gamma: 15.44 }), 35.219, 1e-4);
  printedAs(gammaGamma.credibility({ p: 6.25, q: 3.74, gamma: 15.44 }, 2), "0.8202");
  printedAs(gammaGamma.expectedSpend({ p: 6.25, q: 3.74, gamma: 15.44 }, 2, 22.35), "24.66");
  for (const x of [1, 5, 100]) {
    const weight = gammaGamma.credibility(published, x);
    const mixed = weight * 80 + (1 - weight) * gammaGamma.populationMean(published);
    near(gammaGamma.expectedSpend(published, x, 80), mixed, 1e-13);
  }
  expect(gammaGamma.credibility(published, 0)).toBe(0);
});

test("with q <= 1 there is no finite mean: NaN rather than a negative value, and the fit fails with the reason", () => {
  const heavy = { p: 4, q: 0.9, gamma: 10 };
  for (const value of [
    gammaGamma.populationMean(heavy),
    gammaGamma.expectedSpend(heavy, 3, 20),
    gammaGamma.credibility(heavy, 3),
  ])
    expect(value).toBeNaN();
  const random = seededRandom(11);
  const x = Array.from({ length: 3000 }, (_, i) => 1 + (i % 4));
  const z = x.map((k) => gammaVariate(random, 4 * k, gammaVariate(random, 0.7, 10)));
  const estimate = fitModel(gammaGamma, spendHistoriesFrom(x, z));
  expect(estimate.verdict.status).toBe("failed");
  expect(estimate.verdict.codes).toEqual(["NO_FINITE_MEAN"]);
  near(estimate.params.q, 0.7, 0.1);
});

test("a fit to simulated spend recovers the parameters within their standard errors", () => {
  const random = seededRandom(2013);
  const truth: Params<GammaGammaParam> = { p: 6, q: 4, gamma: 15 };
  const x = Array.from({ length: 8000 }, (_, i) => 1 + (i % 7));
  const z = x.map((k) => gammaVariate(random, truth.p * k, gammaVariate(random, truth.q, truth.gamma)));
  const estimate = fitModel(gammaGamma, spendHistoriesFrom(x, z));
  expect(estimate.verdict.status).toBe("identified");
  for (const k of gammaGamma.params)
    expect(Math.abs(estimate.params[k] - truth[k]) / estimate.standardErrors![k]).toBeLessThan(3.5);
});

test("customers of equal x and nearly equal spend become one row with its moments", () => {
  const exact = spendHistoriesFrom([1, 1, 2], [10, 10, 30]);
  expect(exact.x).toEqual(Float64Array.of(1, 2));
  expect(exact.n).toEqual(Float64Array.of(2, 1));
  expect(exact.z).toEqual(Float64Array.of(10, 30));
  expect(exact.m2).toEqual(Float64Array.of(0, 0));
  const spread = spendHistoriesFrom([1, 1, 1], [100, 104, 105], 0.1);
  near(spread.z[0]!, 103, 1e-14);
  near(spread.m2[0]!, 14 / 3, 1e-13); // deviations -3, 1, 2
  near(spread.m3[0]!, -6, 1e-12);
});

test("spend at or below zero is left out by the helper and refused by the likelihood", () => {
  expect(spendHistoriesFrom([1, 0, 2], [0, 5, -3]).n.length).toBe(0);
  const broken = { ...sample, z: sample.z.map((z, i) => (i === 2 ? 0 : z)) };
  expect(() => gammaGamma.logLikelihood(published, broken)).toThrow(
    /1 of \d spend histories break x > 0, z > 0/,
  );
});
