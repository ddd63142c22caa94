import { describe, expect, test } from "vitest";
import { normal, seededRandom } from "../../../models/numeric/random.js";
import { forecastScore } from "../../../models/validation/forecast-score.js";
import { lossOf, scoreMeasures } from "../../../models/validation/score-measures.js";
import { near } from "../near.js";

describe("the score of one forecast", () => {
  test("by hand: ten customers, one a decile", () => {
    const forecast = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.4, 3];
    const actual = [0, 0, 1, 0, 0, 1, 0, 1, 2, 5];
    const score = forecastScore({ forecast, actual });
    expect(score).toMatchObject({ customers: 10, actualTotal: 10, topCapturePossible: 0.5 });
    near(score.forecastTotal, 8, 1e-12);
    const { measures } = score;
    near(measures.bias!, -0.2, 1e-12);
    near(measures.mae!, (0.1 + 0.2 + 0.7 + 0.4 + 0.5 + 0.4 + 0.7 + 0.2 + 0.6 + 2) / 10, 1e-12);
    near(
      measures.rmse!,
      Math.sqrt((0.01 + 0.04 + 0.49 + 0.16 + 0.25 + 0.16 + 0.49 + 0.04 + 0.36 + 4) / 10),
      1e-12,
    );
    near(measures.topCapture!, 0.5, 1e-12);
    near(measures.decileMape!, (0.7 + 0.4 + 0.2 + 0.3 + 0.4) / 5, 1e-12); // of the five deciles with purchases
    expect(score.deciles.map((d) => d.relativeError === null)).toEqual(actual.map((y) => y === 0));
    expect(measures).toMatchObject({ logScore: null, brier: null, coverage80: null, width95: null });
    expect(Object.keys(measures)).toEqual(scoreMeasures.map((m) => m.name));
    expect(Object.keys(score)).not.toContain("pit");
  });

  test("of distributions: log-score, Brier, coverage by ends and by PIT, histogram", () => {
    const score = forecastScore({
      forecast: [1, 2, 3, 4],
      actual: [0, 2, 5, 9],
      active: { probability: [0.5, 0.9, 0.9, 1], outcome: [0, 1, 1, 1] },
      intervals: [
        { level: 0.8, low: [0, 1, 1, 2], high: [2, 4, 5, 6] },
        {
          level: 0.95,
          low: [0, 0, 0, 0],
          high: [3, 6, 7, 8],
          asked: { from: [0.05, 0.05, 0.05, 0.001], to: [0.99, 0.99, 0.99, 0.999] },
        },
      ],
      pit: [0.04, 0.5, 0.92, 0.995],
      mass: [0.25, 0.5, 0, 0.125],
    });
    near(score.measures.logScore!, (Math.log(0.25 * 0.5 * 0.125) + Math.log(1e-300)) / 4, 1e-12);
    near(score.measures.brier!, (0.25 + 0.01 + 0.01) / 4, 1e-12);
    expect(score.measures).toMatchObject({ coverage80: 0.25, coverage95: 0.75, width80: 3.25, width95: 6 });
    expect(score.intervals![0]).toMatchObject({ coverage: 0.75, pitCoverage: 0.25, below: 0, above: 0.25 });
    expect(score.pit).toEqual({ histogram: [2.5, 0, 0, 0, 0, 2.5, 0, 0, 0, 5], uniformity: null });
    expect(score.active!.bins.length).toBe(2);
  });

  test("coverage is that of the ends where there are no PIT values", () => {
    const intervals = [{ level: 0.8, low: [0, 0], high: [1, 1] }];
    const score = forecastScore({ forecast: [1, 1], actual: [1, 2], intervals });
    expect(score.measures.coverage80).toBe(0.5);
    expect(score.intervals![0]!.pitCoverage).toBeNull();
  });

  test("net refunds count as 0 in MSLE and as they are elsewhere", () => {
    const score = forecastScore({ forecast: [1, 3], actual: [-20, 3] });
    near(score.measures.msle!, Math.log(2) ** 2 / 2, 1e-12);
    near(score.measures.mae!, 10.5, 1e-12);
  });

  test("a weight is a repetition, and the result is plain data", () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 300 }, () => {
      const f = Math.exp(normal(random));
      return { f, y: Math.floor(f * 2 * random()), w: Math.floor(3 * random()), u: random(), p: random() };
    });
    const columns = (of: typeof rows) => ({
      forecast: of.map((r) => r.f),
      actual: of.map((r) => r.y),
      active: { probability: of.map((r) => r.p), outcome: of.map((r) => (r.y > 0 ? 1 : 0)) },
      intervals: [0.8, 0.95].map((level) => ({
        level,
        low: of.map(() => 0),
        high: of.map((r) => level * 2 * r.f),
      })),
      pit: of.map((r) => r.u),
      mass: of.map((r) => r.p),
    });
    const weighted = forecastScore({ ...columns(rows), weights: rows.map((r) => r.w) });
    const repeated = forecastScore(columns(rows.flatMap((r) => Array.from({ length: r.w }, () => r))));
    for (const { name } of scoreMeasures)
      near(weighted.measures[name]!, repeated.measures[name]!, 1e-9, name);
    expect(weighted.pit!.histogram.map((h) => h.toFixed(9))).toEqual(
      repeated.pit!.histogram.map((h) => h.toFixed(9)),
    );
    // equal PIT values are no independent evidence: the weighted test counts fewer customers
    expect(weighted.pit!.uniformity!.statistic).toBeLessThan(repeated.pit!.uniformity!.statistic);
    expect(JSON.parse(JSON.stringify(weighted))).toEqual(weighted);
    const undefinedOnes = forecastScore({ forecast: [1, 1], actual: [0, 0] });
    expect(undefinedOnes.measures).toMatchObject({
      bias: null,
      spearman: null,
      normalisedGini: null,
      decileMape: null,
    });
    expect(JSON.parse(JSON.stringify(undefinedOnes))).toEqual(undefinedOnes);
  });

  test("complains about columns that do not fit", () => {
    expect(() => forecastScore({ forecast: [1], actual: [1, 2] })).toThrow("columns of one length above 0");
    expect(() => forecastScore({ forecast: [1, 2], actual: [1, 2], pit: [0.5] })).toThrow("one length");
    expect(() =>
      forecastScore({
        forecast: [1],
        actual: [1],
        pit: [0.5],
        intervals: [{ level: 0.8, low: [0], high: [1], asked: { from: [0.1, 0.1], to: [0.9, 0.9] } }],
      }),
    ).toThrow("intervals need columns of one length");
  });
});

test("the loss of a measure rises as it gets worse", () => {
  const measure = (name: string) => scoreMeasures.find((m) => m.name === name)!;
  expect(lossOf(measure("bias"), -0.2)).toBeCloseTo(0.2, 14);
  expect(lossOf(measure("coverage80"), 0.9)).toBeCloseTo(0.1, 14);
  expect(lossOf(measure("normalisedGini"), 0.8)).toBeLessThan(lossOf(measure("normalisedGini"), 0.7));
  expect(lossOf(measure("mae"), 0.8)).toBeGreaterThan(lossOf(measure("mae"), 0.7));
});
