import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { judgeModel } from "../../bench/model-comparison.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near } from "../near.js";

describe.skipIf(cdnowMissing)(`BG/NBD on CDNOW ${cdnowMissing ?? ""}`, () => {
  test("in the comparison of models has the published errors, and intervals that hold what they say", () => {
    const data = cdnow();
    const result = judgeModel(bgNbd, data, 273, seededRandom(42));
    near(result.errors.mae, 0.785454, 1e-5);
    near(result.errors.bias, -0.121471, 1e-4);
    near(result.aic, 8 - 2 * result.fit.logLikelihood, 1e-15);
    for (const { level, plain, randomised } of result.coverage) {
      expect(plain).toBeGreaterThanOrEqual(level);
      expect(Math.abs(randomised - level)).toBeLessThan(0.04);
    }
    expect(result.logScore).toBeGreaterThan(0.9);
    expect(result.logScore).toBeLessThan(1.1);
  });

  test("sums of ln(gap) are there: none without repeats, largest for equal gaps", () => {
    const data = cdnow();
    for (const [i, x] of data.x.entries()) {
      if (x === 0) expect(data.logGaps[i]).toBe(0);
      else expect(data.logGaps[i]).toBeLessThanOrEqual(x * Math.log(data.tx[i]! / x) + 1e-9);
      if (x === 1) expect(data.logGaps[i]).toBe(Math.log(data.tx[i]!));
    }
  });
});
