import { expect, test } from "vitest";
import {
  bgNbd,
  forecastOutcomes,
  historiesFrom,
  type OutcomeForecasts,
  type Params,
  type PurchaseModel,
  type PurchaseModelName,
  predictHistories,
  purchaseModel,
  randomisedPit,
  seededRandom,
  uniformityTest,
} from "../../../models/index.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import { near } from "../near.js";

const spend = { p: 6.25, q: 3.74, gamma: 15.44 };
const t = 39;
const params: Params<"r" | "alpha" | "a" | "b"> = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
const rows = [
  { x: 0, tx: 0, T: 20, y: 0 },
  { x: 0, tx: 0, T: 38.86, y: 1 },
  { x: 2, tx: 30.43, T: 38.86, y: 0 },
  { x: 2, tx: 30.43, T: 38.86, y: 3 },
  { x: 7, tx: 35, T: 38, y: 40 },
];
const h = { x: [0, 0, 2, 7], tx: [0, 0, 30.43, 35], T: [20, 38.86, 38.86, 38] };
const columns = {
  x: Float64Array.from(h.x),
  tx: Float64Array.from(h.tx),
  T: Float64Array.from(h.T),
  n: new Float64Array(4).fill(1),
};
const levels = {
  classes: [0, 0, 1, 1],
  purchases: [
    [0.1, 0.9],
    [0.2, 0.95],
  ],
  value: [
    [0.1, 0.9],
    [0.3, 0.99],
  ],
};

const forecast = (name: PurchaseModelName, p: Params, relativeValue: readonly number[]): OutcomeForecasts =>
  forecastOutcomes(
    purchaseModel(name),
    p,
    columns,
    t,
    spend,
    { row: [0, 1, 2, 2, 3], y: rows.map((r) => r.y), relativeValue },
    levels,
  );

test("P(Y < y) and P(Y = y) of the actual outcome are the model's own, far beyond what is likely too", () => {
  const found = forecast("bg-nbd", params, [0, 1, 0, 3, 40]);
  rows.forEach(({ x, tx, T, y }, i) => {
    const mass = (k: number): number => bgNbd.conditionalPmf(params, k, x, tx, T, t);
    const below = Array.from({ length: y }, (_, k) => mass(k)).reduce((sum, p) => sum + p, 0);
    expect(Math.abs(found.purchaseBelow[i]! - below)).toBeLessThan(2e-6);
    expect(Math.abs(found.purchaseMass[i]! / mass(y) - 1), `y = ${y}`).toBeLessThan(1e-4);
  });
  expect(found.purchaseMass[4]).toBeGreaterThan(0);
});

test("expectations and quantiles are those of predictHistories, at the levels of each class", () => {
  const found = forecast("bg-nbd", params, [0, 1, 0, 3, 40]);
  for (const kind of [0, 1]) {
    const { purchases, value } = { purchases: levels.purchases[kind]!, value: levels.value[kind]! };
    const expected = (of: readonly number[]) =>
      predictHistories(bgNbd, params, columns, [t], 0, { levels: of, spend });
    for (const [i, own] of levels.classes.entries()) {
      if (own !== kind) continue;
      near(found.pAlive[i]!, expected(purchases).pAlive[i]!, 1e-12);
      near(found.expected[i]!, expected(purchases).expected[0]![i]!, 1e-12);
      near(found.pActive[i]!, 1 - bgNbd.conditionalPmf(params, 0, h.x[i]!, h.tx[i]!, h.T[i]!, t), 1e-9);
      purchases.forEach((_, l) => {
        expect(found.purchaseQuantiles[l]![i]).toBe(expected(purchases).purchaseQuantiles[0]![l]![i]);
      });
      value.forEach((_, l) => {
        near(found.valueQuantiles[l]![i]!, expected(value).valueQuantiles[0]![l]![i]!, 1e-3);
      });
    }
  }
});

test("the probability of less than a quantile of value is its level", () => {
  const { valueQuantiles } = forecast("bg-nbd", params, [0, 0, 0, 0, 0]);
  const [low, high] = valueQuantiles as [Float64Array, Float64Array];
  const at = forecast("bg-nbd", params, [high[0]!, high[1]!, low[2]!, high[2]!, high[3]!]);
  near(at.valueBelow[1]!, 0.9, 1e-5);
  near(at.valueBelow[3]!, 0.99, 1e-5);
  near(at.valueBelow[4]!, 0.99, 1e-5);
  expect(low[2], "a likely nothing").toBe(0);
  expect(at.valueBelow[2]).toBe(0);
  near(at.valueMass[2]!, bgNbd.conditionalPmf(params, 0, 2, 30.43, 38.86, t), 1e-9);
});

test("a constant spend makes value as discrete as purchases; what is refunded in all counts as nothing", () => {
  const outcomes = { row: [2, 2, 2, 2], y: [2, 2, 0, 0], relativeValue: [2, 2.5, -1, Number.NaN] };
  const found = forecastOutcomes(bgNbd, params, columns, t, null, outcomes, levels);
  near(found.valueBelow[0]!, found.purchaseBelow[0]!, 1e-12);
  near(found.valueMass[0]!, found.purchaseMass[0]!, 1e-12);
  near(found.valueBelow[1]!, found.purchaseBelow[0]! + found.purchaseMass[0]!, 1e-12);
  expect(found.valueMass[1]).toBe(0);
  expect([found.valueBelow[2], found.valueMass[2]]).toEqual([0, found.purchaseMass[2]]);
  expect([found.valueBelow[3], found.valueMass[3]], "no scale to measure by").toEqual([0, 1]);
});

const worlds: readonly (readonly [PurchaseModelName, Params])[] = [
  ["bg-nbd", { r: 0.8, alpha: 9, a: 0.8, b: 3 }],
  ["pareto-nbd", { r: 0.9, alpha: 9, s: 0.7, beta: 20 }],
  ["mbg-cnbd-k", { k: 2, r: 0.9, alpha: 4, a: 0.8, b: 3 }],
];

test.each(worlds)("PIT values of purchases and value are uniform where %s is true", (name, p) => {
  const model: PurchaseModel = purchaseModel(name);
  const random = seededRandom(4);
  const people = Array.from({ length: 4000 }, (_, i) => {
    const T = 10 + (i % 5) * 8;
    const { times } = model.simulate(p, T + t, random);
    const before = times.filter((time) => time <= T);
    const nu = gammaVariate(random, spend.q, spend.gamma);
    const spent = (n: number): number => (n === 0 ? 0 : gammaVariate(random, spend.p * n, nu));
    const z = spent(before.length);
    const y = times.length - before.length;
    const mean = (spend.p * (spend.gamma + z)) / (spend.p * before.length + spend.q - 1);
    return { x: before.length, tx: before.at(-1) ?? 0, T, y, relative: spent(y) / mean };
  }).sort((a, b) => a.x - b.x || a.tx - b.tx || a.T - b.T);
  const all = historiesFrom(
    people.map((c) => c.x),
    people.map((c) => c.tx),
    people.map((c) => c.T),
  );
  const row: number[] = [];
  people.forEach(({ x, tx, T }, i) => {
    const last = people[i - 1];
    const same = last !== undefined && last.x === x && last.tx === tx && last.T === T;
    row.push(i === 0 ? 0 : row[i - 1]! + (same ? 0 : 1));
  });
  const outcomes = { row, y: people.map((c) => c.y), relativeValue: people.map((c) => c.relative) };
  const one = { classes: new Uint8Array(all.x.length), purchases: [[0.5]], value: [[0.5]] };
  const f = forecastOutcomes(model, p, all, t, spend, outcomes, one);
  const pits = [
    randomisedPit(f.purchaseBelow, f.purchaseMass, random),
    randomisedPit(f.valueBelow, f.valueMass, random),
  ];
  for (const pit of pits) expect(uniformityTest(pit).pValue).toBeGreaterThan(0.005);
  const off = f.valueBelow.map((u) => Math.min(1, 0.9 * u));
  expect(
    uniformityTest(
      randomisedPit(
        off,
        f.valueMass.map((m) => 0.9 * m),
        random,
      ),
    ).pValue,
    "not where it is wrong",
  ).toBeLessThan(1e-6);
});
