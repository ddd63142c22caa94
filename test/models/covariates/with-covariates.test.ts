import { describe, expect, test } from "vitest";
import { coefficients } from "../../../models/covariates/coefficients.js";
import {
  type CovariateHistories,
  covariateHistoriesFrom,
  splitByGroup,
} from "../../../models/covariates/covariate-histories.js";
import { fitWithCovariates, shrinkage } from "../../../models/covariates/fit-with-covariates.js";
import { rowLikelihoods } from "../../../models/covariates/row-likelihoods.js";
import {
  type CovariateLikelihood,
  clvToolsRoles,
  withCovariates,
} from "../../../models/covariates/with-covariates.js";
import { historiesFrom } from "../../../models/histories.js";
import { fitWithFallback } from "../../../models/inference/fallback.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { likelihoodRatioTest } from "../../../models/inference/likelihood-ratio.js";
import { fitAtSameLimits } from "../../../models/inference/limits.js";
import type { Params, PurchaseModel } from "../../../models/model.js";
import { normal, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { purchaseModel, purchaseModelNames } from "../../../models/registry.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near } from "../near.js";
import { simulateWithCovariates } from "./simulate-covariates.js";

const typical = { r: 0.6, alpha: 30, a: 0.8, b: 2.5 };
const ages = [-1.2, 0.3, 0.9, 2.1];

/** Six histories in each of the groups, with weights. */
function smallData(z: readonly (readonly number[])[]): CovariateHistories {
  const x = [0, 0, 1, 2, 7, 23];
  const tx = [0, 0, 20, 213, 250, 270];
  const T = [100, 273, 100, 272, 260, 273];
  const repeat = <V>(values: readonly V[]): V[] => z.flatMap(() => values);
  return covariateHistoriesFrom(
    repeat(x),
    repeat(tx),
    repeat(T),
    z.flatMap((row) => x.map(() => row)),
    z.flatMap((_, g) => x.map((_, i) => 1 + ((i + g) % 3))),
    repeat(x.map((k, i) => (k === 0 ? 0 : k * (Math.log(tx[i]! / k) - 0.2)))),
  );
}

/** The same customers in groups so large that each is left to the plain likelihood. */
function inFewGroups(data: CovariateHistories, rows: number): CovariateHistories {
  const random = seededRandom(5);
  const picks = Array.from({ length: rows }, () => Math.floor(random() * data.n.length));
  return covariateHistoriesFrom(
    picks.map((i) => data.x[i]!),
    picks.map((i) => data.tx[i]! * (1 + 1e-7 * i)),
    picks.map((i) => data.T[i]! + i),
    picks.map((i) => data.groups[data.group[i]!]!),
  );
}

const covariateModels: readonly PurchaseModel[] = purchaseModelNames
  .map((name): PurchaseModel => purchaseModel(name))
  .filter((model) => model.covariates !== null);

test("there are models with covariates", () => {
  expect(covariateModels.map((m) => m.name)).toContain("bg-nbd");
  // without a formula for one customer, continuous covariates would take a table each
  for (const { name } of covariateModels) expect(rowLikelihoods[name], name).toBeDefined();
  expect(() => withCovariates({ ...bgNbd, covariates: null }, ["age"])).toThrow("takes no covariates");
});

for (const model of covariateModels) {
  const names = ["age", "web"];
  const z = ages.flatMap((age) => [
    [age, 0],
    [age, 1],
  ]);
  const data = smallData(z);
  const likelihood = withCovariates(model, names);
  const base = model.start(data);
  const at = (value: (i: number) => number): Params => ({
    ...base,
    ...Object.fromEntries(likelihood.terms.map((t, i) => [t.param, Math.exp(value(i))])),
  });

  describe(`${model.name} with covariates`, () => {
    test("its gradient is the five-point difference, customer by customer and group by group", () => {
      for (const d of [data, inFewGroups(data, 2000)]) {
        const p = at((i) => [0.3, -0.2, 0.15, 0.4][i]!);
        const gradient = new Float64Array(likelihood.params.length);
        near(likelihood.logLikelihood(p, d, gradient), likelihood.logLikelihood(p, d), 1e-14);
        for (const [i, name] of likelihood.params.entries()) {
          if (likelihood.whole?.[name] !== undefined) continue;
          const step = 1e-3 * p[name]!;
          const ll = (k: number) => likelihood.logLikelihood({ ...p, [name]: p[name]! + k * step }, d);
          const difference = (8 * (ll(1) - ll(-1)) - (ll(2) - ll(-2))) / (12 * step);
          const size = Math.abs(gradient[i]! * p[name]!) + 1e-3 * Math.abs(ll(0));
          const error = (Math.abs(gradient[i]! - difference) * p[name]!) / size;
          expect(error, `d/d${name} ${gradient[i]} for ${difference}`).toBeLessThan(1e-8);
        }
      }
    });

    test("is the sum over customers of the plain likelihood at each one's parameters", () => {
      for (const d of [data, inFewGroups(data, 2000)]) {
        const p = at((i) => 0.2 * (i + 1));
        const sum = splitByGroup(d).reduce(
          (total, { histories }, g) =>
            total + model.logLikelihood(likelihood.paramsFor(p, d.groups[g]!), histories),
          0,
        );
        near(likelihood.logLikelihood(p, d), sum, 1e-12);
      }
    });

    test("coefficients of 0 give the plain model, and covariates of 0 do so to the bit", () => {
      near(
        likelihood.logLikelihood(
          at(() => 0),
          data,
        ),
        model.logLikelihood(base, data),
        1e-14,
      );
      expect(
        likelihood.paramsFor(
          at(() => 0),
          [3, 1],
        ),
      ).toEqual(base);
      const random = seededRandom(3);
      const x = Array.from({ length: 600 }, () => Math.floor(random() * 4));
      const tx = x.map((k) => (k === 0 ? 0 : 40 + Math.floor(random() * 60)));
      const T = x.map(() => 100 + Math.floor(random() * 170));
      const gaps = x.map((k, i) => (k === 0 ? 0 : k * (Math.log(tx[i]! / k) - 0.2)));
      const plain = historiesFrom(x, tx, T, undefined, gaps);
      const zeros = covariateHistoriesFrom(
        x,
        tx,
        T,
        x.map(() => [0, 0]),
        undefined,
        gaps,
      );
      expect(
        likelihood.logLikelihood(
          at(() => 0.7),
          zeros,
        ),
      ).toBe(model.logLikelihood(base, plain));
    });

    test("a positive coefficient means more purchases, or earlier dropout", () => {
      const p = at(() => 0.5);
      const [none, young] = [
        [0, 0],
        [1, 0],
      ] as const;
      const only = (process: string): Params => ({
        ...base,
        ...Object.fromEntries(
          likelihood.terms.map((t) => [t.param, t.process === process ? p[t.param]! : 1]),
        ),
      });
      const expected = (q: Params, row: readonly number[]) =>
        model.expectedPurchasesNewCustomer(likelihood.paramsFor(q, row), 200);
      expect(expected(only("purchase"), young)).toBeGreaterThan(1.1 * expected(only("purchase"), none));
      if (likelihood.terms.some((t) => t.process === "dropout"))
        expect(expected(only("dropout"), young)).toBeLessThan(expected(only("dropout"), none));
    });

    test("weight 2 is a repeated row, weight 0 a removed one", () => {
      const p = at((i) => 0.1 * (i + 1));
      const rows = Array.from(data.n, (_, i) => i);
      const of = (weight: (i: number) => number, times: (i: number) => number): number => {
        const picks = rows.flatMap((i) => Array.from({ length: times(i) }, () => i));
        return likelihood.logLikelihood(
          p,
          covariateHistoriesFrom(
            picks.map((i) => data.x[i]!),
            picks.map((i) => data.tx[i]!),
            picks.map((i) => data.T[i]!),
            picks.map((i) => data.groups[data.group[i]!]!),
            picks.map(weight),
            picks.map((i) => data.logGaps![i]!),
          ),
        );
      };
      const double = of(
        (i) => (i % 2 === 0 ? 2 : 1),
        () => 1,
      );
      near(
        of(
          () => 1,
          (i) => (i % 2 === 0 ? 2 : 1),
        ),
        double,
        1e-13,
      );
      const without = of(
        () => 1,
        (i) => (i === 7 ? 0 : 1),
      );
      near(
        of(
          (i) => (i === 7 ? 0 : 1),
          () => 1,
        ),
        without,
        1e-13,
      );
      const kept = { ...data, n: data.n.map((n, i) => (i === 7 ? 0 : n)) };
      const removed = likelihood.logLikelihood(p, kept);
      near(
        removed,
        of(
          (i) => data.n[i]!,
          (i) => (i === 7 ? 0 : 1),
        ),
        1e-13,
      );
    });
  });
}

describe("fits with covariates", () => {
  const random = seededRandom(20);

  test("recover categorical coefficients within their standard errors, and the plain model does worse", () => {
    const likelihood = withCovariates(bgNbd, ["web", "shop"]);
    const truth = {
      ...typical,
      "purchase:web": Math.exp(0.5),
      "purchase:shop": Math.exp(-0.4),
      "dropout:web": Math.exp(0.6),
      "dropout:shop": 1,
    };
    const z = Array.from({ length: 20_000 }, () => {
      const u = random();
      return [u < 0.3 ? 1 : 0, u > 0.8 ? 1 : 0];
    });
    const data = simulateWithCovariates(likelihood, truth, z, 500, 77);
    expect(data.groups.length).toBe(3);
    const { fit, plain } = fitWithCovariates(likelihood, data);
    expect(fit.verdict).toEqual({ status: "identified", codes: [], reasons: [] });
    for (const k of likelihood.params) {
      const error = (fit.params[k]! - truth[k as keyof typeof truth]) / fit.standardErrors![k]!;
      expect(Math.abs(error), `${k} ${fit.params[k]}`).toBeLessThan(3.5);
    }
    const ratio = likelihoodRatioTest(fit, plain);
    expect(ratio.degreesOfFreedom).toBe(4);
    expect(ratio.pValue).toBeLessThan(1e-10);
    const [web] = coefficients(likelihood, fit);
    expect(web).toMatchObject({ covariate: "web", process: "purchase", pValue: expect.any(Number) });
    near(web!.estimate, Math.log(fit.params["purchase:web"]!), 1e-15);
    near(web!.factor, fit.params["purchase:web"]!, 1e-15);
    expect(Math.abs(web!.estimate - 0.5)).toBeLessThan(3.5 * web!.standardError!);
    expect(web!.interval![1] - web!.interval![0]).toBeCloseTo(3.92 * web!.standardError!, 10);
    expect(web!.pValue).toBeLessThan(1e-6);
  });

  test("recover continuous coefficients, one for both processes, and hold fixed ones", () => {
    const likelihood = withCovariates(bgNbd, ["age", "distance"], { equal: ["age"] });
    expect(likelihood.params).toEqual([
      "r",
      "alpha",
      "a",
      "b",
      "purchase:distance",
      "dropout:distance",
      "both:age",
    ]);
    const truth = {
      ...typical,
      "both:age": Math.exp(0.4),
      "purchase:distance": Math.exp(-0.3),
      "dropout:distance": Math.exp(0.2),
    };
    const z = Array.from({ length: 5000 }, () => [normal(random), normal(random)]);
    const data = simulateWithCovariates(likelihood, truth, z, 500, 78);
    expect(data.groups.length).toBe(5000);
    const { fit } = fitWithCovariates(likelihood, data);
    expect(fit.verdict.status).toBe("identified");
    for (const k of likelihood.params) {
      const error = (fit.params[k]! - truth[k as keyof typeof truth]) / fit.standardErrors![k]!;
      expect(Math.abs(error), `${k} ${fit.params[k]}`).toBeLessThan(3.5);
    }
    const free = fitWithCovariates(withCovariates(bgNbd, ["age", "distance"]), data).fit;
    expect(free.logLikelihood).toBeGreaterThanOrEqual(fit.logLikelihood);
    expect(2 * (free.logLikelihood - fit.logLikelihood)).toBeLessThan(10.8); // chi-square, 1 degree, p = 0.001
    const held = fitWithCovariates(likelihood, data, { fixed: { "both:age": 1 } }).fit;
    expect(held.params["both:age"]).toBe(1);
    expect(held.logLikelihood).toBeLessThan(fit.logLikelihood);
  });

  test("shrinkage moves every coefficient towards 0, all the way as lambda grows", () => {
    const likelihood = withCovariates(bgNbd, ["age"], { dropout: [] });
    const truth = { ...typical, "purchase:age": Math.exp(0.5) };
    const z = Array.from({ length: 1500 }, () => [Math.round(normal(random))]);
    const data = simulateWithCovariates(likelihood, truth, z, 400, 79);
    const lambdas = [0, 300, 3000, 1e7];
    const fits = lambdas.map(
      (lambda) =>
        fitWithCovariates(likelihood, data, lambda === 0 ? {} : { prior: shrinkage(likelihood, lambda) }).fit,
    );
    const sizes = fits.map((f) => Math.abs(Math.log(f.params["purchase:age"]!)));
    expect(sizes[0]).toBeGreaterThan(0.3);
    for (let i = 1; i < sizes.length; i++) expect(sizes[i]).toBeLessThan(sizes[i - 1]! * 0.97);
    expect(sizes[3]).toBeLessThan(1e-3);
    near(fits[3]!.logLikelihood, fitModel(bgNbd, data).logLikelihood, 1e-5);
    expect(coefficients(likelihood, fits[1]!)[0]!.pValue).toBeNull();
    expect(shrinkage(likelihood, 4)["purchase:age"]).toEqual({ mean: 0, sd: 0.5 });
    expect(() => shrinkage(likelihood, 0)).toThrow("lambda");
  });

  test("a covariate that does not vary is reported", () => {
    const data = smallData([[0, 1]]);
    const found = withCovariates(bgNbd, ["never", "always"]).inspect!(data).filter(
      (f) => f.code === "NO_VARIATION",
    );
    expect(found.map((f) => f.fatal)).toEqual([false]);
    expect(found[0]!.reason).toContain("never, always: the same for all customers");
  });
});

describe("options", () => {
  test("choose covariates by process, and complain about what there is not", () => {
    const p = (options: object) => withCovariates(bgNbd, ["u", "v"], options).params.slice(4);
    expect(p({})).toEqual(["purchase:u", "purchase:v", "dropout:u", "dropout:v"]);
    expect(p({ purchase: ["v"], dropout: [] })).toEqual(["purchase:v"]);
    expect(p({ purchase: [], dropout: [], equal: ["u"] })).toEqual(["both:u"]);
    expect(() => p({ purchase: ["w"] })).toThrow("no such covariate: w; there are u, v");
    const wrong = smallData([[1], [2]]);
    const likelihood = withCovariates(bgNbd, ["u", "v"]);
    expect(() => likelihood.logLikelihood(likelihood.start(wrong), wrong)).toThrow(
      "1 covariates in the data for 2",
    );
    expect(() => likelihood.paramsFor(likelihood.start(wrong), [1])).toThrow(RangeError);
    expect(() => covariateHistoriesFrom([0], [0], [9], [[Number.NaN]])).toThrow("1 of 1 groups");
    expect(() => withCovariates(bgNbd, ["u", "u"])).toThrow("not distinct");
  });

  test("with the roles of CLVTools a dropout coefficient leaves the mean dropout probability alone", () => {
    const likelihood = withCovariates(bgNbd, ["u"], { roles: clvToolsRoles });
    const q = likelihood.paramsFor({ ...typical, "purchase:u": 1, "dropout:u": 2 }, [1]);
    expect([q.a, q.b, q.alpha]).toEqual([1.6, 5, 30]);
    near(q.a / (q.a + q.b), typical.a / (typical.a + typical.b), 1e-15);
  });

  test("the examples of the docblocks", () => {
    expect(Array.from(covariateHistoriesFrom([0, 0, 1], [0, 0, 5], [9, 9, 9], [[1], [1], [0]]).n)).toEqual([
      2, 1,
    ]);
    expect(withCovariates(bgNbd, ["age"]).params.join(", ")).toBe(
      "r, alpha, a, b, purchase:age, dropout:age",
    );
  });
});

describe.skipIf(cdnowMissing)(`CDNOW ${cdnowMissing ?? ""}`, () => {
  test("a covariate drawn at random improves the fit by no more than chance allows", () => {
    const data = cdnow();
    const random = seededRandom(1999);
    const coin = data.x.map(() => [random() < 0.5 ? 1 : 0]);
    const histories = covariateHistoriesFrom(data.x, data.tx, data.T, coin);
    const { fit, plain } = fitWithCovariates(withCovariates(bgNbd, ["coin"]), histories);
    near(plain.logLikelihood, fitModel(bgNbd, historiesFrom(data.x, data.tx, data.T)).logLikelihood, 1e-12);
    const ratio = likelihoodRatioTest(fit, plain);
    expect(ratio.degreesOfFreedom).toBe(2);
    expect(ratio.statistic).toBeGreaterThanOrEqual(0);
    expect(ratio.pValue).toBeGreaterThan(0.001);
    for (const c of coefficients(withCovariates(bgNbd, ["coin"]), fit))
      expect(Math.abs(c.estimate / c.standardError!)).toBeLessThan(3.3);
  });
});

test("covariates that the data speak for stay where dropout is at its limit", () => {
  const likelihood = withCovariates(bgNbd, ["web"], { dropout: [] }) as unknown as CovariateLikelihood;
  const z = Array.from({ length: 2500 }, (_, i) => [i % 2]);
  const alike = { r: 1, alpha: 30, a: 2e5, b: 8e5 };
  const fitted = (effect: number) => {
    const truth = { ...alike, "purchase:web": Math.exp(effect) };
    const data = simulateWithCovariates(likelihood, truth, z, 600, 12);
    const { plain } = fitWithCovariates(likelihood, data);
    return { data, ...fitWithFallback(likelihood, data, { prior: {}, nested: [plain] }) };
  };
  const { data, fit, used } = fitted(0.7);
  expect([used.name, fit.limits?.length, fit.verdict.status]).toEqual([likelihood.name, 1, "identified"]);
  const [web] = coefficients(likelihood, fit);
  expect(Math.abs(web!.estimate - 0.7)).toBeLessThan(3.3 * web!.standardError!);
  near(fit.limits![0]!.instead!.value, 0.2, 0.1);
  const plain = fitAtSameLimits(fit, bgNbd, data);
  expect(plain.limits?.map(({ title }) => title)).toEqual(fit.limits!.map(({ title }) => title));
  expect(likelihoodRatioTest(fit, plain)).toMatchObject({ degreesOfFreedom: 1 });
  expect(likelihoodRatioTest(fit, plain).pValue).toBeLessThan(1e-10);
});
