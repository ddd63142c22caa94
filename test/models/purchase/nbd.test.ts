import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { logNegativeBinomial, negativeBinomialLength } from "../../../models/purchase/nbd-counts.js";
import { rescaleLogLikelihood, rescaleParams } from "../../../models/rescale.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";

test.skipIf(cdnowMissing)(`CDNOW: the reference estimates and log-likelihood ${cdnowMissing ?? ""}`, () => {
  const data = cdnow();
  const estimate = fitModel(nbd, historiesFrom(data.x, data.tx, data.T));
  const weeks = rescaleParams(nbd, estimate.params, 7);
  near(weeks.r, 0.38476613, 1e-7);
  near(weeks.alpha, 12.07202266, 1e-7);
  near(rescaleLogLikelihood(estimate.logLikelihood, 2457, 7), -9763.65761467, 1e-12);
  expect(estimate.verdict.status).toBe("identified");
});

describe("NBD", () => {
  const p = { r: 0.385, alpha: 12.07 };

  test("the examples of the docblocks", () => {
    printedAs(nbd.logLikelihood(p, historiesFrom([2], [30.43], [38.86])), "-9.0440");
    printedAs(nbd.expectedPurchases(p, 2, 30.43, 38.86, 39), "1.8263");
    near(Math.exp(logNegativeBinomial(1, 3, 2, 1)), (3 / 4) * (1 / 4) ** 2, 1e-14); // geometric at shape 1
  });

  test("when the last purchase was says nothing, and nobody ever leaves", () => {
    const [early, late] = [1, 38].map((tx) => nbd.expectedPurchases(p, 2, tx, 38.86, 39));
    expect(early).toBe(late);
    expect(nbd.probabilityAlive(p, 2, 1, 1e6)).toBe(1);
    expect(nbd.probabilityStaying(p, 2, 1, 100, 1e6)).toBe(1);
    expect(nbd.simulate({ r: 2, alpha: 1 }, 5, seededRandom(1)).dropout).toBe(Infinity);
  });

  test("DERT is the rate over delta", () => {
    near(nbd.discountedPurchasesIfAlive(p, 2, 30, 38, Infinity, 0.01), (2.385 / 50.07) * 100, 1e-14);
    expect(() => nbd.discountedPurchasesIfAlive(p, 2, 30, 38, Infinity, 0)).toThrow(
      "delta > 0 when t is infinite",
    );
    expect(() => nbd.pmf(p, 0.5, 10)).toThrow("whole");
  });

  test("the length of a count's distribution leaves no more than the tail asked for", () => {
    for (const [shape, A, t] of [
      [0.385, 12.07, 365],
      [0.001, 1, 10],
      [2000.4, 5000, 365],
      [50, 1, 60],
    ] as const) {
      const masses = Array.from({ length: negativeBinomialLength(shape, A, t, 1e-10) }, (_, k) =>
        Math.exp(logNegativeBinomial(shape, A, k, t)),
      );
      expect(Math.abs(1 - masses.reduce((sum, v) => sum + v, 0))).toBeLessThan(1.1e-10);
    }
  });
});
