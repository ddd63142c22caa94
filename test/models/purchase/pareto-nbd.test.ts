import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import type { Params } from "../../../models/model.js";
import { logHypergeometric } from "../../../models/numeric/log-hypergeometric.js";
import { logGamma } from "../../../models/numeric/special.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { type ParetoNbdParam, paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { rescaleLogLikelihood, rescaleParams } from "../../../models/rescale.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";

type P = Params<ParetoNbdParam>;
const full: P = { r: 0.55327704, alpha: 10.57768323, s: 0.60624003, beta: 11.66873487 }; // weeks
/** Another package's estimate, 4e-4 off the maximum: the parameters that its seven published predictions have in common. */
const published: P = { r: 0.553270015, alpha: 10.577800544, s: 0.606019989, beta: 11.66391289 };

describe.skipIf(cdnowMissing)(`CDNOW ${cdnowMissing ?? ""}`, () => {
  const data = cdnowMissing === null ? cdnow() : { x: [], tx: [], T: [], z: [], holdout: [] };
  const days = historiesFrom(data.x, data.tx, data.T);
  const estimate = fitModel(paretoNbd, days);
  const weeks = rescaleParams(paretoNbd, estimate.params, 7);
  const customer = (i: number) => [data.x[i]!, data.tx[i]! / 7, data.T[i]! / 7] as const;
  const expected = (p: P) => data.x.map((_, i) => paretoNbd.expectedPurchases(p, ...customer(i), 39));

  test("the fit gives the reference estimates, standard errors and log-likelihood", () => {
    for (const k of paretoNbd.params) near(weeks[k], full[k], 2e-7, k);
    near(rescaleLogLikelihood(estimate.logLikelihood, 2457, 7), -9594.97617894, 1e-12);
    // the reference differences an optimum found to six digits
    const { r, alpha, s, beta } = estimate.standardErrors!;
    near(r, 0.047628, 5e-5);
    near(alpha / 7, 0.842721, 5e-5);
    near(s, 0.187277, 5e-5);
    near(beta / 7, 6.210978, 5e-5);
    expect(estimate.verdict.status).toBe("identified");
  });

  test("a fit in weeks, whose times are no whole numbers, is the fit in days", () => {
    const inWeeks = historiesFrom(
      data.x,
      data.tx.map((t) => t / 7),
      data.T.map((t) => t / 7),
    );
    const other = fitModel(paretoNbd, inWeeks);
    for (const k of paretoNbd.params) near(other.params[k], weeks[k], 1e-7, k);
    near(other.logLikelihood, -9594.97617894, 1e-12);
  });

  test("P(alive), E[Y] and DERT to 1998-06-30 of customers 1 and 1516 as published", () => {
    const delta = Math.log(1.1) / 52;
    for (const [id, alive, purchases, dert] of [
      [1, 0.8691654902, 1.4553207783, 8.1590038411],
      [1516, 0.9978739355, 20.1158890337, 107.7719839534],
    ] as const) {
      const of = customer(id - 1);
      near(paretoNbd.probabilityAlive(published, ...of), alive, 1e-8);
      near(paretoNbd.expectedPurchases(published, ...of, 39), purchases, 1e-8);
      const ifAlive = paretoNbd.discountedPurchasesIfAlive(published, ...of, Infinity, delta);
      near(paretoNbd.probabilityAlive(published, ...of) * ifAlive, dert, 1e-8);
      // and at the maximum, which the published estimate stops short of
      near(paretoNbd.expectedPurchases(full, ...of, 39), purchases, 1e-4);
    }
  });

  test("the 39 weeks after calibration: sum and errors", () => {
    const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0);
    printedAs(sum(expected(published)), "1665.688");
    const at = expected(full);
    const mean = (f: (e: number, actual: number) => number) =>
      sum(at.map((e, i) => f(e, data.holdout[i]!))) / at.length;
    // the published errors come from an estimate that is not printed with them; the sum moves by 1e-4 between packages
    near(
      mean((e, actual) => Math.abs(e - actual)),
      0.754506,
      5e-5,
    );
    near(
      mean((e, actual) => (Math.log1p(e) - Math.log1p(actual)) ** 2),
      0.237736,
      5e-5,
    );
    near(sum(at) / 1882 - 1, -0.115075, 5e-4);
  });

  test("it contains the NBD: embedded, that has the same log-likelihood", () => {
    const inner = fitModel(nbd, days);
    const { embed } = paretoNbd.contains![0]!;
    near(paretoNbd.logLikelihood(embed(inner.params), days), inner.logLikelihood, 1e-5);
  });
});

describe("published values", () => {
  test("expectations of a new and of known customers", () => {
    // printed at (.553, 10.58, .606, 11.656); the six values and P(alive) have these unrounded parameters in common
    const p = { r: 0.55337083, alpha: 10.57951885, s: 0.60590727, beta: 11.6581111 };
    near(paretoNbd.expectedPurchasesNewCustomer(p, 52), 1.473434, 4e-7);
    near(paretoNbd.expectedPurchases(p, 26, 30.857143, 31, 52), 25.45647, 3e-7);
    near(paretoNbd.probabilityAlive(p, 26, 30.857143, 31), 0.997874, 5e-7);
    const byX = { 10: 0.7062289, 15: 0.1442396, 20: 0.02250658, 25: 0.00309267 };
    for (const [x, value] of Object.entries(byX))
      near(paretoNbd.expectedPurchases(p, Number(x), 20, 39, 52), value, 1e-6);
  });

  test("log-likelihood of one customer and P(alive) of a one-time buyer", () => {
    const p = { r: 0.55, alpha: 10.56, s: 0.61, beta: 11.64 };
    near(paretoNbd.logLikelihood(p, historiesFrom([2], [30.43], [38.86])), -9.563091545, 1e-10);
    near(paretoNbd.probabilityAlive(p, 0, 0, 39), 0.2924031011, 1e-9);
  });

  test("heavy buyers that break closed forms", () => {
    const p = { r: 0.5143, alpha: 2.8845, s: 0.2856, beta: 14.1087 };
    const alive = [
      [221, 103.42857, 103.57143],
      [254, 97.14286, 97.28571],
      [161, 94.71429, 98],
      [204, 98.57143, 99.42857],
    ].map(([x, tx, T]) => paretoNbd.probabilityAlive(p, x!, tx!, T!));
    for (const value of alive) expect(value > 0.7 && value < 1).toBe(true);
    const q = { r: 0.55, alpha: 10.58, s: 0.61, beta: 11.67 };
    near(paretoNbd.expectedPurchases(q, 132, 200, 200, 10), 6.206051789, 1e-10);
    near(paretoNbd.expectedPurchases(q, 133, 200, 200, 10), 6.2528722476, 1e-10);
  });

  test("the examples of the docblocks", () => {
    const p = { r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 };
    printedAs(paretoNbd.probabilityAlive(p, 2, 30.43, 38.86), "0.8692");
    printedAs(paretoNbd.discountedPurchasesIfAlive(p, 2, 30.43, 38.86, 39, 0), "1.6742");
    printedAs(paretoNbd.conditionalPmf(p, 0, 2, 30.43, 38.86, 39), "0.4081");
  });
});

describe("closed forms", () => {
  /** Fader & Hardie (2005), note 009: the integral of the likelihood as a difference of two Gauss functions. */
  function closedForm({ r, alpha, s, beta }: P, x: number, tx: number, T: number): number {
    const [larger, second] = alpha >= beta ? [alpha, s + 1] : [beta, r + x];
    const all = r + s + x;
    const log = (u: number) =>
      logHypergeometric(all, second, all + 1, Math.abs(alpha - beta) / (larger + u)) -
      all * Math.log(larger + u);
    const gone = Math.log(s / all) + log(tx) + Math.log(-Math.expm1(log(T) - log(tx)));
    const alive = -(r + x) * Math.log(alpha + T) - s * Math.log(beta + T);
    const most = Math.max(gone, alive);
    const sum = most + Math.log(Math.exp(gone - most) + Math.exp(alive - most));
    return logGamma(r + x) - logGamma(r) + r * Math.log(alpha) + s * Math.log(beta) + sum;
  }

  test("the log-likelihood is that of the Gauss functions, with alpha above and below beta", () => {
    for (const p of [full, { r: 2, alpha: 30, s: 1.5, beta: 8 }, { r: 0.3, alpha: 5, s: 0.2, beta: 60 }])
      for (const [x, tx, T] of [
        [0, 0, 39],
        [2, 30.43, 38.86],
        [2, 3, 38.86],
        [60, 20, 39],
        [700, 38, 39],
      ] as const)
        near(
          paretoNbd.logLikelihood(p, historiesFrom([x], [tx], [T])),
          closedForm(p, x, tx, T),
          1e-11,
          `${x} ${tx}`,
        );
  });

  test("expectations pass smoothly through s = 1", () => {
    const at = (s: number) => paretoNbd.expectedPurchasesNewCustomer({ ...full, s }, 52);
    near(at(1), (at(1 + 1e-6) + at(1 - 1e-6)) / 2, 1e-11);
    near(at(1), ((full.r * full.beta) / full.alpha) * Math.log1p(52 / full.beta), 1e-14);
    near(at(1 + 1e-12), at(1), 1e-11);
  });
});
