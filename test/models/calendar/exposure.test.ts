import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exposureByDay } from "../../../models/calendar/expected-by-day.js";
import { operationalLogGaps } from "../../../models/calendar/operational-log-gaps.js";
import { bgCnbdK, historiesFrom, purchaseModel, purchaseModelNames } from "../../../models/index.js";
import type { Params, PurchaseModel } from "../../../models/model.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { thorough } from "../../thorough.js";
import { near } from "../near.js";

const check = { numRuns: thorough ? 5000 : 200, seed: 20_260_101 };

/** Where rates of any model are checked: parameters by name, the ranges wide enough for all of them. */
const anyParams = fc.record({
  k: fc.integer({ min: 1, max: 12 }),
  r: fc.double({ min: 0.1, max: 5, noNaN: true }),
  alpha: fc.double({ min: 1, max: 300, noNaN: true }),
  a: fc.double({ min: 0.05, max: 5, noNaN: true }),
  b: fc.double({ min: 0.05, max: 10, noNaN: true }),
  s: fc.double({ min: 0.1, max: 3, noNaN: true }),
  beta: fc.double({ min: 0.1, max: 100, noNaN: true }),
});

const anyHistory = fc
  .tuple(
    fc.integer({ min: 0, max: 60 }),
    fc.double({ min: 2, max: 1500, noNaN: true }),
    fc.double({ min: 0.02, max: 0.98, noNaN: true }),
  )
  .map(([x, T, share]) => ({ x, T, tx: x === 0 ? 0 : T * share }));

type Drawn = { k: number; r: number; alpha: number; a: number; b: number; s: number; beta: number };

/** The parameters of a model among those drawn; the growth of leaving by age needs a rate for its b. */
function paramsOf(model: PurchaseModel, drawn: Drawn): Params {
  const own = model.name === "ggompertz-nbd" ? { ...drawn, b: drawn.b / 500 } : drawn;
  return Object.fromEntries(model.params.map((name) => [name, own[name as keyof Drawn]]));
}

/** Log-likelihood of one history whose gaps are equal on the way to t_x and move with it from there. */
function logLikelihood(model: PurchaseModel, p: Params, x: number, tx: number, T: number, from: number) {
  const gaps = x === 0 ? 0 : operationalLogGaps(x * Math.log(from / x), x, from, tx);
  return model.logLikelihood(p, historiesFrom([x], [tx], [T], [1], [gaps]));
}

/** Derivative by five points. */
function slope(f: (at: number) => number, at: number, step: number): number {
  return (8 * (f(at + step) - f(at - step)) - (f(at + 2 * step) - f(at - 2 * step))) / (12 * step);
}

const sumOf = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

const continuous = purchaseModelNames.filter((name) => purchaseModel(name).time === "continuous");

describe("what a unit of time is worth", () => {
  test("is told by every model in continuous time, and by no other", () => {
    for (const name of purchaseModelNames)
      expect(purchaseModel(name).exposure !== null, name).toBe(continuous.includes(name));
  });

  for (const name of continuous)
    test(`${name}: minus the slopes of the log-likelihood by T and by t_x`, () => {
      const model = purchaseModel(name);
      const out = new Float64Array(3);
      fc.assert(
        fc.property(anyParams, anyHistory, (drawn, { x, tx, T }) => {
          const p = paramsOf(model, drawn);
          model.exposure!(p, x, tx, T, out);
          const k = p.k ?? 1;
          const step = 2e-3 * Math.min(T - tx, (p.alpha! + T) / (p.r! + k * x), x === 0 ? T : tx / (k * x));
          const rounding = (1e-12 * (p.r! + k * x + Math.abs(logLikelihood(model, p, x, tx, T, tx)))) / step;
          const close = (actual: number, expected: number, what: string) =>
            expect(
              Math.abs(actual - expected),
              `${what} ${actual} for ${expected}: ${JSON.stringify({ p, x, tx, T })}`,
            ).toBeLessThan(1e-6 * Math.abs(expected) + rounding);
          close(out[0]!, -slope((at) => logLikelihood(model, p, x, tx, at, tx), T, step), "by T");
          if (x === 0) expect(out[1]).toBe(0);
          else close(out[1]!, -slope((at) => logLikelihood(model, p, x, at, T, tx), tx, step), "by t_x");
        }),
        check,
      );
    });

  test("stays finite at t_x = T and for heavy buyers long silent", () => {
    const p = { k: 4, r: 0.5, alpha: 10, a: 0.8, b: 2.5, s: 0.6, beta: 12 };
    const out = new Float64Array(3);
    for (const name of continuous) {
      const model = purchaseModel(name);
      for (const [x, tx, T] of [
        [0, 0, 0],
        [0, 0, 730],
        [3, 90, 90],
        [700, 80, 2000],
        [2000, 2000, 2000],
      ] as const) {
        model.exposure!(paramsOf(model, p), x, tx, T, out);
        expect(out.every(Number.isFinite), `${name} ${x} ${tx} ${T}: ${out.join(" ")}`).toBe(true);
        expect(out[0]).toBeGreaterThanOrEqual(0);
        const keepsDistance = x > 1 && model.needs.includes("logGaps");
        expect(keepsDistance ? out[2]! > 0 && out[2]! < 1 : out[2] === 1, name).toBe(true);
      }
    }
  });
});

describe("purchases between the first and the last", () => {
  test("of regular buyers are expected where they lie given x and t_x, with the mean and the variance that they have", () => {
    const random = seededRandom(7);
    const out = new Float64Array(3);
    for (const [k, x] of [
      [2, 2],
      [2, 5],
      [4, 2],
      [12, 8],
    ] as const) {
      const squares: number[] = [];
      for (let i = 0; i < 20_000; i++) {
        const gaps = Array.from({ length: x }, () => gammaVariate(random, k, 1));
        const all = gaps.reduce((a, b) => a + b, 0);
        let at = 0;
        for (const gap of gaps.slice(0, -1)) {
          at += gap / all;
          squares.push((at - 0.5) ** 2);
        }
      }
      const variance = squares.reduce((a, b) => a + b, 0) / squares.length;
      bgCnbdK.exposure!({ k, r: 0.5, alpha: 10, a: 0.8, b: 2.5 }, x, 100, 150, out);
      near(out[2]! ** 2 / 12, variance, 0.03, `k ${k} x ${x}`);
    }
  });

  test("count as many as ever, in fewer days", () => {
    const histories = historiesFrom([0, 5, 9], [0, 100, 61], [300, 150, 300]);
    const byDay = (share: number) =>
      exposureByDay(
        (_p, x, _tx, _T, out) => out.set([0.01, 0.02, x > 1 ? share : 1]),
        () => ({}),
        histories,
        histories,
        1000,
        1300,
      );
    const [even, middle] = [byDay(1), byDay(0.7)];
    near(sumOf(middle), sumOf(even), 1e-12);
    near(middle[1]! - even[1]!, -8 / 61, 1e-12, "the day after the first purchase of a regular buyer");
    near(middle[30]! - even[30]!, 8 / 61 / 0.7 - 8 / 61, 1e-12, "in the middle");
    near(middle[280]!, even[280]!, 1e-12, "after the last purchase");
  });
});

describe("gaps on the clock of a calendar", () => {
  test("are those of a clock at one speed exactly, and without gaps nothing", () => {
    const gaps = [3, 11, 20];
    const sum = (speed: number) => gaps.reduce((total, gap) => total + Math.log(speed * gap), 0);
    near(operationalLogGaps(sum(1), 3, 34, 34 * 1.7), sum(1.7), 1e-14);
    expect(operationalLogGaps(0, 0, 0, 0)).toBe(0);
  });
});
