import { expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fitWithFallback } from "../../../models/inference/fallback.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Likelihood } from "../../../models/model.js";
import { exponentialVariate, gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { near } from "../near.js";
import { exponential, lomax, type Waits, waits } from "./toys.js";

const random = seededRandom(77);
const even = waits(Array.from({ length: 500 }, (_, i) => 10 * (0.5 + (i + 0.5) / 500)));

/** A model with a parameter that no data speak of, over lomax. */
const overLomax: Likelihood<"s" | "beta" | "idle", Waits> = {
  name: "over-lomax",
  params: ["s", "beta", "idle"],
  contains: [{ inner: lomax, embed: (p) => ({ s: p.s!, beta: p.beta!, idle: 1 }) }],
  start: (data) => ({ ...lomax.start(data), idle: 1 }),
  logLikelihood: (p, data, gradient) => {
    gradient?.fill(0);
    return lomax.logLikelihood(p, data, gradient);
  },
};

test("a model that is identified is used as it is", () => {
  const y = waits(
    Array.from({ length: 2000 }, () => exponentialVariate(random, gammaVariate(random, 2, 20))),
  );
  const result = fitWithFallback(lomax, y);
  expect(result).toMatchObject({ meant: "lomax", used: lomax, left: [], reason: null });
  expect(result.fit).toEqual(fitModel(lomax, y));
});

test("a model at its limit gives way to the model it contains, which is said", () => {
  const result = fitWithFallback(lomax, even);
  expect(result).toMatchObject({ meant: "lomax", used: exponential });
  near(result.fit.params.rate!, 0.1, 1e-9);
  expect(result.fit.verdict.status).toBe("identified");
  expect(result.left.map((f) => f.model)).toEqual(["lomax"]);
  expect(result.reason).toMatch(
    /^exponential is used: lomax is in doubt \(BOUNDARY.*s and beta run away together/,
  );
});

test("falls back as far as it takes", () => {
  const result = fitWithFallback(overLomax, even);
  expect(result.used).toBe(exponential);
  expect(result.left.map((f) => f.model)).toEqual(["over-lomax", "lomax"]);
  const spread = waits(
    Array.from({ length: 2000 }, () => exponentialVariate(random, gammaVariate(random, 2, 20))),
  );
  expect(fitWithFallback(overLomax, spread).used).toBe(lomax);
});

test("where nothing is identified the least bad is kept, with its verdict and the reason", () => {
  const alone: Likelihood<"s" | "beta", Waits> = { ...lomax, contains: [] };
  const result = fitWithFallback(alone, even, { prior: {} });
  expect(result.fit.verdict.status).toBe("weak");
  expect(result.reason).toMatch(/^lomax is in doubt .*; it contains no simpler model$/);
  const both = fitWithFallback(
    { ...overLomax, contains: [{ inner: alone, embed: overLomax.contains![0]!.embed }] },
    even,
    { prior: {} },
  );
  expect(both.fit.verdict.status).toBe("weak");
  expect(both.left).toHaveLength(1);
});

test("a weak prior comes before giving up, unless priors are off", () => {
  const alone: Likelihood<"s" | "beta", Waits> = { ...lomax, contains: [] };
  const { fit, left, reason } = fitWithFallback(alone, even);
  expect(fit.verdict).toMatchObject({ status: "weak", codes: ["WEAK_PRIOR"] });
  expect(fit.verdict.reasons[0]).toMatch(
    /^the data leave the parameters open: the estimate leans on a weak prior/,
  );
  expect(left.map(({ model }) => model)).toEqual(["lomax"]);
  expect(reason).toMatch(/^lomax leans on a weak prior: lomax is in doubt \(BOUNDARY/);
});

test("a contained model that the data reject is not used, whatever the doubt about the one asked for", () => {
  const random = seededRandom(3);
  const spread = waits(
    Array.from({ length: 2000 }, () => exponentialVariate(random, gammaVariate(random, 0.5, 20))),
  );
  const overAll: typeof overLomax = {
    ...overLomax,
    contains: [{ inner: exponential, embed: (p) => ({ s: 1e6, beta: 1e6 / p.rate!, idle: 1 }) }],
  };
  const result = fitWithFallback(overAll, spread, { prior: {} });
  expect(result.used.name).toBe("over-lomax");
  expect(result.left.map(({ model }) => model)).toContain("exponential");
  expect(result.reason).toMatch(/; exponential no better$/);
});

test("thin data get a weak prior before the model is left; few repeat buyers alone are no reason to leave it", () => {
  const few = waits(Array.from({ length: 40 }, (_, i) => 10 * (0.5 + (i + 0.5) / 40)));
  const result = fitWithFallback(lomax, few);
  expect(result).toMatchObject({ used: lomax, left: [], reason: null });
  expect(result.fit.verdict.codes).toEqual(["WEAK_PRIOR"]);
  expect(fitWithFallback(lomax, few, { prior: {} }).used).toBe(exponential);
  const thin = historiesFrom([0, 1, 2, 0], [0, 4, 8, 0], [9, 10, 12, 20]);
  expect(fitWithFallback(bgNbd, thin)).toMatchObject({ left: [], reason: null, fit: { model: "bg-nbd" } });
});

test("nobody ever leaves: BG/NBD gives way to NBD, its limit at a = 0", () => {
  const overNbd: typeof bgNbd = {
    ...bgNbd,
    contains: [{ inner: nbd, embed: (p) => ({ r: p.r!, alpha: p.alpha!, a: 1e-6, b: 1 }) }],
  };
  const customers = Array.from({ length: 1500 }, () =>
    bgNbd.simulate({ r: 1, alpha: 50, a: 1e-7, b: 1 }, 300, random),
  );
  const h = historiesFrom(
    customers.map((c) => c.times.length),
    customers.map((c) => c.times[c.times.length - 1] ?? 0),
    customers.map(() => 300),
  );
  const result = fitWithFallback(overNbd, h);
  expect(result.fit).toMatchObject({ model: "nbd", verdict: { status: "identified" } });
  near(result.fit.params.r!, 1, 0.15);
  expect(result.reason).toMatch(
    /NBD \("nbd"\), a simpler model, is the better one by AIC: .* with 2 fewer parameters/,
  );
  expect(result.left[0]!.logLikelihood - result.fit.logLikelihood).toBeLessThan(2);
});

test("data that nothing can be fitted to end at the model asked for", () => {
  const result = fitWithFallback(bgNbd, historiesFrom([0, 0], [0, 0], [5, 9]));
  expect(result).toMatchObject({ left: [], reason: null });
  expect(result.fit.verdict).toMatchObject({ status: "failed", codes: ["NO_REPEAT_BUYERS"] });
});
