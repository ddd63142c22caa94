import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historiesFrom, repeatPurchases } from "../../models/histories.js";
import { fit as fitModel } from "../../models/inference/fit.js";
import type { Histories, Params, PurchaseModel } from "../../models/model.js";
import { seededRandom } from "../../models/numeric/random.js";
import { rescaleLogLikelihood, rescaleParams } from "../../models/rescale.js";
import { near } from "./near.js";

/** Where the properties of a model are checked. */
export interface PropertyPoints<K extends string> {
  /** parameter points, in days; the first is a typical one from which data are simulated and fitted again */
  readonly params: readonly Params<K>[];
  /** parameters so mild that their pmf of purchases in 60 days is summed to the end */
  readonly summable: readonly Params<K>[];
}

type History = readonly [x: number, tx: number, T: number, n: number];
const rows: readonly History[] = [
  [0, 0, 0, 3],
  [0, 0, 100, 7],
  [0, 0, 273, 11],
  [1, 20, 100, 2],
  [1, 90, 100, 1],
  [2, 30.5, 272.25, 1],
  [2, 213, 272, 5],
  [7, 250, 260, 1],
  [23, 270, 273, 2],
  [210, 700, 730, 1],
];

/** The properties every purchase model must have, as tests. A new model gets them all from one call. */
export function purchaseProperties<K extends string>(
  model: PurchaseModel<K>,
  points: PropertyPoints<K>,
): void {
  const typical = points.params[0]!;
  const h = columns(rows);
  const ll = (p: Params<K>, of: readonly History[]) => model.logLikelihood(p, columns(of));
  const lastOf = (x: number): number => (x === 0 ? 0 : 80);

  describe(`${model.name}: log-likelihood`, () => {
    test("its gradient is the five-point difference", () => {
      for (const p of points.params) {
        const gradient = new Float64Array(model.params.length);
        near(model.logLikelihood(p, h, gradient), model.logLikelihood(p, h), 0, "with and without gradient");
        for (const [i, name] of model.params.entries()) {
          if (model.whole?.[name] !== undefined) continue;
          const step = 1e-3 * p[name];
          const at = (k: number) => model.logLikelihood({ ...p, [name]: p[name] + k * step }, h);
          const difference = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step);
          // in units of the log-likelihood, so that a derivative near 0 is not asked for relative digits
          const error = Math.abs(gradient[i]! - difference) * p[name];
          const size = Math.abs(gradient[i]! * p[name]) + 1e-3 * Math.abs(at(0));
          expect(error / size, `d/d${name} ${gradient[i]} for ${difference}`).toBeLessThan(1e-8);
        }
      }
    });

    test("another time unit shifts it by ln(unit) per purchase and changes no prediction", () => {
      const unit = 7;
      const inWeeks = columns(rows.map(([x, tx, T, n]) => [x, tx / unit, T / unit, n]));
      for (const p of points.params) {
        const q = rescaleParams(model, p, unit);
        const expected = rescaleLogLikelihood(model.logLikelihood(p, h), repeatPurchases(h), unit);
        near(model.logLikelihood(q, inWeeks), expected, 1e-11);
        for (const [x, tx, T] of rows) {
          const [u, v] = [tx / unit, T / unit];
          nearOrTiny(model.probabilityAlive(q, x, u, v), model.probabilityAlive(p, x, tx, T), 1e-10);
          nearOrTiny(
            model.expectedPurchases(q, x, u, v, 52),
            model.expectedPurchases(p, x, tx, T, 364),
            1e-9,
          );
          near(
            model.discountedPurchasesIfAlive(q, x, u, v, 52, 7e-3),
            model.discountedPurchasesIfAlive(p, x, tx, T, 364, 1e-3),
            1e-9,
          );
        }
      }
    });

    test("weight 2 is a repeated row, weight 0 a removed one, and the order of rows does not matter", () => {
      for (const p of points.params) {
        const repeated = rows.flatMap(([x, tx, T, n]) =>
          Array.from({ length: n }, (): History => [x, tx, T, 1]),
        );
        near(ll(p, repeated), ll(p, rows), 1e-12);
        near(ll(p, [...rows].reverse()), ll(p, rows), 1e-12);
        near(
          ll(
            p,
            rows.map(([x, tx, T, n], i) => [x, tx, T, i === 4 ? 0 : n]),
          ),
          ll(
            p,
            rows.filter((_, i) => i !== 4),
          ),
          1e-12,
        );
        near(
          ll(
            p,
            rows.map(([x, tx, T, n]) => [x, tx, T, 2 * n]),
          ),
          2 * ll(p, rows),
          1e-12,
        );
      }
    });

    test("at x = 0 it is the logarithm of pmf(0, T)", () => {
      for (const p of points.params)
        for (const T of [1, 100, 730]) near(Math.exp(ll(p, [[0, 0, T, 1]])), model.pmf(p, 0, T), 1e-12);
    });

    test("it stays finite for heavy buyers, and so does everything predicted from them", () => {
      for (const p of points.params)
        for (const x of [200, 700, 2000])
          for (const tx of [1, 1000, 1999.5]) {
            const T = 2000;
            const gradient = new Float64Array(model.params.length);
            const values = [
              model.logLikelihood(p, columns([[x, tx, T, 1]]), gradient),
              ...gradient,
              model.probabilityAlive(p, x, tx, T),
              model.expectedPurchases(p, x, tx, T, 365),
              model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, 1e-4),
              model.conditionalPmf(p, 3, x, tx, T, 365),
            ];
            expect(values.every(Number.isFinite), `x ${x} t_x ${tx}: ${values.join(" ")}`).toBe(true);
          }
    });
  });

  describe(`${model.name}: predictions`, () => {
    const anyHistory = fc
      .tuple(
        fc.integer({ min: 0, max: 400 }),
        fc.double({ min: 0.5, max: 2000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([x, T, share]) => ({ x, T, tx: x === 0 ? 0 : T * share }));
    const anyParams = fc.constantFrom(...points.params);
    const check = { numRuns: 150, seed: 20_050_101 };

    test("P(alive) is a probability and rises with t_x", () => {
      fc.assert(
        fc.property(anyParams, anyHistory, (p, { x, tx, T }) => {
          const alive = model.probabilityAlive(p, x, tx, T);
          expect(alive >= 0 && alive <= 1).toBe(true);
          if (x > 0) expect(model.probabilityAlive(p, x, (tx + T) / 2, T)).toBeGreaterThanOrEqual(alive);
        }),
        check,
      );
    });

    test("E[Y(t)] is P(alive) times that of a live customer, starts at 0 and rises with t", () => {
      fc.assert(
        fc.property(
          anyParams,
          anyHistory,
          fc.double({ min: 0.1, max: 2000, noNaN: true }),
          (p, { x, tx, T }, t) => {
            const alive = model.probabilityAlive(p, x, tx, T);
            const expected = model.expectedPurchases(p, x, tx, T, t);
            nearOrTiny(expected, alive * model.expectedPurchasesIfAlive(p, x, tx, T, t), 1e-12);
            expect(model.expectedPurchases(p, x, tx, T, 0)).toBe(0);
            expect(model.expectedPurchasesIfAlive(p, x, tx, T, 1.5 * t)).toBeGreaterThan(
              model.expectedPurchasesIfAlive(p, x, tx, T, t),
            );
          },
        ),
        check,
      );
    });

    test("discounting lowers E[Y(t)], vanishes with delta, and a long horizon reaches the infinite one", () => {
      fc.assert(
        fc.property(
          anyParams,
          anyHistory,
          fc.double({ min: 1, max: 1500, noNaN: true }),
          (p, { x, tx, T }, t) => {
            const undiscounted = model.expectedPurchasesIfAlive(p, x, tx, T, t);
            near(model.discountedPurchasesIfAlive(p, x, tx, T, t, 1e-14), undiscounted, 1e-9);
            const discounted = model.discountedPurchasesIfAlive(p, x, tx, T, t, 1e-3);
            expect(discounted).toBeLessThan(undiscounted);
            expect(discounted).toBeGreaterThan(undiscounted * Math.exp(-1e-3 * t));
            const forever = model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, 1e-3);
            expect(forever).toBeGreaterThan(discounted);
            near(model.discountedPurchasesIfAlive(p, x, tx, T, 60_000, 1e-3), forever, 1e-9);
          },
        ),
        check,
      );
    });

    test("the discounted integral is that of the undiscounted one by parts: e^(-dt) E[Y(t)] + d * integral", () => {
      const [T, t, delta] = [100, 700, 2e-3];
      for (const p of points.params)
        for (const x of [0, 4, 60]) {
          const last = lastOf(x);
          const cells = 2000; // Simpson's rule on a square-root grid, since E[Y] may start steeply
          let integral = 0;
          for (let i = 0; i <= cells; i++) {
            const at = t * (i / cells) ** 2;
            const weight = i === 0 || i === cells ? 1 : i % 2 === 1 ? 4 : 2;
            const value = Math.exp(-delta * at) * model.expectedPurchasesIfAlive(p, x, last, T, at);
            integral += (weight * value * 2 * t * (i / cells)) / (3 * cells);
          }
          const byParts =
            Math.exp(-delta * t) * model.expectedPurchasesIfAlive(p, x, last, T, t) + delta * integral;
          near(model.discountedPurchasesIfAlive(p, x, last, T, t, delta), byParts, 1e-9, `x ${x}`);
        }
    });

    test("pmf sums to 1 and has the mean E[X(t)], for new and for known customers", () => {
      const t = 60;
      for (const p of points.summable) {
        const fresh = moments((k) => model.pmf(p, k, t));
        near(fresh.total, 1, 1e-9);
        near(fresh.mean, model.expectedPurchasesNewCustomer(p, t), 1e-8);
        for (const [x, tx, T] of rows.slice(1, 9)) {
          const known = moments((k) => model.conditionalPmf(p, k, x, tx, T, t));
          near(known.total, 1, 1e-9);
          near(known.mean, model.expectedPurchases(p, x, tx, T, t), 1e-8);
        }
      }
    });

    test("pmfIfAlive is the conditional pmf of a live customer, down to its tail", () => {
      for (const p of points.summable)
        for (const [x, tx, T] of rows.slice(1, 9)) {
          const alive = model.probabilityAlive(p, x, tx, T);
          const mass = model.pmfIfAlive(p, x, tx, T, 60, 1e-10);
          const left = 1 - mass.reduce((sum, v) => sum + v, 0);
          expect(Math.abs(left), `x ${x}`).toBeLessThan(1.1e-10);
          if (alive < 1e-6) continue;
          for (const k of [1, 2, 5].filter((n) => n < mass.length && mass[n]! > 1e-8))
            near(alive * mass[k]!, model.conditionalPmf(p, k, x, tx, T, 60), 1e-7, `x ${x} k ${k}`);
        }
    });

    test("the probability of staying starts at 1, falls, and is one step after another", () => {
      for (const p of points.params)
        for (const [x, tx, T] of rows.slice(1)) {
          near(model.probabilityStaying(p, x, tx, T, 0), 1, 1e-12);
          const [soon, late] = [40, 400].map((t) => model.probabilityStaying(p, x, tx, T, t));
          expect(0 <= late! && late! <= soon! && soon! <= 1).toBe(true);
        }
    });

    test("a new customer is one with x = 0, T = 0", () => {
      for (const p of points.params) {
        near(model.expectedPurchasesNewCustomer(p, 90), model.expectedPurchases(p, 0, 0, 0, 90), 1e-12);
        for (const k of [0, 1, 5]) near(model.pmf(p, k, 90), model.conditionalPmf(p, k, 0, 0, 0, 90), 1e-12);
      }
    });
  });

  describe(`${model.name}: simulation`, () => {
    const customers = 20_000;
    const [T, t] = [400, 300];
    const simulated = simulateTo(model, typical, customers, T + t);
    const known = simulated.map((times) => times.filter((at) => at <= T));

    test("purchases counted in a simulation have the mean E[X(t)] and the frequencies pmf", () => {
      const counts = known.map((times) => times.length);
      const { mean, error } = meanOf(counts);
      expect(Math.abs(mean - model.expectedPurchasesNewCustomer(typical, T)) / error).toBeLessThan(3.5);
      for (const k of [0, 1, 2, 5]) {
        const p = model.pmf(typical, k, T);
        const share = counts.filter((count) => count === k).length / customers;
        expect(Math.abs(share - p) / Math.sqrt((p * (1 - p)) / customers)).toBeLessThan(3.5);
      }
    });

    test("what simulated customers buy after T is on average what E[Y(t) | x, t_x, T] said", () => {
      const surprises = known.map((times, i) => {
        const last = times[times.length - 1] ?? 0;
        return (
          simulated[i]!.length - times.length - model.expectedPurchases(typical, times.length, last, T, t)
        );
      });
      const { mean, error } = meanOf(surprises);
      expect(Math.abs(mean) / error).toBeLessThan(3.5);
    });

    test("a fit to simulated customers recovers the parameters within their standard errors", () => {
      const staggered = known.map((times, i) => {
        const horizon = (T * (i + 1)) / customers; // first purchases spread over the window
        const seen = times.filter((at) => at <= horizon);
        return { x: seen.length, tx: seen[seen.length - 1] ?? 0, T: horizon, gaps: logGaps(seen) };
      });
      const data = historiesFrom(
        staggered.map((c) => c.x),
        staggered.map((c) => c.tx),
        staggered.map((c) => c.T),
        undefined,
        staggered.map((c) => c.gaps),
      );
      const estimate = fitModel(model, data);
      const searched = model.params.filter((name) => model.whole?.[name] === undefined);
      for (const name of model.params)
        if (!searched.includes(name)) expect(estimate.params[name]).toBe(typical[name]);
      expect(estimate.verdict).toEqual({ status: "identified", codes: [], reasons: [] });
      for (const name of searched) {
        const error = (estimate.params[name] - typical[name]) / estimate.standardErrors![name];
        expect(Math.abs(error), `${name} ${estimate.params[name]} for ${typical[name]}`).toBeLessThan(3.5);
      }
      expect(estimate.logLikelihood).toBeGreaterThanOrEqual(model.logLikelihood(typical, data));
    });
  });
}

function columns(of: readonly History[]): Histories {
  return {
    x: Float64Array.from(of, (row) => row[0]),
    tx: Float64Array.from(of, (row) => row[1]),
    T: Float64Array.from(of, (row) => row[2]),
    n: Float64Array.from(of, (row) => row[3]),
    // a little below what equal gaps would give, as a concave mean must be
    logGaps: Float64Array.from(of, ([x, tx]) => (x === 0 ? 0 : x * (Math.log(tx / x) - 0.2))),
  };
}

function logGaps(times: readonly number[]): number {
  return times.reduce((sum, at, i) => sum + Math.log(at - (i === 0 ? 0 : times[i - 1]!)), 0);
}

/** Relative agreement, except for values so small that only their smallness matters. */
function nearOrTiny(actual: number, expected: number, relative: number): void {
  if (Math.abs(expected) > 1e-200) near(actual, expected, relative);
  else expect(Math.abs(actual)).toBeLessThan(1e-199);
}

function moments(pmf: (k: number) => number): { total: number; mean: number } {
  let total = 0;
  let mean = 0;
  for (let k = 0; k <= 5000; k++) {
    const p = pmf(k);
    expect(p >= 0 && p <= 1).toBe(true);
    total += p;
    mean += k * p;
    if (k > 2 * mean + 20 && k * p < 1e-13) break;
  }
  return { total, mean };
}

function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}

function simulateTo<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  customers: number,
  T: number,
): number[][] {
  const random = seededRandom(1987);
  return Array.from({ length: customers }, () => [...model.simulate(p, T, random).times]);
}
