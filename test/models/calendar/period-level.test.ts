import { describe, expect, test } from "vitest";
import { firstDayOfMonth, monthOfDay } from "../../../models/calendar/months.js";
import {
  logShare,
  logShareSlope,
  type PeriodLevel,
  periodPosterior,
} from "../../../models/calendar/period-level.js";
import {
  geometric,
  type Histories,
  historiesFrom,
  levelDoubt,
  type Params,
  type PurchaseModel,
  periodFactors,
  periodLevel,
  purchasesByPeriod,
  renewalsByPeriod,
} from "../../../models/index.js";
import { thorough } from "../../thorough.js";
import { near } from "../near.js";
import { donor, held, lastDay, levelOf, periodWorld, subscriber } from "./period-worlds.js";

const month = { months: 1 };
const worlds = thorough ? 40 : 6;

/** 36 months of subscriptions of whose subscribers 7 % leave a month at first; 100 more each month. */
const subscriptions = (odds: (month: number) => number) => (seed: number) =>
  periodWorld(
    subscriber({ alpha: 0.7, beta: 9 }),
    "sbg",
    { ...{ periods: 36, joining: 100, ahead: 12 }, length: month, odds },
    seed,
  );

/** 24 months of donors; 200 more each month. */
const donations = (odds: (month: number) => number) => (seed: number) =>
  periodWorld(
    donor({ alpha: 1, beta: 9, gamma: 0.66, delta: 12 }),
    "bg-bb",
    { ...{ periods: 24, joining: 200, ahead: 12 }, length: month, odds },
    seed,
  );

describe("totals over the next 3 and 12 months", () => {
  test("of steady subscriptions are a little less sure", () => {
    for (const { plain, level } of held(
      worlds,
      subscriptions(() => 1),
      [3, 12],
    )) {
      expect(level.width / plain.width).toBeGreaterThan(1);
      expect(level.width / plain.width).toBeLessThan(1.6);
      expect(level.in80).toBeGreaterThan(0.6);
      expect(Math.abs(level.bias)).toBeLessThan(0.01);
    }
  });

  test("hold after churn has doubled in the last half year, where those of parameters and chance do not", () => {
    for (const { plain, level } of held(
      worlds,
      subscriptions((m) => (m > 30 ? 2 : 1)),
      [3, 12],
    )) {
      expect(plain.in95).toBeLessThan(0.2);
      expect(level.in80).toBeGreaterThan(0.8);
      expect(Math.abs(level.bias)).toBeLessThan(Math.abs(plain.bias));
    }
  });

  test("of donations hold while fewer and fewer donate", () => {
    for (const { plain, level } of held(
      worlds,
      donations((m) => 0.6 ** (m / 24)),
      [3, 12],
    )) {
      expect(plain.in95).toBeLessThan(0.75);
      expect(level.in80).toBeGreaterThan(0.8);
      expect(Math.abs(level.bias)).toBeLessThan(0.5 * Math.abs(plain.bias));
    }
  });
});

test("a factor of odds changes a probability as it does, and by the slope", () => {
  for (const p of [0.03, 0.5, 0.98])
    for (const factor of [0.4, 1, 3]) {
      const moved = (p * factor) / (1 - p + p * factor);
      near(Math.exp(logShare(1 - p, Math.log(factor))), moved / p, 1e-13);
      const h = 1e-5;
      const [up, down] = [h, -h].map((d) => logShare(1 - p, Math.log(factor) + d));
      near(logShareSlope(1 - p, Math.log(factor)), (up! - down!) / (2 * h), 1e-8);
    }
});

describe("a level", () => {
  test("is that of the odds, however many of those at risk have left unseen", () => {
    // half of a million customers have left, the others buy with probability 0.6 until odds fall by a fifth
    const there = 5e5;
    const after = (0.6 * 0.8) / (0.4 + 0.6 * 0.8);
    const periods = [0.6, 0.6, 0.6, 0.6, 0.6, 0.6, after, after, after, after, after, after];
    const all = (n: number): Float64Array => new Float64Array(periods.length).fill(n);
    const counts = {
      actual: Float64Array.from(periods, (p) => there * p),
      expected: all(there * 0.6),
      variance: all(there * 0.24),
      atRisk: all(2 * there),
    };
    const h = historiesFrom([0, 0], [0, 0], [12, 1]);
    const level = periodLevel(counts, h, lastDay, month)!;
    const { mean } = periodPosterior(level, 0);
    expect(Math.abs(mean[0]!)).toBeLessThan(0.01);
    near(mean[11]!, Math.log(0.8), 0.06); // to first order
    const factors = periodFactors(level, 0);
    near(Math.exp(factors[11]!.mean), after / 0.6, 0.02);
    near(factors[11]!.level + factors[11]!.shock, factors[11]!.mean, 1e-12);
  });

  test("is looked for where two periods have enough, with chance in what they bring", () => {
    const few = { ...{ actual: [0, 3], expected: [1, 3], variance: [1, 2], atRisk: [4, 9] } };
    const h = historiesFrom([0], [0], [2]);
    const of = (c: typeof few) =>
      periodLevel(
        {
          actual: Float64Array.from(c.actual),
          expected: Float64Array.from(c.expected),
          variance: Float64Array.from(c.variance),
          atRisk: Float64Array.from(c.atRisk),
        },
        h,
        lastDay,
        month,
      );
    expect(of(few)).toBeNull();
    expect(of({ ...few, expected: [3, 3] })?.periods).toBe(2);
    expect(of({ ...few, expected: [3, 3], variance: [0.2, 2] })).toBeNull();
  });

  test("is one of about a month where periods are shorter, counted back from the last, and stays JSON", () => {
    const counts = (periods: number) => {
      const all = (n: number): Float64Array => new Float64Array(periods).fill(n);
      return { actual: all(80), expected: all(80), variance: all(16), atRisk: all(100) };
    };
    const h = historiesFrom([0], [0], [10]);
    const weekly = periodLevel(counts(10), h, lastDay, { days: 7 })!;
    expect([weekly.each, weekly.stretches.map(({ actual }) => actual)]).toEqual([4, [160, 320, 320]]);
    const weeks = periodFactors(weekly, 5);
    expect(weeks.map(({ from, to }) => to - from + 1)).toEqual([14, 28, 28, 28, 28]);
    expect([weeks[2]!.to, weeks.map(({ past }) => past)]).toEqual([
      lastDay,
      [true, true, true, false, false],
    ]);
    const quarters = periodFactors(periodLevel(counts(4), h, lastDay, { months: 3 })!, 1);
    expect(quarters.map(({ from }) => monthOfDay(from) % 12)).toEqual([0, 3, 6, 9, 0]);
    expect(quarters[0]!.from).toBe(firstDayOfMonth(2023 * 12));
    expect(JSON.parse(JSON.stringify(weekly))).toEqual(weekly);
  });
});

describe("what a level leaves open of a total", () => {
  const p = { odds: 0.25 };
  const model = geometric as unknown as PurchaseModel;
  // 18 periods; the last five are bad
  const h: Histories = (() => {
    const T = Array.from({ length: 18 }, (_, i) => i + 1);
    const rows = T.flatMap((t) => [
      { t, n: 30, tx: t },
      ...T.filter((k) => k < t).map((k) => ({ t, tx: k, n: t - k < 5 ? 25 : 9 })),
    ]);
    const column = (of: (row: (typeof rows)[number]) => number): number[] => rows.map(of);
    return historiesFrom(
      column((r) => r.tx),
      column((r) => r.tx),
      column((r) => r.t),
      column((r) => r.n),
    );
  })();
  const level = periodLevel(renewalsByPeriod(model, p, h), h, lastDay, month) as PeriodLevel;
  const horizon = 5;

  test("is the total with each period's odds moved, since renewals compound, and its slope times their covariance", () => {
    const { points } = periodPosterior(level, horizon);
    const total = (log: ArrayLike<number>): number => {
      let stays = 1;
      let sum = 0;
      for (let k = 0; k < horizon; k++) {
        stays *= 1 / (1 + p.odds * Math.exp(-log[k]!));
        sum += stays;
      }
      return Math.log(sum);
    };
    const found = levelDoubt(model, p, h, level, lastDay, [horizon]).purchases[0]!;
    expect(found.length).toBe(points.length);
    found.forEach((point, i) => {
      const { mean, covariance, weight } = points[i]!;
      near(point.weight, weight, 1e-15);
      near(point.mean, total(mean) - total(new Float64Array(horizon)), 1e-11);
      const slope = Array.from(mean, (_, k) => {
        const at = (d: number): number => total(mean.map((v, j) => v + (j === k ? d : 0)));
        return (at(1e-5) - at(-1e-5)) / 2e-5;
      });
      let variance = 0;
      slope.forEach((a, j) => {
        slope.forEach((b, k) => {
          variance += a * b * covariance[j * horizon + k]!;
        });
      });
      near(point.variance, variance, 1e-7);
    });
    expect(found.reduce((sum, point) => sum + point.weight * point.mean, 0)).toBeLessThan(-0.05);
  });

  test("grows with the periods between the log and the day that is predicted from", () => {
    const spread = (asOf: number): number =>
      levelDoubt(model, p, h, level, asOf, [horizon]).purchases[0]!.reduce(
        (sum, { weight, variance }) => sum + weight * variance,
        0,
      );
    expect(spread(firstDayOfMonth(2024 * 12 + 6) - 1)).toBeGreaterThan(1.3 * spread(lastDay));
    expect(spread(lastDay + 15), "no whole period later").toBe(spread(lastDay));
  });

  test("is nothing where nobody is left", () => {
    const gone = historiesFrom([1, 2], [1, 2], [4, 6], [50, 50]);
    for (const { mean, variance } of levelDoubt(model, p as Params, gone, level, lastDay, [3]).purchases[0]!)
      expect([mean, variance]).toEqual([0, 0]);
  });
});

test("the level of simulated donors is even where nothing changes", () => {
  const world = donations(() => 1)(3);
  const level = levelOf(world, { alpha: 1, beta: 9, gamma: 0.66, delta: 12 })!;
  for (const { mean } of periodFactors(level, 0)) expect(Math.abs(mean)).toBeLessThan(0.15);
});

describe("purchases by day", () => {
  const by = (
    days: readonly [number, number][],
    length: Parameters<typeof purchasesByPeriod>[2],
    n: number,
  ) => {
    const purchases = new Float64Array(400);
    for (const [ago, count] of days) purchases[399 - ago] = count;
    return Array.from(purchasesByPeriod(purchases, lastDay, length, n));
  };

  test("are added up by the periods that their days lie in", () => {
    expect(
      by(
        [
          [0, 1],
          [30, 2],
          [31, 4],
          [61, 8],
        ],
        { months: 1 },
        3,
      ),
    ).toEqual([8, 4, 3]);
    expect(
      by(
        [
          [0, 1],
          [91, 2],
          [92, 4],
        ],
        { months: 3 },
        2,
      ),
    ).toEqual([4, 3]);
    expect(
      by(
        [
          [0, 1],
          [6, 2],
          [7, 4],
        ],
        { days: 7 },
        3,
      ),
    ).toEqual([0, 4, 3]);
  });

  test("are not lost before the first period", () => {
    expect(() => by([[31, 1]], { months: 1 }, 1)).toThrow(RangeError);
  });
});
