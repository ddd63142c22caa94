import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { drawnParams, sortedDraws } from "../../../models/inference/draws.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { laplace, logParameters } from "../../../models/inference/laplace.js";
import { logPosterior } from "../../../models/inference/log-posterior.js";
import { posterior } from "../../../models/inference/posterior.js";
import type { Posterior } from "../../../models/inference/posterior-draws.js";
import { sampleQuantile } from "../../../models/numeric/quantile.js";
import { exponentialVariate, gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";
import { simulatedHistories } from "./simulated-histories.js";
import { erlang, exponential, waits } from "./toys.js";

const moments = <K extends string>(p: Posterior<K>, name: K): { mean: number; sd: number } => {
  const draws = sortedDraws(p, name);
  const mean = draws.reduce((sum, v) => sum + v, 0) / draws.length;
  return { mean, sd: Math.sqrt(draws.reduce((sum, v) => sum + (v - mean) ** 2, 0) / draws.length) };
};

const methods = ["importance", "hmc"] as const;

describe("five exponential waits: the rate is Gamma(5, total) under a prior flat in its logarithm", () => {
  const random = seededRandom(2);
  const data = waits(Array.from({ length: 5 }, () => exponentialVariate(random, 0.1)));
  const total = data.y.reduce((sum, v) => sum + v, 0);
  const estimate = fitModel(exponential, data);

  test.each(methods)("%s", (method) => {
    const p = posterior(exponential, data, estimate, { method, draws: 2000 }, seededRandom(4));
    expect(p.warnings).toEqual([]);
    const size = Math.min(p.essBulk.rate!, p.essTail.rate!);
    expect(size).toBeGreaterThan(2000);
    const { mean, sd } = moments(p, "rate");
    expect(Math.abs(mean - 5 / total)).toBeLessThan(4 * (Math.sqrt(5) / total / Math.sqrt(size)));
    near(sd, Math.sqrt(5) / total, 0.08);
    // P(rate < 5 / total) = P(Gamma(5) < 5)
    const below = sortedDraws(p, "rate").findIndex((rate) => rate > 5 / total) / 8000;
    expect(Math.abs(below - 0.5595067149)).toBeLessThan(4 * Math.sqrt(0.25 / size));
  });
});

test("a prior of the fit is the prior of the draws: normal times normal", () => {
  // ln(rate) ~ N(ln 0.02, 0.01^2) outweighs the data: their 400 waits know it to 1 / sqrt(400)
  const random = seededRandom(12);
  const data = waits(Array.from({ length: 400 }, () => exponentialVariate(random, 0.1)));
  const mean = Math.log(0.02);
  const estimate = fitModel(exponential, data, { prior: { rate: { mean, sd: 0.01 } } });
  for (const method of methods) {
    const p = posterior(exponential, data, estimate, { method }, seededRandom(4));
    expect(p.warnings).toEqual([]);
    const logs = Float64Array.from(sortedDraws(p, "rate"), Math.log);
    near(sampleQuantile(logs, 0.5), Math.log(estimate.params.rate), 1e-3);
    const sd = (sampleQuantile(logs, 0.8413447460685429) - sampleQuantile(logs, 0.15865525393145707)) / 2;
    near(sd, estimate.standardErrors!.rate / estimate.params.rate, 0.06);
  }
});

test("whole parameters keep their value and have no diagnostics", () => {
  const random = seededRandom(31);
  const data = waits(Array.from({ length: 200 }, () => gammaVariate(random, 3, 0.2)));
  const estimate = fitModel(erlang, data);
  const total = data.y.reduce((sum, v) => sum + v, 0);
  for (const method of methods) {
    const p = posterior(erlang, data, estimate, { method }, seededRandom(1));
    expect(new Set(sortedDraws(p, "k"))).toEqual(new Set([estimate.params.k]));
    expect(Object.keys(p.rHat)).toEqual(["rate"]);
    near(moments(p, "rate").mean, (estimate.params.k * 200) / total, 0.01);
  }
});

describe("the log-posterior", () => {
  const data = simulatedHistories(300, 3);
  const prior = { a: { mean: 0, sd: 0.7 } };
  const estimate = fitModel(bgNbd, data, { prior });
  const approximation = laplace(estimate);
  const target = logPosterior(bgNbd, data, approximation, prior);

  test("is log-likelihood plus log-prior at the parameters of a point", () => {
    const at = (z: number[]): number => {
      const p = approximation.space.params(logParameters(approximation, z));
      return bgNbd.logLikelihood(p, data) - 0.5 * (Math.log(p.a) / 0.7) ** 2;
    };
    const slope = new Float64Array(4);
    const [z, o] = [
      [0.5, -1, 0.3, 1.2],
      [0, 0, 0, 0],
    ];
    near(target(Float64Array.from(z), slope) - target(Float64Array.from(o), slope), at(z) - at(o), 1e-9);
  });

  test("its gradient is the five-point difference, and nearly nothing at the mode", () => {
    const slope = new Float64Array(4);
    target(new Float64Array(4), slope);
    for (const g of slope) expect(Math.abs(g)).toBeLessThan(1e-3);
    const z = Float64Array.of(0.5, -1, 0.3, 1.2);
    const gradient = new Float64Array(4);
    target(z, gradient);
    for (let i = 0; i < 4; i++) {
      const step = 1e-2;
      const at = (k: number): number =>
        target(
          z.map((v, j) => (j === i ? v + k * step : v)),
          slope,
        );
      near(gradient[i]!, (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step), 1e-5);
    }
  });
});

describe("choosing the method", () => {
  const data = simulatedHistories(800, 21);
  const estimate = fitModel(bgNbd, data);

  test("is importance where its check passes", () => {
    const p = posterior(bgNbd, data, estimate, { draws: 250 }, seededRandom(1));
    expect(p.method).toBe("importance");
    expect(p.paretoK).toBeLessThan(0.7);
    expect(p.evaluations).toBe(1000);
    expect(p.chains.map((chain) => chain.r.length)).toEqual([250, 250, 250, 250]);
    expect(posterior(bgNbd, data, estimate, { draws: 250 }, seededRandom(1))).toEqual(p);
    expect(drawnParams(p).length).toBe(1000);
  });

  test("is Markov chains where it does not, at the cost of both", () => {
    // a covariance far too narrow makes for proposals that miss most of the posterior
    const narrow = { ...estimate, covariance: estimate.covariance!.map((row) => row.map((v) => v / 400)) };
    const options = { draws: 250, chains: 2 };
    const p = posterior(bgNbd, data, narrow, options, seededRandom(1));
    expect(p.method).toBe("hmc");
    expect(p.paretoK).toBeGreaterThan(0.7);
    expect(p.evaluations).toBeGreaterThan(1000);
    const held = posterior(bgNbd, data, narrow, { ...options, method: "importance" }, seededRandom(1));
    expect(held.warnings.join()).toContain("importance weights have a heavy tail, Pareto k");
  });

  test("draws too few say so", () => {
    const p = posterior(bgNbd, data, estimate, { draws: 50, method: "importance" }, seededRandom(1));
    expect(p.warnings.join()).toContain("few effective draws of the tails: ");
    expect(() => posterior(bgNbd, data, estimate, { draws: 3 }, seededRandom(1))).toThrow(
      "4 draws; got 4 of 3",
    );
  });
});

describe.skipIf(cdnowMissing !== null)(
  `BG/NBD and Gamma-Gamma on CDNOW${cdnowMissing ? ` (${cdnowMissing})` : ""}`,
  () => {
    const customers = cdnowMissing === null ? cdnow() : { x: [0], tx: [0], T: [1], z: [0] };
    const histories = historiesFrom(customers.x, customers.tx, customers.T);

    test("importance and Markov chains agree, and are wider and further out than the normal approximation", () => {
      const estimate = fitModel(bgNbd, histories);
      const [byWeight, byChain] = methods.map((method) =>
        posterior(bgNbd, histories, estimate, { method, draws: 500 }, seededRandom(6)),
      );
      for (const p of [byWeight!, byChain!]) {
        expect(p.warnings).toEqual([]);
        for (const k of bgNbd.params) {
          expect(p.rHat[k]).toBeLessThan(1.01);
          expect(Math.min(p.essBulk[k]!, p.essTail[k]!)).toBeGreaterThan(700);
          const { mean, sd } = moments(p, k);
          const error = estimate.standardErrors![k];
          expect(mean - estimate.params[k]).toBeGreaterThan(-0.1 * error);
          expect(mean - estimate.params[k]).toBeLessThan(0.5 * error);
          expect(sd / error).toBeGreaterThan(0.93);
          expect(sd / error).toBeLessThan(1.4);
        }
      }
      for (const k of bgNbd.params) {
        const [one, other] = [moments(byWeight!, k), moments(byChain!, k)];
        expect(Math.abs(one.mean - other.mean)).toBeLessThan(0.15 * one.sd);
        near(one.sd, other.sd, 0.12);
      }
      // churn parameters are skewed: the posterior means lie above the estimates
      expect(moments(byChain!, "b").mean).toBeGreaterThan(
        estimate.params.b + 0.15 * estimate.standardErrors!.b,
      );
    });

    test("the default is 4 chains of 1,000", () => {
      const p = posterior(bgNbd, histories, fitModel(bgNbd, histories), {}, seededRandom(1));
      printedAs(p.rHat.r!, "1.0001");
      expect(p.chains.map((chain) => chain.r.length)).toEqual([1000, 1000, 1000, 1000]);
    });

    test("spend is drawn in the same way", () => {
      const spend = spendHistoriesFrom(customers.x, customers.z);
      const estimate = fitModel(gammaGamma, spend);
      const p = posterior(gammaGamma, spend, estimate, { draws: 250 }, seededRandom(6));
      expect(p.warnings).toEqual([]);
      const means = Float64Array.from(drawnParams(p), (q) => gammaGamma.populationMean(q)).sort();
      near(sampleQuantile(means, 0.5), gammaGamma.populationMean(estimate.params), 0.01);
    });
  },
);
