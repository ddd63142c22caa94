import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { likelihoodRatioTest } from "../../../models/inference/likelihood-ratio.js";
import { repeatBuyers, weakPrior, weakPriorSd } from "../../../models/inference/prior.js";
import { exponentialVariate, gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { logGamma } from "../../../models/numeric/special.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { near } from "../near.js";
import { erlang, exponential, farHill, lomax, twoHills, waits } from "./toys.js";

const random = seededRandom(31);
const erlang3 = waits(Array.from({ length: 900 }, () => gammaVariate(random, 3, 0.2)));
const even = waits(Array.from({ length: 500 }, (_, i) => 10 * (0.5 + (i + 0.5) / 500)));
const mean = (y: Float64Array): number => y.reduce((sum, v) => sum + v, 0) / y.length;

/** Erlang log-likelihood at its maximum over the rate. */
function erlangBest(k: number, y: Float64Array): number {
  const rate = k / mean(y);
  const logs = y.reduce((sum, v) => sum + Math.log(v), 0);
  return y.length * (k * Math.log(rate) - logGamma(k)) + (k - 1) * logs - k * y.length;
}

describe("whole parameters", () => {
  const f = fitModel(erlang, erlang3);
  test("are chosen by likelihood, the rest is estimated given them", () => {
    expect(f.params.k).toBe(3);
    near(f.params.rate, 3 / mean(erlang3.y), 1e-8);
    near(f.logLikelihood, erlangBest(3, erlang3.y), 1e-12);
    expect(f.verdict.status).toBe("identified");
  });

  test("have no error, covariance or gradient of their own", () => {
    expect(f.standardErrors!.k).toBe(0);
    expect(f.scaledGradient.k).toBe(0);
    expect(f.covariance![0]).toEqual([0, 0]);
    expect(f.covariance![1]![0]).toBe(0);
    near(f.standardErrors!.rate, f.params.rate / Math.sqrt(3 * 900), 1e-6);
  });

  test("leave their profile, tried until three in a row do worse", () => {
    expect(f.profile!.map((p) => p.at.k)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { at, logLikelihood, over } of f.profile!) {
      near(logLikelihood, erlangBest(at.k!, erlang3.y), 1e-12);
      expect(over).toBe("all");
    }
  });

  test("large data: all candidates on the sample, the best and its neighbours on all rows, the same choice", () => {
    const large = fitModel(erlang, erlang3, { sampleSize: 300 });
    expect(large.params.k).toBe(3);
    near(large.params.rate, f.params.rate, 1e-9);
    near(large.logLikelihood, f.logLikelihood, 1e-13);
    expect(large.profile!.map((p) => p.over)).toEqual(["sample", "all", "all", "all", "sample", "sample"]);
    expect(large.evaluations).toBeLessThan(30);
  });

  test("at the end of the list the choice is said to be weak", () => {
    const g = fitModel(erlang, even);
    expect(g.params.k).toBe(8);
    expect(g.verdict).toMatchObject({ status: "weak", codes: ["WHOLE_AT_BOUND"] });
    expect(g.verdict.reasons[0]).toContain("k = 8 is the largest of the values tried (1 to 8)");
  });

  test("can be fixed", () => {
    const g = fitModel(erlang, erlang3, { fixed: { k: 2 } });
    expect(g.params.k).toBe(2);
    near(g.logLikelihood, erlangBest(2, erlang3.y), 1e-12);
    expect(g.fixed).toEqual(["k"]);
    expect(g.profile).toBeUndefined();
    expect(fitModel(erlang, even, { fixed: { k: 8 } }).verdict.status).toBe("identified");
  });
});

describe("fixed parameters", () => {
  const y = waits(
    Array.from({ length: 2000 }, () => exponentialVariate(random, gammaVariate(random, 2, 20))),
  );
  test("stay, and the others are estimated given them", () => {
    const f = fitModel(lomax, y, { fixed: { s: 2 } });
    expect(f.params.s).toBe(2);
    const slope = y.y.reduce(
      (sum, v) => sum + (3 * v) / (f.params.beta * (f.params.beta + v)) - 1 / f.params.beta,
      0,
    );
    expect(Math.abs((slope * f.params.beta) / 2000)).toBeLessThan(1e-8);
    expect(f).toMatchObject({ freeParameters: 1, fixed: ["s"], verdict: { status: "identified" } });
    expect([f.standardErrors!.s, f.scaledGradient.s, f.covariance![0]![1]]).toEqual([0, 0, 0]);
    const free = fitModel(lomax, y);
    expect(free.logLikelihood).toBeGreaterThan(f.logLikelihood);
    expect(free.fixed).toBeUndefined();
    expect(free.standardErrors!.beta).toBeGreaterThan(f.standardErrors!.beta);
  });

  test("all fixed is an evaluation", () => {
    const f = fitModel(lomax, y, { fixed: { s: 2, beta: 20 } });
    expect(f.params).toEqual({ s: 2, beta: 20 });
    expect(f.logLikelihood).toBe(lomax.logLikelihood({ s: 2, beta: 20 }, y));
    expect(f).toMatchObject({ freeParameters: 0, condition: 1, verdict: { status: "identified" } });
    expect(f.covariance).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("must be parameters of the model, at a finite value", () => {
    expect(() => fitModel(lomax, y, { fixed: { s: Number.NaN } })).toThrow(
      "lomax cannot fix s at NaN; its parameters are s, beta",
    );
    const misspelt = { sigma: 1 } as { s?: number };
    expect(() => fitModel(lomax, y, { fixed: misspelt })).toThrow("cannot fix sigma");
  });
});

describe("contained models", () => {
  test("an estimate below that of a contained model is left for one found from there", () => {
    const data = waits([1, 2, 3]);
    near(fitModel(twoHills, data).logLikelihood, 3, 1e-9);
    const g = fitModel(twoHills, data, { nested: [fitModel(farHill, data)] });
    near(g.logLikelihood, 6, 1e-9);
    expect(g.starts).toBe(2);
  });

  test("a nested fit that is no better costs one evaluation", () => {
    const inner = fitModel(exponential, erlang3);
    const [alone, given] = [fitModel(erlang, erlang3), fitModel(erlang, erlang3, { nested: [inner] })];
    expect(given.params).toEqual(alone.params);
    expect(given.evaluations).toBe(alone.evaluations + 1);
  });

  test("a nested fit to other data is refused", () => {
    expect(() => fitModel(erlang, erlang3, { nested: [fitModel(exponential, even)] })).toThrow(
      "the nested fit of exponential is to 500 customers, the data have 900",
    );
  });

  test("at the limit of a contained model the verdict names it", () => {
    const f = fitModel(lomax, even);
    expect(f.verdict.status).toBe("weak");
    expect(f.verdict.codes).toContain("BOUNDARY");
    expect(f.verdict.reasons.join()).toContain(
      "lomax is at its limit, where it is exponential, a simpler model",
    );
    expect(f.logLikelihood).toBeGreaterThan(fitModel(exponential, even).logLikelihood - 1e-3);
  });
});

describe("priors", () => {
  const y = waits([2, 5, 11]);
  test("are added to the objective, and leave the log-likelihood pure", () => {
    // ln rate has posterior mode where 3 - rate * 18 = (ln rate - mean) / sd^2
    const prior = { rate: { mean: 0, sd: 0.5 } };
    const f = fitModel(exponential, y, { prior });
    near(3 - 18 * f.params.rate, Math.log(f.params.rate) / 0.25, 1e-7);
    near(f.logLikelihood, 3 * Math.log(f.params.rate) - 18 * f.params.rate, 1e-13);
    // curvature: rate * 18 of the likelihood and 1 / sd^2 of the prior
    near(f.standardErrors!.rate / f.params.rate, 1 / Math.sqrt(18 * f.params.rate + 4), 1e-6);
    expect(f.prior).toEqual(prior);
    expect(Math.abs(f.scaledGradient.rate)).toBeLessThan(1e-7);
    expect(fitModel(exponential, y).prior).toBeUndefined();
  });

  test("on one parameter leave the others to the likelihood", () => {
    const f = fitModel(lomax, even, { prior: { s: { mean: Math.log(3), sd: 0.01 } } });
    near(f.params.s, 3, 0.03);
    expect(f.verdict.status).toBe("identified");
  });

  test("the weak prior sits at the start, and spares whole parameters", () => {
    expect(weakPrior(erlang, y)).toEqual({ rate: { mean: Math.log(3 / 18), sd: weakPriorSd } });
  });

  const thin = historiesFrom(
    [0, 0, 0, 0, 0, 1, 1, 2, 3, 0, 0, 0],
    [0, 0, 0, 0, 0, 10, 40, 60, 35, 0, 0, 0],
    [90, 80, 70, 60, 50, 90, 80, 70, 60, 50, 40, 30],
  );
  test("auto: used and said where repeat buyers are few, with finite errors", () => {
    const f = fitModel(bgNbd, thin, { prior: "auto" });
    expect(f.verdict).toMatchObject({ status: "weak", codes: ["FEW_REPEAT_BUYERS", "WEAK_PRIOR"] });
    expect(f.prior).toEqual(weakPrior(bgNbd, thin));
    for (const k of bgNbd.params) expect(f.standardErrors![k] / f.params[k]).toBeLessThan(weakPriorSd);
    expect(repeatBuyers(thin)).toBe(4);
  });

  test("auto: not used where the data speak", () => {
    const copies = { ...thin, n: thin.n.map((n) => n * 500) };
    const f = fitModel(bgNbd, copies, { prior: "auto" });
    expect(f.prior).toBeUndefined();
    expect(f).toEqual(fitModel(bgNbd, copies));
  });

  test("the weak prior moves with the time unit", () => {
    const weeks = { ...thin, tx: thin.tx.map((t) => t / 7), T: thin.T.map((t) => t / 7) };
    const [days, other] = [thin, weeks].map((h) => fitModel(bgNbd, h, { prior: "auto" }));
    for (const k of bgNbd.params) near(other!.params[k], days!.params[k] / (k === "alpha" ? 7 : 1), 1e-6, k);
  });
});

describe("criteria and the likelihood-ratio test", () => {
  const outer = fitModel(erlang, erlang3);
  const inner = fitModel(exponential, erlang3);
  test("AIC and BIC count what was estimated, whole parameters included", () => {
    near(outer.aic!, 4 - 2 * outer.logLikelihood, 1e-14);
    near(outer.bic!, 2 * Math.log(900) - 2 * outer.logLikelihood, 1e-14);
    near(inner.aic!, 2 - 2 * inner.logLikelihood, 1e-14);
    expect(outer.freeParameters).toBe(2);
    expect(fitModel(bgNbd, historiesFrom([0], [0], [9])).aic).toBeUndefined();
  });

  test("statistic, degrees of freedom and p-value", () => {
    const far = likelihoodRatioTest(outer, inner);
    near(far.statistic, 2 * (outer.logLikelihood - inner.logLikelihood), 1e-14);
    expect(far.degreesOfFreedom).toBe(1);
    expect(far.pValue).toBeLessThan(1e-50);
    const close = { ...inner, logLikelihood: outer.logLikelihood - 0.5 * 3.841458820694124 };
    near(likelihoodRatioTest(outer, close).pValue, 0.05, 1e-9);
    near(likelihoodRatioTest(outer, close, { boundary: true }).pValue, 0.025, 1e-9);
    const two = { ...close, freeParameters: 0 };
    near(
      likelihoodRatioTest(outer, two, { boundary: true }).pValue,
      0.5 * (0.05 + Math.exp(-0.5 * 3.841458820694124)),
      1e-9,
    );
    const level = { ...inner, logLikelihood: outer.logLikelihood };
    expect(likelihoodRatioTest(outer, level, { boundary: true }).pValue).toBe(1);
  });

  test("refuses other data and a model with no more parameters", () => {
    expect(() => likelihoodRatioTest(outer, fitModel(exponential, even))).toThrow(
      "two fits to the same data; erlang has 900 customers, exponential 500",
    );
    expect(() => likelihoodRatioTest(inner, outer)).toThrow("exponential has 1, erlang 2");
  });

  // lomax against exponential where exponential holds: half of the estimates sit on the boundary
  test("is uniform on the boundary by the halved mixture", () => {
    let small = 0;
    for (let i = 0; i < 120; i++) {
      const data = waits(Array.from({ length: 100 }, () => exponentialVariate(random, 1)));
      const p = likelihoodRatioTest(fitModel(lomax, data), fitModel(exponential, data), {
        boundary: true,
      }).pValue;
      if (p < 0.2) small++;
    }
    expect(Math.abs(small - 24)).toBeLessThan(3.5 * Math.sqrt(120 * 0.2 * 0.8));
  });
});
