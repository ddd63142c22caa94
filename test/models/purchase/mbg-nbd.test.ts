import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Params } from "../../../models/model.js";
import { logHypergeometric } from "../../../models/numeric/log-hypergeometric.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { type MbgNbdParam, mbgNbd } from "../../../models/purchase/mbg-nbd.js";
import { rescaleLogLikelihood, rescaleParams } from "../../../models/rescale.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";

type P = Params<MbgNbdParam>;
const paper: P = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }; // weeks
const full: P = { r: 0.52484323, alpha: 6.18308611, a: 0.89135917, b: 1.61400162 }; // weeks

describe.skipIf(cdnowMissing)(`CDNOW ${cdnowMissing ?? ""}`, () => {
  const data = cdnowMissing === null ? cdnow() : { x: [], tx: [], T: [], z: [], holdout: [] };
  const days = historiesFrom(data.x, data.tx, data.T);
  const estimate = fitModel(mbgNbd, days);
  const weeks = rescaleParams(mbgNbd, estimate.params, 7);

  test("the fit gives the reference estimates, likelihood and standard errors", () => {
    for (const k of mbgNbd.params) near(weeks[k], full[k], 2e-5, k);
    near(rescaleLogLikelihood(estimate.logLikelihood, 2457, 7), -9582.13571555, 1e-11);
    expect(estimate.verdict.status).toBe("identified");
    const { r, alpha, a, b } = estimate.standardErrors!;
    near(r, 0.083267, 1e-4);
    near(alpha / 7, 0.695617, 1e-4);
    near(a, 0.154788, 1e-4);
    near(b, 0.537487, 1e-4);
  });

  test("predictions of the 39 weeks after calibration have the reference errors and bias", () => {
    const expected = data.x.map((x, i) =>
      mbgNbd.expectedPurchases(full, x, data.tx[i]! / 7, data.T[i]! / 7, 39),
    );
    const mean = (f: (expected: number, actual: number) => number) =>
      expected.reduce((sum, e, i) => sum + f(e, data.holdout[i]!), 0) / expected.length;
    near(
      mean((e, k) => Math.abs(e - k)),
      0.764778,
      1e-5,
    );
    near(
      mean((e, k) => (Math.log1p(e) - Math.log1p(k)) ** 2),
      0.231435,
      1e-5,
    );
    near((mean((e, k) => e - k) * expected.length) / 1882, -0.162215, 1e-4);
  });
});

describe("values", () => {
  test("the log-likelihood of a heavy buyer stays on the log scale", () => {
    const p = { r: 0.25, alpha: 4, a: 0.8, b: 2.5 };
    printedAs(mbgNbd.logLikelihood(p, historiesFrom([200], [38], [40])), "100.7869");
    expect(Number.isFinite(mbgNbd.logLikelihood(p, historiesFrom([2000], [5], [4000])))).toBe(true);
  });

  test("a live customer is a live BG/NBD customer with b + 1 in place of b", () => {
    const shifted = { ...paper, b: paper.b + 1 };
    for (const [x, tx, T] of [
      [0, 0, 39],
      [3, 20, 39],
      [150, 38, 39],
    ] as const) {
      const [ours, theirs] = [mbgNbd, bgNbd].map((m, i) => {
        const p = i === 0 ? paper : shifted;
        return [
          m.discountedPurchasesIfAlive(p, x, tx, T, 52, 0.002),
          m.probabilityStaying(p, x, tx, T, 52),
          ...m.pmfIfAlive(p, x, tx, T, 52, 1e-6),
        ];
      });
      expect(ours).toEqual(theirs);
    }
  });

  test("E[X(t)] is b/(a-1) [1 - (alpha/(alpha+t))^r 2F1(r, b+1; a+b; t/(alpha+t))]", () => {
    for (const { r, alpha, a, b } of [paper, { r: 2, alpha: 30, a: 3, b: 0.4 }])
      for (const t of [1, 39, 365]) {
        const log = logHypergeometric(r, b + 1, a + b, t / (alpha + t)) - r * Math.log1p(t / alpha);
        near(
          mbgNbd.expectedPurchasesNewCustomer({ r, alpha, a, b }, t),
          (b / (a - 1)) * -Math.expm1(log),
          1e-10,
        );
      }
  });

  test("one-time buyers may be gone: P(alive) falls with T from b/(a+b)", () => {
    near(mbgNbd.probabilityAlive(paper, 0, 0, 0), paper.b / (paper.a + paper.b), 1e-15);
    expect(mbgNbd.probabilityAlive(paper, 0, 0, 39)).toBeLessThan(mbgNbd.probabilityAlive(paper, 0, 0, 10));
    near(
      mbgNbd.pmf(paper, 0, 39),
      (0.891 + 1.614 * (6.183 / (6.183 + 39)) ** 0.525) / (0.891 + 1.614),
      1e-14,
    );
  });

  test("the examples of the docblocks", () => {
    const [x, tx, T] = [2, 30.43, 38.86];
    printedAs(mbgNbd.probabilityAlive(paper, 0, 0, 39), "0.3893");
    printedAs(mbgNbd.probabilityStaying(paper, x, tx, T, 39), "0.7517");
    printedAs(mbgNbd.discountedPurchasesIfAlive(paper, x, tx, T, 39, 0), "1.7884");
    printedAs(mbgNbd.expectedPurchasesNewCustomer(paper, 39), "1.1830");
    printedAs(mbgNbd.conditionalPmf(paper, 0, x, tx, T, 39), "0.4400");
  });

  test("a heavy buyer keeps the whole distribution of its purchases to come, though P(none) underflows", () => {
    const p = { ...paper, a: 0.05 };
    for (const model of [bgNbd, mbgNbd]) {
      const mass = model.pmfIfAlive(p, 4000, 1000, 1000, 500, 1e-9);
      near(
        mass.reduce((sum, v) => sum + v, 0),
        1,
        1e-8,
      );
      near(
        mass.reduce((sum, v, k) => sum + k * v, 0),
        model.expectedPurchasesIfAlive(p, 4000, 1000, 1000, 500),
        1e-6,
      );
    }
  });

  test("a count of purchases that is not whole is refused", () => {
    expect(() => mbgNbd.pmf(paper, 1.5, 10)).toThrow("whole");
  });
});
