import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../models/histories.js";
import { fit as fitModel } from "../../models/inference/fit.js";
import type { Histories, Params, PurchaseModel } from "../../models/model.js";
import { seededRandom } from "../../models/numeric/random.js";
import { near } from "./near.js";

/** Where the properties of a discrete model are checked. */
export interface DiscretePoints<K extends string> {
  /** parameter points; the first is a typical one from which data are simulated and fitted again */
  readonly params: readonly Params<K>[];
  /** opportunities of the simulated customers; 12 when absent */
  readonly periods?: number;
}

type History = readonly [x: number, tx: number, T: number, n: number];

/** Opportunities with a purchase, the last of them, opportunities. Contracts are rows with x = t_x. */
const rows: readonly History[] = [
  [0, 0, 0, 3],
  [0, 0, 1, 4],
  [1, 1, 1, 6],
  [0, 0, 6, 7],
  [1, 1, 6, 9],
  [3, 3, 6, 2],
  [6, 6, 6, 5],
  [2, 2, 24, 1],
  [23, 23, 24, 2],
  [24, 24, 24, 1],
  [60, 60, 800, 1],
];
const withGaps: readonly History[] = [
  [1, 4, 6, 2],
  [2, 6, 6, 3],
  [9, 20, 24, 1],
  [100, 700, 800, 1],
];

/**
 * The properties every model of opportunities must have, as tests.
 * @param contract whether each opportunity up to t_x was taken: such a model reads t_x and T only
 */
export function discreteProperties<K extends string>(
  model: PurchaseModel<K>,
  points: DiscretePoints<K>,
  contract: boolean,
): void {
  const known = contract ? rows : [...rows, ...withGaps];
  const typical = points.params[0]!;
  const h = columns(known);
  const ll = (p: Params<K>, of: readonly History[]) => model.logLikelihood(p, columns(of));

  describe(`${model.name}: log-likelihood`, () => {
    test("it counts opportunities and takes no unit of time", () => {
      expect(model.time).toBe("discrete");
      for (const name of model.params) expect(model.timeExponent[name]).toBe(0);
    });

    test("its gradient is the five-point difference", () => {
      for (const p of points.params) {
        const gradient = new Float64Array(model.params.length);
        near(model.logLikelihood(p, h, gradient), model.logLikelihood(p, h), 0, "with and without gradient");
        for (const [i, name] of model.params.entries()) {
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

    test("weight 2 is a repeated row, weight 0 a removed one, and the order of rows does not matter", () => {
      for (const p of points.params) {
        const total = ll(p, known);
        const repeated = known.flatMap(([x, tx, T, n]) =>
          Array.from({ length: n }, (): History => [x, tx, T, 1]),
        );
        const weighted = (weight: (n: number, i: number) => number) =>
          ll(
            p,
            known.map(([x, tx, T, n], i) => [x, tx, T, weight(n, i)]),
          );
        near(ll(p, repeated), total, 1e-12);
        near(ll(p, [...known].reverse()), total, 1e-12);
        near(
          weighted((n) => 2 * n),
          2 * total,
          1e-12,
        );
        near(
          weighted((n, i) => (i === 4 ? 0 : n)),
          ll(
            p,
            known.filter((_, i) => i !== 4),
          ),
          1e-12,
        );
      }
    });

    test("parts of periods do not count", () => {
      const parts = known.map(([x, tx, T, n]): History => [x, tx === 0 ? 0 : tx + 0.4, T + 0.7, n]);
      for (const p of points.params) {
        near(ll(p, parts), ll(p, known), 1e-15);
        for (const [i, [x, tx, T]] of known.entries()) {
          const [, u, v] = parts[i]!;
          expect(model.probabilityAlive(p, x, u, v)).toBe(model.probabilityAlive(p, x, tx, T));
          expect(model.expectedPurchasesIfAlive(p, x, u, v, 9.9)).toBe(
            model.expectedPurchasesIfAlive(p, x, tx, T, 9),
          );
          expect(model.pmf(p, 3, 9.9)).toBe(model.pmf(p, 3, 9));
        }
      }
    });

    test("at x = 0 it is the logarithm of pmf(0, T)", () => {
      for (const p of points.params)
        for (const T of [1, 6, 100, 730]) near(Math.exp(ll(p, [[0, 0, T, 1]])), model.pmf(p, 0, T), 1e-12);
    });

    test("it stays finite for 5,000 periods, and so does everything predicted from them", () => {
      const T = 5000;
      for (const p of points.params)
        for (const [x, tx] of [
          [0, 0],
          [1, 1],
          [2500, 2500],
          [4999, 4999],
          [5000, 5000],
          ...(contract ? [] : [[1, 5000] as const, [2000, 3000] as const]),
        ] as const) {
          const gradient = new Float64Array(model.params.length);
          const value = model.logLikelihood(p, columns([[x, tx, T, 1]]), gradient);
          const values = [
            value,
            ...gradient,
            model.probabilityAlive(p, x, tx, T),
            model.expectedPurchases(p, x, tx, T, 5000),
            model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, 1e-6),
            model.conditionalPmf(p, 3, x, tx, T, 100),
          ];
          expect(values.every(Number.isFinite), `x ${x} t_x ${tx}: ${values.join(" ")}`).toBe(true);
          expect(value).toBeLessThan(0);
        }
    });

    test("histories that cannot be are refused, with the first of them", () => {
      expect(() => ll(typical, [...known, [5, 9, 6, 1]])).toThrow(
        `row ${known.length}, x = 5, t_x = 9, T = 6`,
      );
      expect(() => ll(typical, [[0, 3, 6, 1]])).toThrow("1 of 1 histories");
    });
  });

  describe(`${model.name}: predictions`, () => {
    const anyHistory = fc
      .tuple(fc.integer({ min: 0, max: 300 }), fc.nat(1_000_000), fc.nat(1_000_000))
      .map(([T, one, two]) => {
        const tx = one % (T + 1);
        return { T, tx, x: contract || tx === 0 ? tx : 1 + (two % tx) };
      });
    const anyParams = fc.constantFrom(...points.params);
    const check = { numRuns: 100, seed: 20_100_601 };

    test("P(alive) is a probability, 1 at t_x = T, and rises with t_x", () => {
      fc.assert(
        fc.property(anyParams, anyHistory, (p, { x, tx, T }) => {
          const alive = model.probabilityAlive(p, x, tx, T);
          expect(alive >= 0 && alive <= 1).toBe(true);
          if (tx === T) expect(alive).toBe(1);
          if (tx > 0 && tx < T) expect(model.probabilityAlive(p, x, tx + 1, T)).toBeGreaterThanOrEqual(alive);
        }),
        check,
      );
    });

    test("E[Y(t)] is P(alive) times that of a live customer, 0 at t = 0, rises with t, at most one a period", () => {
      fc.assert(
        fc.property(anyParams, anyHistory, fc.integer({ min: 1, max: 900 }), (p, { x, tx, T }, t) => {
          const given = model.expectedPurchasesIfAlive(p, x, tx, T, t);
          const alive = model.probabilityAlive(p, x, tx, T);
          near(model.expectedPurchases(p, x, tx, T, t), alive * given, 1e-12);
          expect(model.expectedPurchases(p, x, tx, T, 0)).toBe(0);
          // beyond a rate of renewal that has died out only rounding is left
          expect(model.expectedPurchasesIfAlive(p, x, tx, T, t - 1)).toBeLessThan(given * (1 + 1e-12));
          expect(model.expectedPurchasesIfAlive(p, x, tx, T, 1)).toBeLessThan(
            model.expectedPurchasesIfAlive(p, x, tx, T, 2),
          );
          expect(given).toBeLessThan(t);
        }),
        check,
      );
    });

    test("discounting lowers E[Y(t)], vanishes with delta, and a long horizon reaches the infinite one", () => {
      fc.assert(
        fc.property(anyParams, anyHistory, fc.integer({ min: 1, max: 1500 }), (p, { x, tx, T }, t) => {
          const undiscounted = model.expectedPurchasesIfAlive(p, x, tx, T, t);
          near(model.discountedPurchasesIfAlive(p, x, tx, T, t, 0), undiscounted, 0);
          near(model.discountedPurchasesIfAlive(p, x, tx, T, t, 1e-14), undiscounted, 1e-10);
          const discounted = model.discountedPurchasesIfAlive(p, x, tx, T, t, 0.01);
          expect(discounted).toBeLessThan(undiscounted);
          expect(discounted).toBeGreaterThan(undiscounted * Math.exp(-0.0100001 * t));
          const forever = model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, 0.01);
          expect(forever).toBeGreaterThan(discounted * (1 - 1e-12));
          near(model.discountedPurchasesIfAlive(p, x, tx, T, 5_000, 0.01), forever, 1e-12);
        }),
        check,
      );
      const [x, tx, T] = known[6]!;
      expect(() => model.discountedPurchasesIfAlive(typical, x, tx, T, Infinity, 0)).toThrow("delta > 0");
    });

    test("the discounted sum is that of the terms e^(-delta k) (E[Y(k)] - E[Y(k-1)])", () => {
      const [t, delta] = [200, 0.02]; // more than are added one by one
      for (const p of points.params)
        for (const [x, tx, T] of known.filter((_, i) => i % 5 === 0)) {
          let sum = 0;
          let before = 0;
          for (let k = 1; k <= t; k++) {
            const until = model.expectedPurchasesIfAlive(p, x, tx, T, k);
            sum += Math.exp(-delta * k) * (until - before);
            before = until;
          }
          near(model.discountedPurchasesIfAlive(p, x, tx, T, t, delta), sum, 1e-11, `x ${x} T ${T}`);
        }
    });

    test("pmf sums to 1 and has the mean E[X(t)], for new and for known customers", () => {
      const t = 40;
      for (const p of points.params) {
        const fresh = moments((k) => model.pmf(p, k, t), t);
        near(fresh.total, 1, 1e-12);
        near(fresh.mean, model.expectedPurchasesNewCustomer(p, t), 1e-11);
        expect(model.pmf(p, t + 1, t)).toBe(0);
        for (const [x, tx, T] of known) {
          const after = moments((k) => model.conditionalPmf(p, k, x, tx, T, t), t);
          near(after.total, 1, 1e-12);
          near(after.mean, model.expectedPurchases(p, x, tx, T, t), 1e-11);
        }
      }
      expect(() => model.pmf(typical, 1.5, t)).toThrow("whole");
    });

    test("pmfIfAlive is the conditional pmf of a live customer, down to its tail", () => {
      for (const p of points.params)
        for (const [x, tx, T] of known) {
          const all = model.pmfIfAlive(p, x, tx, T, 40, 0);
          near(
            all.reduce((sum, v) => sum + v, 0),
            1,
            1e-12,
          );
          const mass = model.pmfIfAlive(p, x, tx, T, 40, 1e-3);
          const left = all.slice(mass.length).reduce((sum, v) => sum + v, 0);
          expect(left).toBeLessThan(1e-3);
          expect(Array.from(mass)).toEqual(Array.from(all.slice(0, mass.length)));
          if (x === 0 && T > 0 && !contract) continue;
          // a customer who bought at T is alive for certain
          for (const k of [0, 1, 5, 39, 40]) near(all[k]!, model.conditionalPmf(p, k, x, T, T, 40), 1e-12);
        }
    });

    test("the probability of staying starts at 1, falls, and is one step after another", () => {
      for (const p of points.params)
        for (const [x, tx, T] of known) {
          expect(model.probabilityStaying(p, x, tx, T, 0)).toBe(1);
          const [soon, late] = [4, 40].map((t) => model.probabilityStaying(p, x, tx, T, t));
          expect(0 <= late! && late! < soon! && soon! < 1).toBe(true);
          near(soon! * model.probabilityStaying(p, x, tx, T + 4, 36), late!, 1e-12);
        }
    });

    test("a new customer is one with x = 0, T = 0", () => {
      for (const p of points.params) {
        near(model.expectedPurchasesNewCustomer(p, 30), model.expectedPurchases(p, 0, 0, 0, 30), 1e-14);
        for (const k of [0, 1, 5]) near(model.pmf(p, k, 30), model.conditionalPmf(p, k, 0, 0, 0, 30), 1e-14);
      }
    });
  });

  describe(`${model.name}: simulation`, () => {
    const customers = 20_000;
    const T = points.periods ?? 12;
    const t = 10;
    const random = seededRandom(2010);
    const simulated = Array.from({ length: customers }, () => model.simulate(typical, T + t, random));
    const seen = simulated.map(({ times }) => times.filter((at) => at <= T));

    test("purchases are at whole opportunities, one each, before the dropout", () => {
      const wrong = simulated.filter(
        ({ times, dropout }) =>
          times.some((at, i) => !(Number.isInteger(at) && at > (times[i - 1] ?? 0) && at <= T + t)) ||
          (times.at(-1) ?? 0) >= dropout ||
          (contract && dropout !== (times.length === T + t ? Infinity : times.length + 1)),
      );
      expect(wrong).toEqual([]);
    });

    test("their number has the mean E[X(t)] and the frequencies pmf, and the share alive is that of staying", () => {
      const numbers = seen.map((times) => times.length);
      const { mean, error } = meanOf(numbers);
      expect(Math.abs(mean - model.expectedPurchasesNewCustomer(typical, T)) / error).toBeLessThan(3.5);
      const binomial = (share: number, p: number) =>
        expect(Math.abs(share - p) / Math.sqrt((p * (1 - p)) / customers)).toBeLessThan(3.5);
      for (const k of [0, 1, 2, 5, T])
        binomial(numbers.filter((count) => count === k).length / customers, model.pmf(typical, k, T));
      const staying = simulated.filter(({ dropout }) => dropout > T).length / customers;
      binomial(staying, model.probabilityStaying(typical, 0, 0, 0, T));
    });

    test("what simulated customers buy after T is on average what E[Y(t) | x, t_x, T] said", () => {
      const surprises = seen.map((times, i) => {
        const last = times.at(-1) ?? 0;
        return (
          simulated[i]!.times.length -
          times.length -
          model.expectedPurchases(typical, times.length, last, T, t)
        );
      });
      const { mean, error } = meanOf(surprises);
      expect(Math.abs(mean) / error).toBeLessThan(3.5);
    });

    test("a fit to cohorts of different ages recovers the parameters within their standard errors", () => {
      const ages = seen.map((_, i) => 1 + (i % T));
      const until = seen.map((times, i) => times.filter((at) => at <= ages[i]!));
      const data = historiesFrom(
        until.map((times) => times.length),
        until.map((times) => times.at(-1) ?? 0),
        ages,
      );
      const estimate = fitModel(model, data);
      expect(estimate.verdict).toEqual({ status: "identified", codes: [], reasons: [] });
      for (const name of model.params) {
        const error = (estimate.params[name] - typical[name]) / estimate.standardErrors![name];
        expect(Math.abs(error), `${name} ${estimate.params[name]} for ${typical[name]}`).toBeLessThan(3.5);
      }
      expect(estimate.logLikelihood).toBeGreaterThanOrEqual(model.logLikelihood(typical, data));
    });
  });

  describe(`${model.name}: data that identify nothing`, () => {
    const cases = [
      ["no customers", [], [], [], "NO_CUSTOMERS"],
      ["nobody has met an opportunity", [0, 0], [0, 0], [0, 0.9], "NO_OBSERVATION_TIME"],
      ["no purchase at all", [0, 0], [0, 0], [3, 5], "NO_REPEAT_BUYERS"],
      ["all alike", [3, 3], [3, 3], [3, 3], "NO_VARIATION"],
    ] as const;
    for (const [name, x, tx, T, code] of cases)
      test(`${name}: failed with ${code}, the start as parameters`, () => {
        const data = historiesFrom(x, tx, T);
        const estimate = fitModel(model, data);
        expect(estimate.verdict).toMatchObject({ status: "failed", codes: [code] });
        expect(estimate.params).toEqual(model.start(data));
        expect(Object.values<number>(estimate.params).every((v) => v > 0 && v < Infinity)).toBe(true);
      });
  });
}

function columns(of: readonly History[]): Histories {
  const column = (i: 0 | 1 | 2 | 3) => Float64Array.from(of, (row) => row[i]);
  return { x: column(0), tx: column(1), T: column(2), n: column(3) };
}

function moments(pmf: (k: number) => number, most: number): { total: number; mean: number } {
  let total = 0;
  let mean = 0;
  for (let k = 0; k <= most; k++) {
    const p = pmf(k);
    expect(p >= 0 && p <= 1).toBe(true);
    total += p;
    mean += k * p;
  }
  return { total, mean };
}

function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
