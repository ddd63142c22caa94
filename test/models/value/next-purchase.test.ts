import { describe, expect, test } from "vitest";
import {
  bestList,
  bgNbd,
  nextPurchaseTimes,
  type PurchaseModel,
  paretoNbd,
  purchaseModel,
  seededRandom,
} from "../../../models/index.js";

const levels = [0.1, 0.25, 0.5, 0.75, 0.9];
const T = 200;

const worlds: readonly (readonly [PurchaseModel, Record<string, number>])[] = [
  [bgNbd, { r: 0.8, alpha: 30, a: 0.8, b: 3 }],
  [paretoNbd, { r: 0.8, alpha: 30, s: 0.6, beta: 200 }],
  [purchaseModel("mbg-cnbd-k"), { k: 2, r: 1.2, alpha: 20, a: 0.5, b: 4 }],
];

describe.each(worlds.map(([model, p]) => [model.name, model, p] as const))("%s", (_, model, p) => {
  test("of simulated customers who are alive, each level's share has bought by its time", () => {
    const random = seededRandom(7);
    const alive: { x: number; tx: number; next: number }[] = [];
    while (alive.length < 1500) {
      const { times, dropout } = model.simulate(p, 4 * T, random);
      if (dropout <= T) continue;
      const before = times.filter((t) => t <= T);
      alive.push({
        x: before.length,
        tx: before.at(-1) ?? 0,
        next: (times.find((t) => t > T) ?? Infinity) - T,
      });
    }
    alive.sort((a, b) => a.x - b.x || a.tx - b.tx);
    const column = (of: (c: (typeof alive)[number]) => number) => Float64Array.from(alive, of);
    const h = { x: column((c) => c.x), tx: column((c) => c.tx), T: column(() => T), n: column(() => 1) };
    const found = nextPurchaseTimes(model, p, h, levels, 3 * T);
    levels.forEach((level, j) => {
      // where the time is beyond what is looked at, so is the level
      const within = alive.filter((_, i) => !Number.isNaN(found[j]![i]));
      const bought = alive.filter((c, i) => c.next <= found[j]![i]!).length / within.length;
      const error = Math.sqrt((level * (1 - level)) / within.length);
      expect(Math.abs(bought - level), `${level}`).toBeLessThan(3.5 * error);
    });
  });

  test("a time is where its share has bought", () => {
    const h = { x: [0, 3, 12], tx: [0, 150, 190], T: [T, T, T], n: [1, 1, 1] };
    const columns = {
      x: Float64Array.from(h.x),
      tx: Float64Array.from(h.tx),
      T: Float64Array.from(h.T),
      n: Float64Array.from(h.n),
    };
    const found = nextPurchaseTimes(model, p, columns, levels, 1e4);
    for (const [j, level] of levels.entries())
      for (let i = 0; i < 3; i++) {
        const t = found[j]![i]!;
        if (Number.isNaN(t)) continue;
        const bought = 1 - model.pmfIfAlive(p, h.x[i]!, h.tx[i]!, T, t, 1e-9)[0]!;
        expect(bought).toBeCloseTo(level, 3);
      }
  });
});

test("a live BG/NBD customer buys again by the closed form (alpha + T) (q^(-1/(r + x)) - 1)", () => {
  const p = { r: 0.8, alpha: 30, a: 0.8, b: 3 };
  const one = (v: number) => Float64Array.of(v);
  const found = nextPurchaseTimes(bgNbd, p, { x: one(3), tx: one(150), T: one(T), n: one(1) }, levels, 1e4);
  levels.forEach((level, j) => {
    expect(found[j]![0]! / ((p.alpha + T) * ((1 - level) ** (-1 / (p.r + 3)) - 1))).toBeCloseTo(1, 3);
  });
});

test("a contract is renewed at its next period, or is not", () => {
  const one = (v: number) => Float64Array.of(v);
  const h = { x: one(3), tx: one(3), T: one(3), n: one(1) };
  const found = nextPurchaseTimes(purchaseModel("geometric"), { odds: 1 / 3 }, h, [0.5, 0.9], 60);
  expect(found.map((column) => column[0])).toEqual([1, Number.NaN]);
});

test("without a candidate the best list is empty, and one at no cost is on it", () => {
  expect(bestList([], 5)).toEqual([]);
  expect(
    bestList(
      [
        { cost: 0, gain: 1 },
        { cost: 9, gain: 20 },
      ],
      5,
    ),
  ).toEqual([0]);
});
