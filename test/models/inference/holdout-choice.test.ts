import { describe, expect, test } from "vitest";
import {
  type HoldoutComparison,
  holdoutRivals,
  logScoreDifference,
  rankWithoutCarriers,
  rankWithoutWorst,
} from "../../../models/inference/holdout-choice.js";
import {
  forecastErrorsOf,
  type HoldoutHistories,
  holdoutScore,
  isUsable,
  rankByHoldout,
  type ScoredModel,
  scoredCustomersOf,
  scoredHoldout,
} from "../../../models/inference/holdout-score.js";
import { pairedDifference } from "../../../models/inference/paired-difference.js";
import { withoutCarriers, withoutWorst } from "../../../models/inference/worst-predicted.js";
import type { PurchaseModel, Verdict } from "../../../models/model.js";
import { type PurchaseModelName, purchaseModel } from "../../../models/registry.js";
import { near } from "../near.js";
import { type HeldOut, heldOutDays, holdoutOf, mbgHoldout } from "./holdout-worlds.js";

const modelOf = (name: string): PurchaseModel => purchaseModel(name as PurchaseModelName);

/** Some models fitted and scored, as `purchase.model: auto` does. */
function compared(customers: readonly HeldOut[], names: readonly PurchaseModelName[]): HoldoutComparison {
  const holdout = holdoutOf(customers);
  const scores = names.map((name) => holdoutScore(modelOf(name), holdout, heldOutDays));
  const ranked = rankByHoldout(scores, customers.length, modelOf);
  const observed = scoredCustomersOf(holdout);
  return { ranked, rows: scoredHoldout(holdout), observed, days: heldOutDays };
}

const sound: Verdict = { status: "identified", codes: [], reasons: [] };

/** A model with given log-scores and expectations by row. */
function made(
  model: PurchaseModelName,
  logScore: readonly number[],
  rows: HoldoutHistories,
  {
    logLikelihood = -1000,
    verdict = sound,
    expected = rows.y,
  }: { logLikelihood?: number; verdict?: Verdict; expected?: Float64Array } = {},
): ScoredModel {
  const free = modelOf(model).params.length;
  const n = rows.n.reduce((sum, v) => sum + v, 0);
  return {
    fit: {
      ...{ model, params: {}, logLikelihood, standardErrors: null, covariance: null, condition: 1 },
      ...{ scaledGradient: {}, rows: 9, customers: n, evaluations: 9, starts: 1, verdict },
      ...{ freeParameters: free, aic: 2 * free - 2 * logLikelihood },
    },
    logScore: logScore.reduce((sum, v, i) => sum + rows.n[i]! * v, 0) / n,
    ...forecastErrorsOf(expected, rows),
    rows: { logScore: Float64Array.from(logScore), expected },
  };
}

const twenty = 20;
const evenRows: HoldoutHistories = holdoutOf(
  Array.from({ length: twenty }, (_, i) => ({ x: 1, tx: 10, T: 100 + i, y: i % 3 })),
);
const all = (value: number, first = value): number[] =>
  Array.from({ length: twenty }, (_, i) => (i === 0 ? first : value));
const ranked = (models: readonly ScoredModel[]): HoldoutComparison => ({
  ranked: rankByHoldout(models, twenty, modelOf),
  ...{ rows: evenRows, observed: twenty, days: 90 },
});

describe("the difference between two models", () => {
  test("is that over single customers, whatever rows they are in", () => {
    const n = Float64Array.of(3, 1, 6);
    const d = [0.5, -2, 0.1];
    const each = d.flatMap((value, i) => new Array<number>(n[i]!).fill(value));
    const mean = each.reduce((sum, v) => sum + v, 0) / 10;
    const variance = each.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 9;
    const found = pairedDifference(n, (i) => d[i]!, 10);
    near(found.value, mean, 1e-12);
    near(found.standardError!, Math.sqrt(variance / 10), 1e-12);
    expect(found.beyondChance).toBe(false);
    expect(pairedDifference(n, (i) => 1 + d[i]! / 10, 10).beyondChance).toBe(true);
  });

  test("knows that a sample is not all that it stands for, and one customer shows nothing", () => {
    const n = Float64Array.of(500, 500);
    near(pairedDifference(n, (i) => i, 100).standardError!, Math.sqrt(0.25 / 99), 1e-12);
    expect(pairedDifference(Float64Array.of(1), () => 3, 1)).toEqual({
      ...{ value: 3, standardError: null, beyondChance: false },
    });
  });

  test("is there for models that can be used alone", () => {
    const failed = made("nbd", all(-0.5), evenRows, { verdict: { ...sound, status: "failed" } });
    const [a, b] = [made("bg-nbd", all(-1), evenRows), made("mbg-nbd", all(-1.5), evenRows)];
    const comparison = ranked([a, b, failed]);
    near(logScoreDifference(comparison, a, b)!.value, 0.5, 1e-12);
    for (const other of [a, failed, undefined]) expect(logScoreDifference(comparison, a, other)).toBeNull();
  });
});

test("the worst 5 % are customers, not rows", () => {
  const n = Float64Array.of(50, 2, 48, 100);
  expect([...withoutWorst(Float64Array.of(-1, -9, -5, -0.1), n)]).toEqual([50, 0, 40, 100]);
});

describe("the ranking without the worst predicted", () => {
  test("is the same where everybody agrees", () => {
    const found = rankWithoutWorst(
      ranked([made("bg-nbd", all(-1, -3), evenRows), made("mbg-nbd", all(-1.5, -9), evenRows)]),
      modelOf,
    );
    expect(found.decides).toBe(false);
    expect(found.ranking).toEqual([
      { model: "bg-nbd", logScore: -1 },
      { model: "mbg-nbd", logScore: -1.5 },
    ]);
    expect(found.customers).toBe(1);
  });

  test("leaves ties to AIC, so that a hair decides nothing", () => {
    const lead = made("bg-nbd", all(-1, -4), evenRows, { logLikelihood: -900 });
    const other = (rest: number): ScoredModel => made("mbg-nbd", all(rest, -30), evenRows);
    expect(rankWithoutWorst(ranked([lead, other(-0.99)]), modelOf).decides).toBe(false);
    expect(rankWithoutWorst(ranked([lead, other(-0.9)]), modelOf).decides).toBe(true);
  });

  test("never puts one first that failed, or that the data reject", () => {
    const outer = made("pareto-nbd", all(-1, -4), evenRows, { logLikelihood: -900 });
    const rejected = made("nbd", all(-0.5, -90), evenRows, { logLikelihood: -1000 });
    const failed = made("bg-nbd", all(-0.2, -90), evenRows, { verdict: { ...sound, status: "failed" } });
    const found = rankWithoutWorst(ranked([rejected, failed, outer]), modelOf);
    expect(found.decides).toBe(false);
    expect(found.ranking.map(({ model }) => model)).toEqual(["pareto-nbd", "nbd"]);
  });
});

describe("the ranking without those who carry the lead", () => {
  test("shows that one customer decides, in data where one does", () => {
    const usual = mbgHoldout(200, 1);
    const names = ["bg-nbd", "mbg-nbd", "pareto-nbd"] as const;
    // forty purchases in five weeks, then nothing for most of a year
    const gone = { x: 40, tx: 36, T: 359 };
    const without = compared([...usual, { ...gone, y: 0 }], names);
    const [first] = without.ranked;
    expect(rankWithoutCarriers(without, modelOf)).toBeNull();
    const found = compared([...usual, { ...gone, y: 3 }], names);
    const [best, second] = found.ranked;
    expect(best!.fit.model).not.toBe(first!.fit.model);
    const ranking = rankWithoutCarriers(found, modelOf)!;
    expect([ranking.customers, ranking.ranking[0]!.model]).toEqual([1, first!.fit.model]);
    expect(logScoreDifference(found, best, second)!.beyondChance).toBe(false);
  });

  test("is none where it takes more than 1 % of customers, or the best ones tie without them", () => {
    const lead = Float64Array.of(5, -0.1, 1);
    expect([...withoutCarriers(lead, Float64Array.of(2, 95, 3))!]).toEqual([1, 95, 3]);
    expect(withoutCarriers(lead, Float64Array.of(3, 95, 2))).toBeNull();
    expect([...withoutCarriers(lead, Float64Array.of(1, 45, 0))!]).toEqual([0, 45, 0]);
    const tied = ranked([
      made("bg-nbd", all(-1, -4), evenRows, { logLikelihood: -900 }),
      made("mbg-nbd", all(-0.99, -30), evenRows),
    ]);
    expect(rankWithoutCarriers(tied, modelOf)).toBeNull();
  });

  test("never puts one first that the data reject", () => {
    const models = [
      made("pareto-nbd", all(-1, -4), evenRows, { logLikelihood: -900 }),
      made("nbd", all(-0.5, -90), evenRows, { logLikelihood: -1000 }),
    ];
    expect(rankWithoutCarriers(ranked(models), modelOf)).toBeNull();
  });
});

describe("naive forecasts on the holdout", () => {
  test("are those of single customers, the least error first", () => {
    const customers = mbgHoldout(150, 2);
    const comparison = compared(customers, ["mbg-nbd", "nbd"]);
    const chosen = comparison.ranked[0]!;
    const found = holdoutRivals(comparison, chosen);
    expect(found.map(({ rival }) => rival).sort()).toEqual(["arpu-lifetime", "own-rate"]);
    expect(found[0]!.rootMeanSquaredError).toBeLessThan(found[1]!.rootMeanSquaredError);
    const own = found.find(({ rival }) => rival === "own-rate")!;
    const rate = ({ x, T }: HeldOut): number => ((x + 1) / Math.max(T + 1, 30)) * heldOutDays;
    const total = (of: (c: HeldOut) => number): number => customers.reduce((sum, c) => sum + of(c), 0);
    near(own.bias, total(rate) / total(({ y }) => y) - 1, 1e-12);
    near(own.meanAbsoluteError, total((c) => Math.abs(c.y - rate(c))) / 150, 1e-12);
    near(own.rootMeanSquaredError ** 2, total((c) => (c.y - rate(c)) ** 2) / 150, 1e-12);
    near(own.difference.value, chosen.rootMeanSquaredError ** 2 - own.rootMeanSquaredError ** 2, 1e-9);
    expect(own).toMatchObject({ beatsAll: false, difference: { beyondChance: true } });
    expect(comparison.ranked.every(isUsable)).toBe(true);
  });

  test("beat all models only where none that can be used is better", () => {
    const rows = holdoutOf(
      Array.from({ length: twenty }, (_, i) => ({ x: 9, tx: 90, T: 99, y: 9 + (i % 2) })),
    );
    const wrong = new Float64Array(rows.n.length).fill(2);
    const bad = made("bg-nbd", [-1, -1], rows, { expected: wrong });
    const perfect = made("mbg-nbd", [-2, -2], rows);
    const best = (models: readonly ScoredModel[]): boolean =>
      holdoutRivals({ ranked: models, rows, observed: twenty, days: 90 }, bad)[0]!.beatsAll;
    expect(best([bad])).toBe(true);
    expect(best([bad, perfect])).toBe(false);
    const failed = { ...perfect, fit: { ...perfect.fit, verdict: { ...sound, status: "failed" as const } } };
    expect(best([bad, failed])).toBe(true);
  });
});
