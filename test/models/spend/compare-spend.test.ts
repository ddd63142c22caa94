import { describe, expect, test } from "vitest";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { type SpendLossSums, spendScores } from "../../../models/spend/compare-spend.js";
import { near } from "../near.js";
import { sum } from "./simulate-spend.js";

interface Held {
  readonly y: number;
  readonly v: number;
  readonly m: readonly number[];
}

const lossOf = ({ y, v, m }: Held): number[] => m.map((mean) => v / mean + y * Math.log(mean));

function sumsOf(held: readonly Held[], unit = 1): SpendLossSums {
  const losses = held.map(lossOf);
  const over = (of: (c: Held, loss: readonly number[]) => number): number =>
    sum(held.map((c, i) => of(c, losses[i]!)));
  return {
    unit,
    customers: held.length,
    purchases: over(({ y }) => y),
    squaredPurchases: over(({ y }) => y * y),
    value: over(({ v }) => v),
    models: held[0]!.m.map((_, k) => ({
      loss: over((_c, loss) => loss[k]!),
      weighted: over(({ y }, loss) => y * loss[k]!),
      expected: over(({ y, m }) => y * m[k]!),
      error: over(({ y, v, m }) => Math.abs(v / y - m[k]!)),
      products: held[0]!.m.map((_m, j) => over((_c, loss) => loss[k]! * loss[j]!)),
    })),
  };
}

/** Customers of a mean of their own; the second model knows it, the first takes 20 for everyone, the third is 30 % too high. */
function world(customers: number, seed: number): Held[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, () => {
    const mean = gammaVariate(random, 4, 0.2);
    const y = 1 + Math.floor(4 * random());
    const v = sum(Array.from({ length: y }, () => gammaVariate(random, 2, 2 / mean)));
    return { y, v, m: [20, mean, 1.3 * mean] };
  });
}

describe("scores of spend models", () => {
  const held = world(2000, 5);
  const scores = spendScores(sumsOf(held))!;

  test("the true means are best, and are best of all multiples of themselves", () => {
    expect(scores[1]!.behind).toBe(0);
    expect(scores[0]!.behind).toBeGreaterThan(4 * scores[0]!.behindError);
    expect(scores[2]!.behind).toBeGreaterThan(4 * scores[2]!.behindError);
    near(scores[2]!.bias - scores[1]!.bias, 0.3, 0.1);
    expect(Math.abs(scores[1]!.bias)).toBeLessThan(0.05);
  });

  test("one mean for everybody scores 0 at best", () => {
    const mean = sum(held.map((c) => c.v)) / sum(held.map((c) => c.y));
    const flat = spendScores(sumsOf(held.map((c) => ({ ...c, m: [mean] }))))!;
    expect(flat[0]!.score).toBeCloseTo(0, 9);
    expect(scores[0]!.score).toBeLessThan(0);
    expect(scores[1]!.score).toBeGreaterThan(0);
  });

  test("the standard error is how differences scatter from one world to the next", () => {
    const found = Array.from({ length: 60 }, (_, i) => spendScores(sumsOf(world(400, 100 + i)))![0]!);
    const mean = sum(found.map((s) => s.behind)) / found.length;
    const spread = Math.sqrt(sum(found.map((s) => (s.behind - mean) ** 2)) / (found.length - 1));
    near(sum(found.map((s) => s.behindError)) / found.length, spread, 0.3);
  });

  test("a unit of money changes the errors alone", () => {
    const inCents = spendScores(
      sumsOf(
        held.map(({ y, v, m }) => ({ y, v: v / 7, m: m.map((k) => k / 7) })),
        7,
      ),
    )!;
    for (const [i, s] of inCents.entries())
      for (const key of ["score", "behind", "behindError", "meanAbsoluteError", "bias"] as const)
        expect(s[key]).toBeCloseTo(scores[i]![key], 8);
  });

  test("nothing bought, or refunds of all of it: no comparison", () => {
    const none = { ...sumsOf(held), purchases: 0, value: 0 };
    expect(spendScores(none)).toBeNull();
    expect(spendScores({ ...sumsOf(held), value: -5 })).toBeNull();
  });

  test("a customer whose purchases were all refunded is a customer like any other", () => {
    const refunded = [...held, { y: 2, v: 0, m: [20, 20, 20] }, { y: 1, v: -3, m: [20, 20, 20] }];
    for (const s of spendScores(sumsOf(refunded))!) expect(Number.isFinite(s.score)).toBe(true);
  });
});
