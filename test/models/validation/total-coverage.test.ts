import { describe, expect, test } from "vitest";
import {
  intervalScore,
  isUnsupported,
  type PredictedTotal,
  pointMeasures,
  totalMeasures,
  totalSafety,
} from "../../../models/validation/total-coverage.js";

/** Predicted 100 each time, 90 to 110 and 80 to 125. */
const total = (day: number, actual: number, logSpread = 0.1): PredictedTotal => ({
  ...{ day, actual, logSpread, median: 100 },
  ...{ lo80: 90, hi80: 110, lo95: 80, hi95: 125 },
});

describe("interval score", () => {
  test.each([
    [100, 0.8, 20],
    [90, 0.8, 20],
    [110, 0.95, 20],
    [85, 0.8, 20 + 10 * 5],
    [113, 0.95, 20 + 40 * 3],
  ])("of 90 to 110 with %d, at %d", (actual, coverage, score) => {
    expect(intervalScore(90, 110, actual, coverage)).toBeCloseTo(score, 9);
  });
});

test("shares held, scores, bias and error are means over days, relative to what followed", () => {
  const found = totalMeasures([total(0, 100), total(30, 125), total(60, 50)]);
  expect(found.origins).toBe(3);
  expect(found.coverage80).toBeCloseTo(1 / 3, 12);
  expect(found.coverage95).toBeCloseTo(2 / 3, 12);
  expect(found.intervalScore80).toBeCloseTo((20 / 100 + (20 + 150) / 125 + (20 + 400) / 50) / 3, 12);
  expect(found.intervalScore95).toBeCloseTo((45 / 100 + 45 / 125 + (45 + 40 * 30) / 50) / 3, 12);
  expect(found.halfWidth80).toBeCloseTo((10 / 100 + 10 / 125 + 10 / 50) / 3, 12);
  expect(found.bias).toBeCloseTo((0 - 0.2 + 1) / 3, 12);
  expect(found.meanAbsoluteError).toBeCloseTo((0 + 0.2 + 1) / 3, 12);
});

test("a day on which nothing was bought counts for coverage alone; without days there is nothing", () => {
  const found = totalMeasures([total(0, 0), total(30, 100)]);
  expect(found).toMatchObject({ origins: 2, coverage95: 0.5, bias: 0, meanAbsoluteError: 0 });
  expect(totalMeasures([])).toMatchObject({
    origins: 0,
    coverage80: null,
    intervalScore80: null,
    bias: null,
  });
  expect(
    pointMeasures([
      { predicted: 120, actual: 100 },
      { predicted: 1, actual: 0 },
    ]),
  ).toEqual({
    origins: 2,
    bias: expect.closeTo(0.2, 12),
    meanAbsoluteError: expect.closeTo(0.2, 12),
  });
});

describe("safety net", () => {
  const off = (logError: number): number => 100 * Math.exp(logError);

  test("is (10 + n_e z^2) / (10 + n_e), of days that count by how far apart they are", () => {
    const totals = [0, 30, 60, 90].map((day) => total(day, off(0.2)));
    const near = totalSafety(totals, 30);
    expect(near.effective).toBe(4);
    expect(near.k).toBeCloseTo(Math.sqrt((10 + 4 * 4) / 14), 12);
    const far = totalSafety(totals, 120);
    expect(far.effective).toBe(1);
    expect(far.k).toBeCloseTo(Math.sqrt((10 + 4) / 11), 12);
    expect(isUnsupported(near)).toBe(false);
  });

  test("only ever widens", () => {
    expect(
      totalSafety(
        [0, 30, 60].map((day) => total(day, off(0.01))),
        30,
      ).k,
    ).toBe(1);
    expect(totalSafety([], 30)).toEqual({ k: 1, effective: 0, worst: null });
  });

  test("has no forecast where it is above 1.5, or a single total was off by more than e^0.5", () => {
    const often = totalSafety(
      [0, 30, 60, 90, 120].map((day) => total(day, off(0.3))),
      30,
    );
    expect(often.k).toBeGreaterThan(1.5);
    expect(isUnsupported(often)).toBe(true);
    const once = totalSafety([total(0, off(0.01)), total(30, off(-0.51), 0.5)], 90);
    expect(once.k).toBeLessThan(1.05);
    expect(once.worst).toEqual({ day: 30, logError: expect.closeTo(-0.51, 9) });
    expect(isUnsupported(once)).toBe(true);
    expect(isUnsupported(totalSafety([total(30, off(-0.49), 0.5)], 90))).toBe(false);
  });

  test("a total of nothing is as far off as can be", () => {
    expect(totalSafety([total(0, 0)], 30).worst?.logError).toBeCloseTo(-Math.log(20), 9);
    expect(totalSafety([{ ...total(0, 5), median: 0 }], 30).worst?.logError).toBeCloseTo(Math.log(20), 9);
    expect(totalSafety([{ ...total(0, 0), median: 0 }], 30).worst?.logError).toBe(0);
  });
});
