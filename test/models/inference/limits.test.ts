import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fitWithFallback } from "../../../models/inference/fallback.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { holdoutScore, isUsable, rankByHoldout } from "../../../models/inference/holdout-score.js";
import { sigmaPoints } from "../../../models/inference/laplace.js";
import { likelihoodRatioTest } from "../../../models/inference/likelihood-ratio.js";
import { fitAtLimits, limitsOf, limitText } from "../../../models/inference/limits.js";
import { fitRanked } from "../../../models/inference/ranked-fit.js";
import { contains } from "../../../models/inference/rejection.js";
import type { Fit, Histories, PurchaseModel } from "../../../models/model.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { type PurchaseModelName, purchaseModel, purchaseModelNames } from "../../../models/registry.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { everyone } from "../../../models/value/segment-sums.js";
import { totalDoubt } from "../../../models/value/total-doubt.js";
import { totalIntervals } from "../../../models/value/total-intervals.js";
import { thorough } from "../../thorough.js";
import { near } from "../near.js";
import { type LimitWorld, limitWorld } from "./limit-worlds.js";

const modelOf = (name: string): PurchaseModel => purchaseModel(name as PurchaseModelName);
const levels = [0.1, 0.9];

/** Expected purchases of all customers of a world. */
function expectedOf({ model: name, params }: Fit, { histories: h, horizon }: LimitWorld): number {
  const model = modelOf(name);
  return h.n.reduce(
    (sum, n, i) => sum + n * model.expectedPurchases(params, h.x[i]!, h.tx[i]!, h.T[i]!, horizon),
    0,
  );
}

/** Half the width of their 80 % interval. */
function halfWidth(fit: Fit, { histories: h, horizon }: LimitWorld): number {
  const model = modelOf(fit.model);
  const spend = { mean: 1 };
  const out = predictHistories(model, fit.params, h, [horizon], 0, { levels, spend: null });
  const all = everyone(h);
  const points = fit.covariance === null ? [] : sigmaPoints(fit);
  const question = { horizons: [horizon], delta: 0, spend, points };
  const doubt = points.length > 0 ? totalDoubt(model, fit.params, h, out, [all], question) : undefined;
  const [total] = totalIntervals(h, out, [all], { levels, margin: 1, spend, ...(doubt && { doubt }) });
  const { quantiles } = total!.purchases[0]!;
  return (quantiles[1]! - quantiles[0]!) / 2;
}

/** Whether a likelihood-ratio test at 1 %, a mixture at the boundary, rejects a fit for one of a model that contains it. */
const isRejected = (fit: Fit, others: readonly Fit[]): boolean =>
  others.some(
    (outer) =>
      contains(modelOf(outer.model), fit.model) &&
      outer.freeParameters! > fit.freeParameters! &&
      likelihoodRatioTest(outer, fit, { boundary: true }).pValue < 0.01,
  );

/** The published total misses the truth by no more than the best candidate does and half its interval. */
const isClose = (published: Fit, candidates: readonly Fit[], world: LimitWorld): boolean => {
  const missed = new Map(
    [published, ...candidates].map((fit) => [fit, Math.abs(expectedOf(fit, world) - world.expected)]),
  );
  const best = [...missed.keys()].reduce((a, b) => (missed.get(b)! < missed.get(a)! ? b : a));
  return best === published || missed.get(published)! <= missed.get(best)! + halfWidth(best, world);
};

describe("in worlds at and near the limits of their models", () => {
  /** Quick ones that end at each kind of limit and at a simpler model. */
  const few = [9, 17, 25, 30];
  const numbers = thorough ? Array.from({ length: 200 }, (_, i) => i) : few;

  test("no fit is used that the data reject, and nearly every total is as near as the best", () => {
    let close = 0;
    for (const number of numbers) {
      const world = limitWorld(number);
      const { fit, left } = fitWithFallback(world.model, world.histories);
      expect(isRejected(fit, left), world.name).toBe(false);
      const usable = left.filter(({ verdict }) => verdict.status !== "failed");
      if (isClose(fit, usable, world)) close++;
    }
    expect(close / numbers.length).toBeGreaterThanOrEqual(0.95);
  });

  test("and none when the model is chosen on a holdout", () => {
    const quick = ["nbd", "bg-nbd", "mbg-nbd", "bg-cnbd-k"];
    const models = purchaseModelNames
      .map((name): PurchaseModel => purchaseModel(name))
      .filter(({ name, time }) => time === "continuous" && (thorough || quick.includes(name)));
    const some = thorough ? numbers.slice(0, 40) : [20];
    let close = 0;
    for (const number of some) {
      const world = limitWorld(number);
      const { holdout, horizon, histories } = world;
      const scores = models.map((model) => holdoutScore(model, holdout, horizon));
      const ranked = rankByHoldout(scores, holdout.n.length, modelOf).filter(isUsable);
      const ranking = ranked.map(({ fit }) => modelOf(fit.model));
      const { fit } = fitRanked<Histories>(ranking, (model) => fitWithFallback(model, histories));
      const candidates = models.map((model) => fitModel(model, histories));
      expect(isRejected(fit, candidates), world.name).toBe(false);
      const usable = candidates.filter(({ verdict }) => verdict.status !== "failed");
      if (isClose(fit, usable, world)) close++;
    }
    expect(close / some.length).toBeGreaterThanOrEqual(0.95);
  });
});

describe("one dropout probability for all", () => {
  const random = seededRandom(4);
  const truth = { r: 1, alpha: 30, a: 2e5, b: 8e5 };
  const customers = Array.from({ length: 1500 }, () => {
    const T = 200 + Math.floor(500 * random());
    return { T, times: bgNbd.simulate(truth, T, random).times };
  });
  const h = historiesFrom(
    customers.map(({ times }) => times.length),
    customers.map(({ times }) => times[times.length - 1] ?? 0),
    customers.map(({ T }) => T),
  );
  const { fit, used, reason } = fitWithFallback(bgNbd, h);

  test("is kept as BG/NBD with what it determines: the probability with its standard error, and the rates", () => {
    expect(used.name).toBe("bg-nbd");
    expect(fit.verdict).toEqual({ status: "identified", codes: [], reasons: [] });
    expect(fit.freeParameters).toBe(3);
    expect(fit.fixed).toBeUndefined();
    expect(fit.limits).toEqual([
      {
        title: "all customers leave with one probability after a purchase",
        held: ["b"],
        replaced: ["b", "a"],
        instead: {
          name: "dropout probability",
          value: expect.closeTo(0.2, 1),
          standardError: expect.any(Number),
          timeExponent: 0,
        },
      },
    ]);
    const { value, standardError } = fit.limits![0]!.instead!;
    expect(Math.abs(value - 0.2) / standardError!).toBeLessThan(3);
    // with n chances to leave known, the error of a share is sqrt(p (1 - p) / n) at the least
    const purchases = h.x.reduce((sum, x, i) => sum + x * h.n[i]!, 0);
    expect(standardError!).toBeGreaterThan(Math.sqrt((0.2 * 0.8) / purchases));
    expect(standardError!).toBeLessThan(2 * Math.sqrt((0.2 * 0.8) / purchases));
    expect(reason).toMatch(/^bg-nbd is used at its limit, where all customers leave with one probability/);
    expect(limitText(fit)).toMatch(/after a purchase$/);
  });

  test("is far from what NBD, which nobody leaves, would predict", () => {
    const plain = fitModel(nbd, h);
    expect(likelihoodRatioTest(fit, plain, { boundary: true }).pValue).toBeLessThan(1e-100);
    const total = (model: PurchaseModel, p: Fit["params"]): number =>
      h.n.reduce((s, n, i) => s + n * model.expectedPurchases(p, h.x[i]!, h.tx[i]!, h.T[i]!, 365), 0);
    const right = total(bgNbd, truth);
    near(total(bgNbd, fit.params), right, 0.1);
    expect(total(nbd, plain.params)).toBeGreaterThan(5 * right);
  });

  test("predicts what follows from that probability p: (1 - E[e^(-lambda p t)]) / p purchases of one who is alive", () => {
    const p = fit.limits![0]!.instead!.value;
    const { r, alpha } = fit.params as { r: number; alpha: number };
    for (const [x, T, t] of [
      [0, 300, 90],
      [5, 200, 365],
      [12, 600, 30],
    ] as const) {
      const alive = (1 - ((alpha + T) / (alpha + T + p * t)) ** (r + x)) / p;
      near(bgNbd.expectedPurchasesIfAlive(fit.params as typeof truth, x, T - 9, T, t), alive, 2e-5);
    }
  });

  test("gives the likelihood that is reached with any larger b", () => {
    const larger = fitModel(bgNbd, h, {
      fixed: { b: 1e8 },
      start: { ...fit.params, a: fit.params.a! * 100, b: 1e8 } as typeof truth,
    });
    near(fit.logLikelihood, larger.logLikelihood, 1e-6);
  });
});

test("limits of parameters that are fixed, or that exclude each other, are not tried together", () => {
  const titles = (fixed: Record<string, number>): string[] =>
    limitsOf(modelOf("mbg-cnbd-k"), fixed).map((limits) =>
      limits.map(({ replaced }) => replaced.join("")).join("+"),
    );
  expect(titles({})).toEqual(["ba", "ab", "ralpha", "ba+ralpha", "ab+ralpha"]);
  expect(titles({ a: 1 })).toEqual(["ralpha"]);
  expect(titles({ a: 1, alpha: 3 })).toEqual([]);
});

test("a parameter that the caller fixed stays fixed at a limit", () => {
  const random = seededRandom(8);
  const past = Array.from({ length: 400 }, () => {
    const times: number[] = [];
    for (let t = gammaVariate(random, 3, 0.1); t < 400; t += gammaVariate(random, 3, 0.1)) times.push(t);
    return times;
  });
  const h = historiesFrom(
    past.map((t) => t.length),
    past.map((t) => t[t.length - 1] ?? 0),
    past.map(() => 400),
  );
  const [, rate] = limitsOf<string, Histories>(modelOf("bg-nbd"), { a: 0.01 });
  expect(rate).toBeUndefined();
  const [one] = limitsOf<string, Histories>(modelOf("bg-nbd"), { a: 0.01 });
  const found = fitAtLimits<string, Histories>(one!, modelOf("bg-nbd"), h, { fixed: { a: 0.01 } });
  expect(found).toMatchObject({ fixed: ["a"], params: { a: 0.01, r: 1e6 }, freeParameters: 2 });
  near(found.limits![0]!.instead!.value, 1 / 30, 0.05);
});
