import { describe, expect, test } from "vitest";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { rescaleLogLikelihood, rescaleParams } from "../../../models/rescale.js";
import { dailyRate, presentValue } from "../../../models/value/discounting.js";
import { formulaClv, residualClv } from "../../../models/value/formula-clv.js";
import { near, printedAs } from "../near.js";

const weeks = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const days = { ...weeks, alpha: 30.898 };
const history = { x: 2, tx: 213, T: 272 };

describe("discounting", () => {
  test("ten per cent a year is ten per cent after 365 days", () => {
    printedAs(dailyRate(0.1), "0.00026112378");
    near(presentValue(dailyRate(0.1), 365), 1 / 1.1, 1e-15);
    expect(dailyRate(0)).toBe(0);
    expect(() => dailyRate(-1)).toThrow("above -1");
  });

  test("a rate per week of a 52-week year is passed as it is", () => {
    near(presentValue(Math.log(1.1) / 52, 52), 1 / 1.1, 1e-14);
  });
});

describe("formula CLV", () => {
  const terms = { margin: 0.3, delta: dailyRate(0.1) };

  test("is margin times spend times expected purchases when nothing is discounted", () => {
    const value = formulaClv(bgNbd, days, history, 40, 365, { margin: 0.3, delta: 0 });
    near(value, 0.3 * 40 * bgNbd.expectedPurchases(days, 2, 213, 272, 365), 1e-13);
  });

  test("does not depend on the time unit", () => {
    const inWeeks = { x: 2, tx: 213 / 7, T: 272 / 7 };
    const weekly = { margin: 0.3, delta: 7 * terms.delta };
    near(
      formulaClv(bgNbd, weeks, inWeeks, 40, 365 / 7, weekly),
      formulaClv(bgNbd, days, history, 40, 365, terms),
      1e-11,
    );
    near(residualClv(bgNbd, weeks, inWeeks, 40, weekly), residualClv(bgNbd, days, history, 40, terms), 1e-11);
  });

  test("the residual is the limit of long horizons and needs a discount rate", () => {
    near(
      formulaClv(bgNbd, days, history, 40, 200_000, terms),
      residualClv(bgNbd, days, history, 40, terms),
      1e-12,
    );
    expect(() => residualClv(bgNbd, days, history, 40, { margin: 1, delta: 0 })).toThrow("delta > 0");
  });

  test("a customer who is certainly gone is worth nothing", () => {
    expect(formulaClv(bgNbd, weeks, { x: 1000, tx: 10, T: 100 }, 40, 52, terms)).toBe(0);
  });
});

test("parameters and log-likelihood in another time unit", () => {
  expect(rescaleParams(bgNbd, days, 7)).toEqual({ ...weeks, alpha: 30.898 / 7 });
  near(rescaleLogLikelihood(-14363.53044, 2457, 7), -9582.4292, 1e-8);
  expect(() => rescaleParams(bgNbd, days, 0)).toThrow("above 0");
});
