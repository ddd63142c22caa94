import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { learnRfmCells, rfmForecast } from "../../../models/validation/rfm-cells.js";
import { arpuLifetime, lastPeriodRepeated, ownRate } from "../../../models/validation/rivals.js";
import { near } from "../near.js";

/** A customer of a year with four purchases, one gone for long, and one who came yesterday. */
const three = {
  x: [3, 0, 0],
  tx: [300, 0, 0],
  T: [364, 299, 1],
  totalValue: [200, 50, 30],
  lastPurchases: [2, 0, 1],
  lastValue: [110, 0, 30],
};

describe("naive forecasts", () => {
  test("last period repeated is what the window held, first purchase included", () => {
    const { purchases, value } = lastPeriodRepeated(three);
    expect([...purchases]).toEqual([2, 0, 1]);
    expect([...value]).toEqual([110, 0, 30]);
  });

  test("own average times the horizon, over at least 30 days", () => {
    const { purchases, value } = ownRate(three, 73);
    expect([...purchases]).toEqual([(4 * 73) / 365, 73 / 300, 73 / 30]);
    expect([...value]).toEqual([200 * (73 / 365), 50 * (73 / 300), 30 * (73 / 30)]);
  });

  test("ARPU times lifetime is one figure for all", () => {
    // 667 customer-days, 6 purchases, 280 spent; one of three silent for longer than 100 days
    const { purchases, value, churn, days, valueADay } = arpuLifetime(three, 100);
    near(churn, 1 / 3, 1e-14);
    near(valueADay, 280 / 667, 1e-14);
    near(days, 300 * (1 - Math.exp(-1 / 3)), 1e-14);
    expect(new Set(purchases).size).toBe(1);
    near(purchases[0]!, (6 / 667) * days, 1e-14);
    near(value[2]!, (280 / 667) * days, 1e-14);
    expect(arpuLifetime(three, 365).days).toBe(365); // nobody has left
    // the expected part within the horizon of an exponential lifetime of 1/c horizons
    let integral = 0;
    for (let day = 0.5; day < 100; day++) integral += Math.exp(-day / 300);
    near(days, integral, 1e-5);
  });

  test("ARPU times lifetime: a weight is a repetition", () => {
    const repeated = Object.fromEntries(
      Object.entries(three).map(([name, [a, b, c]]) => [name, [a!, a!, b!, c!, c!, c!]]),
    ) as typeof three;
    const weighted = arpuLifetime({ ...three, weights: [2, 1, 3] }, 100);
    near(weighted.value[0]!, arpuLifetime(repeated, 100).value[0]!, 1e-14);
    expect(() => arpuLifetime({ ...three, T: [1] }, 100)).toThrow("columns of one length");
  });
});

describe("RFM cells", () => {
  const ten = Array.from({ length: 10 }, (_, i) => i + 1);

  test("are quintiles; the forecast is the mean outcome of the cell", () => {
    const cells = learnRfmCells(
      { recency: ten, frequency: ten.map(() => 1), monetary: ten.map((i) => 10 * i) },
      { purchases: ten.map((i) => i % 3), value: ten.map((i) => 100 * (i % 3)) },
    );
    expect(cells.edges).toEqual({
      recency: [2, 4, 6, 8],
      frequency: [1, 1, 1, 1],
      monetary: [20, 40, 60, 80],
    });
    const { purchases, value } = rfmForecast(cells, {
      recency: [1, 3, 10],
      frequency: [1, 1, 1],
      monetary: [15, 35, 999],
    });
    expect([...purchases]).toEqual([1.5, 0.5, 0.5]); // of customers 1 and 2, 3 and 4, 9 and 10
    expect([...value]).toEqual([150, 50, 50]);
  });

  test("that were empty take the coarser cell: recency and frequency, then recency, then all", () => {
    const cells = learnRfmCells(
      { recency: [1, 1, 5, 5, 9], frequency: [1, 9, 1, 1, 5], monetary: [1, 50, 3, 20, 90] },
      { purchases: [1, 4, 2, 6, 0], value: [0, 0, 0, 0, 0] },
    );
    const forecast = (recency: number, frequency: number, monetary: number): number =>
      rfmForecast(cells, { recency: [recency], frequency: [frequency], monetary: [monetary] }).purchases[0]!;
    expect(forecast(5, 1, 3)).toBe(2); // its own cell
    expect(forecast(5, 1, 90)).toBe(4); // nobody of that spend: recency and frequency, 2 and 6
    expect(forecast(5, 9, 90)).toBe(4); // nobody of that frequency either: recency, the same two
    expect(forecast(1, 5, 90)).toBe(2.5);
    const narrow = {
      ...cells,
      cells: Object.fromEntries(Object.entries(cells.cells).filter(([k]) => k === "")),
    };
    expect(rfmForecast(narrow, { recency: [1], frequency: [1], monetary: [1] }).purchases[0]).toBe(13 / 5);
    expect(JSON.parse(JSON.stringify(cells))).toEqual(cells);
  });

  test("keep the total of what they learned, and a weight is a repetition", () => {
    const random = seededRandom(8);
    const rows = Array.from({ length: 400 }, () => {
      const f = 1 + Math.floor(6 * random() ** 3);
      return {
        r: Math.floor(300 * random()),
        f,
        m: f * 20 * random(),
        y: Math.floor(4 * random()),
        w: Math.floor(3 * random()),
      };
    });
    const rfm = (of: typeof rows) => ({
      recency: of.map((r) => r.r),
      frequency: of.map((r) => r.f),
      monetary: of.map((r) => r.m),
    });
    const outcomes = (of: typeof rows) => ({ purchases: of.map((r) => r.y), value: of.map((r) => 9 * r.y) });
    const repeated = rows.flatMap((r) => Array.from({ length: r.w }, () => r));
    const weighted = learnRfmCells(
      rfm(rows),
      outcomes(rows),
      rows.map((r) => r.w),
    );
    expect(weighted).toEqual(learnRfmCells(rfm(repeated), outcomes(repeated)));
    const forecast = rfmForecast(weighted, rfm(repeated));
    near(
      forecast.purchases.reduce((sum, v) => sum + v, 0),
      repeated.reduce((sum, r) => sum + r.y, 0),
      1e-12,
    );
    expect(Object.keys(weighted.cells).length).toBeGreaterThan(60);
    expect(() => learnRfmCells(rfm([]), outcomes([]))).toThrow("length above 0");
  });
});
