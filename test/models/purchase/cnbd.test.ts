import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Params, PurchaseModel } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgCnbdK, type CnbdParam } from "../../../models/purchase/bg-cnbd-k.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { likeliestPhases } from "../../../models/purchase/cnbd-regularity.js";
import { mbgCnbdK } from "../../../models/purchase/mbg-cnbd-k.js";
import { mbgNbd } from "../../../models/purchase/mbg-nbd.js";
import { near, printedAs } from "../near.js";

type P = Params<CnbdParam>;
const models = [bgCnbdK, mbgCnbdK] as const;

test("likelihood, P(alive), expected and discounted purchases have eleven digits of mpmath", () => {
  const table = JSON.parse(
    readFileSync(new URL("../../fixtures/cnbd.json", import.meta.url), "utf8"),
  ) as number[][];
  expect(table.length).toBe(24);
  for (const row of table) {
    const [kind, k, r, alpha, a, b, x, tx, T, t, delta, ll, alive, expected, forEver] = row as Fixed<15>;
    const model = models[kind]!;
    const p: P = { k, r, alpha, a, b };
    const h = historiesFrom([x], [tx], [T], undefined, [0]);
    const error = Math.abs(model.logLikelihood(p, h) - ll);
    expect(error, `ll ${row}`).toBeLessThan(1e-12 * Math.max(1, Math.abs(ll))); // at T = 0 it is 0
    near(model.probabilityAlive(p, x, tx, T), alive, 1e-11, `alive ${row}`);
    near(model.expectedPurchasesIfAlive(p, x, tx, T, t), expected, 1e-11, `expected ${row}`);
    near(model.discountedPurchasesIfAlive(p, x, tx, T, Infinity, delta), forEver, 1e-11, `discounted ${row}`);
  }
});

test("the logarithms of the gaps enter as (k-1) times their sum", () => {
  for (const model of models) {
    const p = { k: 4, r: 0.5, alpha: 20, a: 0.8, b: 2.5 };
    const at = (gaps: number) =>
      model.logLikelihood(p, historiesFrom([3, 0], [50, 0], [90, 90], [2, 1], [gaps, 0]));
    near(at(8) - at(0), 3 * 2 * 8, 1e-12);
  }
});

describe("k = 1 is the model without regularity, to the bit", () => {
  for (const [model, plain] of [
    [bgCnbdK, bgNbd],
    [mbgCnbdK, mbgNbd],
  ] as const)
    test(model.name, () => {
      const inner = { r: 0.525, alpha: 43.3, a: 0.891, b: 1.614 };
      const p = model.contains![0]!.embed(inner) as P;
      expect(model.contains![0]!.inner.name).toBe(plain.name);
      const h = historiesFrom([0, 0, 2, 9], [0, 0, 70, 130], [30, 200, 90, 140], [3, 4, 1, 2]);
      const [ours, theirs] = [new Float64Array(5), new Float64Array(4)];
      expect(model.logLikelihood(p, h, ours)).toBe(plain.logLikelihood(inner, h, theirs));
      expect([...ours]).toEqual([0, ...theirs]);
      const [x, tx, T, t] = [2, 70, 90, 365];
      expect(model.probabilityAlive(p, x, tx, T)).toBe(plain.probabilityAlive(inner, x, tx, T));
      expect(model.expectedPurchases(p, x, tx, T, t)).toBe(plain.expectedPurchases(inner, x, tx, T, t));
      expect(model.pmfIfAlive(p, x, tx, T, t, 1e-6)).toEqual(plain.pmfIfAlive(inner, x, tx, T, t, 1e-6));
      const simulated = [
        model.simulate(p, 900, seededRandom(3)),
        plain.simulate(inner, 900, seededRandom(3)),
      ];
      expect(simulated[0]).toEqual(simulated[1]);
    });

  test("two equal gaps speak for k = 2", () => {
    const h = historiesFrom([2], [70], [90], undefined, [Math.log(35) * 2]);
    const one = bgCnbdK.logLikelihood({ k: 1, r: 0.5, alpha: 20, a: 0.8, b: 2.5 }, h);
    const two = bgCnbdK.logLikelihood({ k: 2, r: 0.5, alpha: 10, a: 0.8, b: 2.5 }, h);
    expect(two).toBeGreaterThan(one + 0.5);
  });
});

describe("regular buyers", () => {
  const truth: P = { k: 3, r: 1.2, alpha: 20, a: 0.8, b: 2.4 };

  for (const model of models)
    test(`${model.name}: the k of the simulation has the highest likelihood, at the fit and at the first guess`, () => {
      const data = simulated(model, truth, 3000, 500);
      expect(likeliestPhases(data, [1, 2, 3, 4, 5, 6])).toBe(3);
      expect(model.start(data).k).toBe(3);
      const best = [2, 3, 4].map((k) => fitModel(model, data, { fixed: { k } }).logLikelihood);
      expect(best[1]).toBeGreaterThan(best[0]! + 10);
      expect(best[1]).toBeGreaterThan(best[2]! + 10);
    });

  test("a customer who has missed several of its regular purchases is more surely gone", () => {
    const [x, tx, T] = [10, 300, 400]; // every 30 days, then silent for 100
    const plain = mbgNbd.probabilityAlive({ r: 1.2, alpha: 20 / 3, a: 0.8, b: 2.4 }, x, tx, T);
    expect(mbgCnbdK.probabilityAlive(truth, x, tx, T)).toBeLessThan(0.5 * plain);
  });

  test("the next purchase of a regular customer is the likelier, the longer the last is ago while it is surely alive", () => {
    const p = { ...truth, k: 6, alpha: 40, a: 1e-6 };
    const [fresh, due] = [300, 270].map((tx) => bgCnbdK.expectedPurchasesIfAlive(p, 10, tx, 300, 10));
    expect(due).toBeGreaterThan(3 * fresh!);
  });
});

describe("edges", () => {
  const p: P = { k: 12, r: 0.5, alpha: 60, a: 0.8, b: 2.5 };

  test("a purchase that has just been made takes all k phases to the next: E[Y(t)] starts as t^k", () => {
    const [one, two] = [1e-3, 2e-3].map((t) => mbgCnbdK.expectedPurchasesIfAlive(p, 4, 90, 90, t));
    near(two! / one!, 2 ** 12, 1e-2);
  });

  test("one who is sure to leave stays as long as it makes no purchase", () => {
    for (const model of models)
      for (const [x, tx, T] of [
        [0, 0, 40],
        [5, 80, 100],
      ] as const) {
        const sure = { ...p, k: 3, a: 1e9 };
        const none = model.pmfIfAlive(sure, x, tx, T, 30, 1e-12)[0]!;
        near(model.probabilityStaying(sure, x, tx, T, 30), none, 1e-6);
      }
  });

  test("P(alive) at a later date is the share of simulated customers who have not left", () => {
    const q: P = { k: 4, r: 1.5, alpha: 12, a: 1, b: 2 };
    const random = seededRandom(11);
    const draws = 40_000;
    for (const model of models) {
      let alive = 0;
      for (let i = 0; i < draws; i++) if (model.simulate(q, 100, random).dropout > 100) alive++;
      const share = model.probabilityAlive(q, 0, 0, 0) * model.probabilityStaying(q, 0, 0, 0, 100);
      expect(Math.abs(alive / draws - share) / Math.sqrt((share * (1 - share)) / draws)).toBeLessThan(3.5);
    }
  });

  test("heavy buyers keep a whole distribution of purchases to come", () => {
    const q: P = { k: 5, r: 0.5, alpha: 10, a: 0.05, b: 4 };
    const mass = mbgCnbdK.pmfIfAlive(q, 2000, 2000, 2000, 1000, 1e-9);
    near(
      mass.reduce((sum, v) => sum + v, 0),
      1,
      1e-8,
    );
    near(
      mass.reduce((sum, v, n) => sum + n * v, 0),
      mbgCnbdK.expectedPurchasesIfAlive(q, 2000, 2000, 2000, 1000),
      1e-6,
    );
  });

  test("missing gaps and k that is not whole are refused", () => {
    const h = historiesFrom([2], [70], [90]);
    expect(() => bgCnbdK.logLikelihood(p, h)).toThrow(RangeError);
    expect(() => bgCnbdK.logLikelihood(p, h)).toThrow("needs logGaps");
    expect(() => bgCnbdK.probabilityAlive({ ...p, k: 1.5 }, 1, 2, 3)).toThrow("whole and >= 1; got 1.5");
    expect(() => bgCnbdK.pmf(p, 0.5, 3)).toThrow("whole");
    expect(() => bgCnbdK.discountedPurchasesIfAlive(p, 1, 2, 3, Infinity, 0)).toThrow(
      "delta > 0 when t is infinite",
    );
    expect(bgCnbdK.start(h).k).toBe(1);
  });

  test("the examples of the docblocks", () => {
    const q: P = { k: 3, r: 0.5, alpha: 10, a: 0.8, b: 2.5 };
    printedAs(bgCnbdK.probabilityAlive(q, 4, 60, 100), "0.2877");
    printedAs(bgCnbdK.expectedPurchases(q, 4, 60, 100, 90), "0.9771");
    printedAs(mbgCnbdK.probabilityAlive(q, 4, 60, 100), "0.3232");
    printedAs(mbgCnbdK.expectedPurchases(q, 4, 60, 100, 90), "1.1187");
  });
});

type Fixed<N extends number, R extends number[] = []> = R["length"] extends N ? R : Fixed<N, [...R, number]>;

/** Customers with first purchases spread over the window, and the logarithms of their gaps. */
function simulated(model: PurchaseModel<CnbdParam>, p: P, customers: number, window: number) {
  const random = seededRandom(2016);
  const seen = Array.from({ length: customers }, (_, i) => {
    const T = (window * (i + 1)) / customers;
    const times = model.simulate(p, T, random).times;
    const gaps = times.reduce((sum, at, j) => sum + Math.log(at - (times[j - 1] ?? 0)), 0);
    return { x: times.length, tx: times[times.length - 1] ?? 0, T, gaps };
  });
  return historiesFrom(
    seen.map((c) => c.x),
    seen.map((c) => c.tx),
    seen.map((c) => c.T),
    undefined,
    seen.map((c) => c.gaps),
  );
}
