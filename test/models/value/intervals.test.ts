import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import type { Histories, Params, PurchaseModel, Random } from "../../../models/model.js";
import {
  betaVariate,
  exponentialVariate,
  gammaVariate,
  seededRandom,
} from "../../../models/numeric/random.js";
import { incompleteBeta } from "../../../models/numeric/special.js";
import { type BgNbdParam, bgNbd } from "../../../models/purchase/bg-nbd.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import { countQuantile, secondMoment } from "../../../models/value/purchase-counts.js";
import { spendGrid } from "../../../models/value/spend-sums.js";
import { near } from "../near.js";

type P = Params<BgNbdParam>;
const days: P = { r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 };
const loyal: P = { r: 3, alpha: 60, a: 0.05, b: 2 };
const spend = { p: 6.25, q: 3.74 };
const levels = [0.025, 0.1, 0.9, 0.975];
const delta = Math.log(1.1) / 365;

type Quantile = [
  number[],
  [number, number],
  [number, number, number],
  number,
  number,
  number,
  number,
  number,
];
const table = JSON.parse(readFileSync(new URL("../../fixtures/intervals.json", import.meta.url), "utf8")) as {
  quantiles: Quantile[];
};

const mixedBase: Histories = historiesFrom(
  [0, 0, 1, 1, 1, 2, 2, 7, 30, 300],
  [0, 0, 20, 100, 290, 100, 250, 280, 290, 299],
  [40, 300, 300, 300, 300, 300, 300, 300, 300, 300],
);

test("quantiles and second moments are those of mpmath", () => {
  for (const [[r, alpha, a, b], [p, q], [x, tx, T], t, level, count, value, second] of table.quantiles) {
    const params = { r: r!, alpha: alpha!, a: a!, b: b! };
    const h = historiesFrom([x], [tx], [T]);
    const out = predictHistories(bgNbd, params, h, [t], 0, { levels: [level], spend: { p, q } });
    const what = `r ${r}, p ${p}, x ${x}, t_x ${tx}, T ${T}, t ${t}, level ${level}:`;
    expect(out.purchaseQuantiles[0]![0]![0], what).toBe(count);
    near(out.valueQuantiles[0]![0]![0]!, value, 2e-3, what);
    const E = out.expected[0]![0]!;
    near(out.variance[0]![0]! + E * E, out.pAlive[0]! * second, 2e-4, what);
  }
});

describe("against the sum over whole numbers of purchases", () => {
  /** P(value <= v) in units of the expected spend, term by term. */
  function distribution(shape: typeof spend, x: number, alive: number, pmf: Float64Array, v: number): number {
    const b = shape.p * x + shape.q;
    const Z = (v * shape.p) / (b - 1);
    let sum = 1 - alive + alive * pmf[0]!;
    for (let k = 1; k < pmf.length; k++) sum += alive * pmf[k]! * incompleteBeta(Z / (1 + Z), shape.p * k, b);
    return sum;
  }

  for (const shape of [spend, { p: 0.5, q: 1.4 }, { p: 60, q: 2.5 }, { p: 900, q: 40 }])
    test(`the distribution at each quantile of value is its level, p = ${shape.p}, q = ${shape.q}`, () => {
      let checked = 0;
      for (const p of [days, loyal]) {
        const out = predictHistories(bgNbd, p, mixedBase, [30, 365], 0, { levels, spend: shape });
        [30, 365].forEach((t, j) => {
          for (let i = 0; i < mixedBase.x.length; i++) {
            const [x, tx, T] = [mixedBase.x[i]!, mixedBase.tx[i]!, mixedBase.T[i]!];
            const pmf = bgNbd.pmfIfAlive(p, x, tx, T, t, 1e-9);
            levels.forEach((level, l) => {
              const value = out.valueQuantiles[j]![l]![i]!;
              const at = (v: number): number => distribution(shape, x, out.pAlive[i]!, pmf, v);
              const what = `x ${x}, t_x ${tx}, T ${T}, t ${t}, level ${level}: `;
              if (value === 0) expect(at(0), what).toBeGreaterThanOrEqual(level);
              else {
                checked++;
                expect(at(value * 0.995), what).toBeLessThan(level);
                expect(at(value * 1.005), what).toBeGreaterThan(level);
              }
            });
          }
        });
      }
      expect(checked).toBeGreaterThan(80);
    });

  test("the quantile of purchases is the smallest number that reaches the level", () => {
    for (const p of [days, loyal]) {
      const out = predictHistories(bgNbd, p, mixedBase, [30, 365], 0, { levels, spend: null });
      [30, 365].forEach((t, j) => {
        for (let i = 0; i < mixedBase.x.length; i++) {
          const up = (y: number): number => {
            let sum = 0;
            for (let k = 0; k <= y; k++)
              sum += bgNbd.conditionalPmf(p, k, mixedBase.x[i]!, mixedBase.tx[i]!, mixedBase.T[i]!, t);
            return sum;
          };
          levels.forEach((level, l) => {
            const y = out.purchaseQuantiles[j]![l]![i]!;
            expect(up(y)).toBeGreaterThanOrEqual(level);
            if (y > 0) expect(up(y - 1)).toBeLessThan(level);
          });
        }
      });
    }
  });
});

test("simulated customers are below their quantiles as often as the levels say", () => {
  const draws = 200_000;
  const random = seededRandom(7);
  const t = 273;
  for (const [x, tx, T] of [
    [0, 0, 200],
    [3, 220, 272],
    [15, 250, 272],
  ] as const) {
    const out = predictHistories(bgNbd, days, historiesFrom([x], [tx], [T]), [t], 0, { levels, spend });
    const below = levels.map(() => ({ purchases: 0, value: 0 }));
    for (let i = 0; i < draws; i++) {
      const [count, value] = future(days, x, T, t, out.pAlive[0]!, random);
      levels.forEach((_, l) => {
        if (count <= out.purchaseQuantiles[0]![l]![0]!) below[l]!.purchases++;
        if (value <= out.valueQuantiles[0]![l]![0]!) below[l]!.value++;
      });
    }
    levels.forEach((level, l) => {
      const error = 4 * Math.sqrt((level * (1 - level)) / draws);
      const what = `x ${x}, level ${level}`;
      expect(below[l]!.purchases / draws, what).toBeGreaterThan(level - error);
      const share = below[l]!.value / draws;
      if (out.valueQuantiles[0]![l]![0] === 0) expect(share, what).toBeGreaterThan(level - error);
      else expect(Math.abs(share - level), what).toBeLessThan(error);
    });
  }

  /** Purchases in (T, T + t] and their sum in units of E[M | x, m]. */
  function future(p: P, x: number, T: number, t: number, alive: number, random: Random): [number, number] {
    if (random() >= alive) return [0, 0];
    const rate = gammaVariate(random, p.r + x, p.alpha + T);
    const leaving = betaVariate(random, p.a, p.b + x);
    let count = 0;
    for (let time = exponentialVariate(random, rate); time <= t; time += exponentialVariate(random, rate)) {
      count++;
      if (random() < leaving) break;
    }
    if (count === 0) return [0, 0];
    const b = spend.p * x + spend.q;
    const Z = gammaVariate(random, spend.p * count, gammaVariate(random, b, 1));
    return [count, (Z * (b - 1)) / spend.p];
  }
});

describe("all histories", () => {
  const out = predictHistories(bgNbd, days, mixedBase, [90, 365], delta, { levels, spend });

  test("quantiles rise with the level, and with the horizon where nothing is discounted", () => {
    const plain = predictHistories(bgNbd, days, mixedBase, [90, 365], 0, { levels, spend });
    for (const lists of [out.purchaseQuantiles, out.valueQuantiles, plain.valueQuantiles])
      for (let i = 0; i < mixedBase.x.length; i++)
        for (const columns of lists) {
          const row = columns.map((column) => column[i]!);
          expect(row).toEqual([...row].sort((a, b) => a - b));
        }
    for (const [short, long] of [plain.purchaseQuantiles, plain.valueQuantiles])
      for (let i = 0; i < mixedBase.x.length; i++)
        for (let l = 0; l < levels.length; l++)
          expect(long![l]![i]!).toBeGreaterThanOrEqual(short![l]![i]! * (1 - 1e-3));
  });

  test("a heavy buyer's interval is finite and around its mean, relative to which it is narrow", () => {
    const i = mixedBase.x.indexOf(300);
    const [low, , , high] = out.purchaseQuantiles[0]!.map((column) => column[i]!);
    const mean = out.expected[0]![i]!;
    expect(low!).toBeLessThan(mean);
    expect(high!).toBeGreaterThan(mean);
    expect(high! / mean).toBeLessThan(1.5);
    const value = out.valueQuantiles[0]!.map((column) => column[i]!);
    expect(value[3]! / out.discounted[0]![i]!).toBeLessThan(1.6);
  });

  test("who is certainly gone will buy nothing at any level", () => {
    const gone = predictHistories(bgNbd, days, historiesFrom([1000], [10], [100]), [365], delta, {
      levels,
      spend,
    });
    for (const columns of [gone.purchaseQuantiles[0]!, gone.valueQuantiles[0]!])
      for (const column of columns) expect(column[0]).toBe(0);
    expect(gone.variance[0]![0]).toBe(0);
  });

  test("value is discounted by the ratio of expectations", () => {
    const plain = predictHistories(bgNbd, days, mixedBase, [90, 365], 0, { levels, spend });
    for (let i = 0; i < mixedBase.x.length; i++)
      near(
        out.valueQuantiles[1]![3]![i]!,
        (plain.valueQuantiles[1]![3]![i]! * out.discounted[1]![i]!) / plain.expected[1]![i]!,
        1e-10,
      );
  });

  test("without a spend model the quantile of value is that of purchases", () => {
    const fallback = predictHistories(bgNbd, days, mixedBase, [365], 0, { levels, spend: null });
    expect(fallback.valueQuantiles).toEqual(fallback.purchaseQuantiles);
  });

  test("asking for intervals changes no expectation", () => {
    const without = predictHistories(bgNbd, days, mixedBase, [90, 365], delta);
    for (const key of ["pAlive", "expected", "discounted", "residual"] as const)
      expect(without[key]).toEqual(out[key]);
    expect(without.variance).toEqual([]);
    expect(without.purchaseQuantiles).toEqual([[], []]);
  });

  test("rows are predicted alike alone, together and by a model that is not called memoryless", () => {
    const withMemory: PurchaseModel<BgNbdParam> = { ...bgNbd, memoryless: false };
    expect(predictHistories(withMemory, days, mixedBase, [90, 365], delta, { levels, spend })).toEqual(out);
    for (let i = 0; i < mixedBase.x.length; i++) {
      const one = historiesFrom([mixedBase.x[i]!], [mixedBase.tx[i]!], [mixedBase.T[i]!]);
      const alone = predictHistories(bgNbd, { ...days }, one, [90, 365], delta, {
        levels,
        spend: { ...spend },
      });
      for (let l = 0; l < levels.length; l++) {
        expect(alone.purchaseQuantiles[1]![l]![0]).toBe(out.purchaseQuantiles[1]![l]![i]);
        expect(alone.valueQuantiles[1]![l]![0]).toBe(out.valueQuantiles[1]![l]![i]);
      }
      expect(alone.variance[1]![0]).toBe(out.variance[1]![i]);
    }
  });
});

describe("points of parameters", () => {
  const points: P[] = [days, { ...days, r: 0.3, a: 0.6 }, { ...days, alpha: 25, b: 3 }];

  test("equal points are no doubt", () => {
    const one = predictHistories(bgNbd, days, mixedBase, [365], delta, { levels, spend });
    const same = predictHistories(bgNbd, days, mixedBase, [365], delta, {
      levels,
      spend,
      points: [days, { ...days }, { ...days }],
    });
    expect(same.purchaseQuantiles).toEqual(one.purchaseQuantiles);
    one.valueQuantiles[0]!.forEach((column, l) => {
      for (let i = 0; i < column.length; i++) near(same.valueQuantiles[0]![l]![i]!, column[i]!, 1e-9);
    });
  });

  test("the mean of the distributions reaches each level at the quantile", () => {
    const out = predictHistories(bgNbd, days, mixedBase, [365], 0, { levels, spend, points });
    for (let i = 0; i < mixedBase.x.length; i++) {
      const [x, tx, T] = [mixedBase.x[i]!, mixedBase.tx[i]!, mixedBase.T[i]!];
      const up = (y: number): number => {
        let sum = 0;
        for (const p of points)
          for (let k = 0; k <= y; k++) sum += bgNbd.conditionalPmf(p, k, x, tx, T, 365) / points.length;
        return sum;
      };
      levels.forEach((level, l) => {
        const y = out.purchaseQuantiles[0]![l]![i]!;
        expect(up(y)).toBeGreaterThanOrEqual(level);
        if (y > 0) expect(up(y - 1)).toBeLessThan(level);
      });
    }
  });
});

test("what cannot be asked for", () => {
  const ask = (levels: number[], shape = spend): unknown =>
    predictHistories(bgNbd, days, mixedBase, [90], 0, { levels, spend: shape });
  expect(() => ask([0.5, 1])).toThrow("in (0, 1); got 1");
  expect(() => ask([0.5], { p: 2, q: 0.9 })).toThrow("q > 1");
  expect(() => predictHistories(bgNbd, days, mixedBase, [90], 0, { levels, spend, points: [] })).toThrow(
    "at least one",
  );
});

test("distributions over whole numbers", () => {
  const cdf = Float64Array.of(0.5, 0.8, 0.95);
  expect([0.4, 0.5, 0.51, 0.9, 0.96].map((level) => countQuantile(cdf, level))).toEqual([0, 0, 1, 2, 3]);
  const geometric = Float64Array.from({ length: 9 }, (_, k) => 0.4 * 0.6 ** k); // mean 1.5, E[Y^2] 6
  near(secondMoment(geometric, 1.5), 6, 1e-12);
});

test("tables of spend grow to what is asked for, and start where little is left", () => {
  const grid = spendGrid({ p: 2, q: 3 }, 4);
  near(incompleteBeta(1 / (1 + Math.exp(-grid.first)), 2, 11), 1e-4, 1e-6);
});
