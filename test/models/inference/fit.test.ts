import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { systematicSample } from "../../../models/inference/sample.js";
import type { Fit } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { type BgNbdParam, bgNbd } from "../../../models/purchase/bg-nbd.js";
import { ggompertzNbd } from "../../../models/purchase/ggompertz-nbd.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";
import { near } from "../near.js";

/** Customers of a BG/NBD with first purchases spread evenly over `window` time units. */
function simulated(p: Record<BgNbdParam, number>, customers: number, window: number, round = false) {
  const random = seededRandom(5);
  const x: number[] = [];
  const tx: number[] = [];
  const T: number[] = [];
  for (let i = 0; i < customers; i++) {
    const age = (window * (i + 1)) / customers;
    const horizon = round ? Math.floor(age) : age;
    const { times } = bgNbd.simulate(p, horizon, random);
    const seen = round ? [...new Set(times.map(Math.ceil))] : times;
    x.push(seen.length);
    tx.push(seen[seen.length - 1] ?? 0);
    T.push(horizon);
  }
  return historiesFrom(x, tx, T);
}

const typical = { r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 };

/** Every number of a fit but `condition` is finite, whatever the data. */
function expectFinite(f: Fit): void {
  const covariance = f.covariance?.flat() ?? [];
  const errors = Object.values(f.standardErrors ?? {});
  const numbers = [
    ...Object.values(f.params),
    ...Object.values(f.scaledGradient),
    ...errors,
    ...covariance,
    f.logLikelihood,
  ];
  expect(numbers.every(Number.isFinite), JSON.stringify(f)).toBe(true);
  expect(f.condition).not.toBeNaN();
  expect(f.verdict.reasons.join().includes("NaN")).toBe(false);
  expect(f.verdict.reasons.length === 0).toBe(f.verdict.status === "identified");
}

describe("data that identify nothing", () => {
  const cases = [
    ["no customers", [], [], [], "NO_CUSTOMERS"],
    ["one customer", [3], [10], [20], "NO_VARIATION"],
    ["one history many times", [3, 3, 3], [10, 10, 10], [20, 20, 20], "NO_VARIATION"],
    ["no repeat buyers", [0, 0], [0, 0], [10, 20], "NO_REPEAT_BUYERS"],
    ["no observation time", [0, 0], [0, 0], [0, 0], "NO_OBSERVATION_TIME"],
  ] as const;
  for (const [name, x, tx, T, code] of cases)
    test(`${name}: failed with ${code}, the start as parameters, finite numbers`, () => {
      const h = historiesFrom(x, tx, T);
      const f = fitModel(bgNbd, h);
      expectFinite(f);
      expect(f.verdict.status).toBe("failed");
      expect(f.verdict.codes).toEqual([code]);
      expect(f.params).toEqual(bgNbd.start(h));
      expect(f.standardErrors).toBeNull();
    });

  test("spend: none, one customer, and everyone the same", () => {
    expect(fitModel(gammaGamma, spendHistoriesFrom([0], [0])).verdict.codes).toEqual(["NO_REPEAT_BUYERS"]);
    expect(fitModel(gammaGamma, spendHistoriesFrom([2], [10])).verdict.codes).toEqual(["NO_VARIATION"]);
    const same = fitModel(gammaGamma, spendHistoriesFrom([1, 2, 3], [10, 20, 30]));
    expect(same.verdict).toMatchObject({ status: "failed", codes: ["NO_VARIATION"] });
    expectFinite(same);
  });
});

describe("data that identify little", () => {
  test("a handful of repeat buyers is weak", () => {
    const f = fitModel(bgNbd, simulated(typical, 60, 300));
    expect(f.verdict.status).toBe("weak");
    expect(f.verdict.codes).toContain("FEW_REPEAT_BUYERS");
    expectFinite(f);
  });

  test("two and three customers end with a verdict", () => {
    for (const h of [
      historiesFrom([3, 0], [10, 0], [20, 30]),
      historiesFrom([1, 0, 2], [5, 0, 9], [20, 30, 10]),
    ]) {
      const f = fitModel(bgNbd, h);
      expect(f.verdict.status).toBe("weak");
      expectFinite(f);
    }
  });

  test("nobody ever leaves: a, or a against b, runs to 0, which is said, and the rates are right", () => {
    const f = fitModel(bgNbd, simulated({ r: 1, alpha: 50, a: 1e-7, b: 1 }, 2000, 300));
    expect(f.verdict.status).toBe("weak");
    expect(f.verdict.codes).toContain("BOUNDARY");
    expect(f.verdict.reasons.join()).toMatch(/a = .*: a (runs|and b run) /);
    near(f.params.r, 1, 0.2);
    expectFinite(f);
  });

  test("everyone buys at one rate: r and alpha run away together, their ratio is right", () => {
    const f = fitModel(bgNbd, simulated({ r: 1e5, alpha: 5e6, a: 0.8, b: 2 }, 2000, 300));
    expect(f.verdict.codes).toContain("BOUNDARY");
    expect(f.verdict.reasons.join()).toContain("r and alpha run away together");
    near(f.params.alpha / f.params.r, 50, 0.03);
    expectFinite(f);
  });

  test("equal rows of many kinds never hang or give NaN", () => {
    const rows = Array.from({ length: 500 }, (_, i) => i);
    const each = (f: (i: number) => number) => rows.map(f);
    const always = fitModel(
      bgNbd,
      historiesFrom(
        each((i) => i % 5),
        each((i) => (i % 5 ? 100 : 0)),
        each(() => 100),
      ),
    );
    const once = fitModel(
      bgNbd,
      historiesFrom(
        each(() => 1),
        each((i) => i % 50),
        each(() => 100),
      ),
    );
    for (const f of [always, once]) {
      expect(f.verdict.status).toBe("weak");
      expect(f.evaluations).toBeLessThan(2000);
      expectFinite(f);
    }
  });

  test("a search cut short is reported as not converged, with parameters and gradient", () => {
    const f = fitModel(bgNbd, simulated(typical, 2000, 400), { maxEvaluations: 10 });
    expect(f.verdict).toMatchObject({ status: "failed", codes: ["NOT_CONVERGED"] });
    expect(f.verdict.reasons[0]).toMatch(/gradient.* per customer is .* at r = .*alpha = /);
    expectFinite(f);
  });
});

describe("large data", () => {
  const h = simulated(typical, 150_000, 730, true);

  test("starting from a sample ends at the same estimate in a tenth of the evaluations", () => {
    expect(h.n.length).toBeGreaterThan(2 * 16_384);
    const quick = fitModel(bgNbd, h);
    const direct = fitModel(bgNbd, h, { sampleSize: h.n.length });
    for (const k of bgNbd.params) near(quick.params[k], direct.params[k], 1e-7, k);
    for (const k of bgNbd.params) near(quick.standardErrors![k], direct.standardErrors![k], 1e-6, k);
    near(quick.logLikelihood, direct.logLikelihood, 1e-13);
    expect(quick.evaluations).toBeLessThanOrEqual(16);
    expect(quick.verdict.status).toBe("identified");
  });

  test("a fit repeats to the bit", () => {
    const copy = { x: h.x.slice(), tx: h.tx.slice(), T: h.T.slice(), n: h.n.slice() };
    expect(fitModel(bgNbd, copy)).toEqual(fitModel(bgNbd, h));
  });

  test("the sample stands for all customers", () => {
    const sample = systematicSample(h, 10_000)!;
    const total = (of: typeof h, f: (i: number) => number) => of.n.reduce((sum, n, i) => sum + n * f(i), 0);
    near(
      total(sample, () => 1),
      150_000,
      1e-9,
    );
    const mean = (of: typeof h) => total(of, (i) => of.T[i]!) / total(of, () => 1);
    near(mean(sample), mean(h), 0.02);
    expect(sample.n.length).toBeLessThanOrEqual(10_000);
    expect(systematicSample({ n: Float64Array.of(1, 2), z: [1, 2] }, 2)).toBeNull();
  });
});

test("any time unit gives the same fit: seconds, days, years", () => {
  const inDays = fitModel(bgNbd, simulated(typical, 3000, 300));
  for (const unit of [1 / 86_400, 365]) {
    const h = simulated(typical, 3000, 300);
    const other = fitModel(bgNbd, { ...h, tx: h.tx.map((t) => t / unit), T: h.T.map((t) => t / unit) });
    for (const k of bgNbd.params)
      near(other.params[k], inDays.params[k] / (k === "alpha" ? unit : 1), 1e-6, k);
    expect(other.verdict.status).toBe("identified");
  }
});

test("large data at the limit of a contained model: its estimate, after a handful of evaluations of all rows", () => {
  // customers who leave at a purchase do not wear out with age
  const h = simulated({ r: 1.71, alpha: 25, a: 0.6, b: 9 }, 3_000, 500);
  const inner = fitModel(paretoNbd, h);
  const f = fitModel(ggompertzNbd, h, { sampleSize: 1_000 });
  expect(f.verdict.codes).toContain("BOUNDARY");
  expect(Math.abs(f.logLikelihood - inner.logLikelihood)).toBeLessThan(1e-3);
  for (const name of ["r", "alpha", "s"] as const) near(f.params[name], inner.params[name], 1e-9);
  expect(f.evaluations).toBeLessThan(40);
});
