import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../../models/numeric/normal-quantile.js";
import { seededRandom } from "../../../models/numeric/random.js";
import {
  betterTotalRival,
  compareTotalRivals,
  rivalInterval,
  type TotalErrors,
} from "../../../models/validation/total-rivals.js";
import { thorough } from "../../thorough.js";
import { near } from "../near.js";

const month = 30;

interface World {
  /** Monthly origins. */
  readonly origins: number;
  /** Months in a horizon. */
  readonly months: number;
  /** Standard deviations of log errors of the model and of two naive forecasts, and what the model is always off by. */
  readonly model: number;
  readonly rival: number;
  readonly bias?: number;
}

/** Log errors of monthly origins whose horizons overlap: each is the sum of what happened in its months, a third of it common to all. */
function world({ origins, months, model, rival, bias = 0 }: World, random: () => number): TotalErrors[] {
  const normal = (): number => normalQuantile(random());
  const shocks = Array.from({ length: origins + months }, () => {
    const common = normal();
    return [0, 1, 2].map(() => Math.sqrt(0.3) * common + Math.sqrt(0.7) * normal());
  });
  return Array.from({ length: origins }, (_, i) => {
    const error = (of: number): number =>
      shocks.slice(i, i + months).reduce((sum, shock) => sum + shock[of]!, 0) / Math.sqrt(months);
    const rivals = { "last-period": rival * error(1), "last-year": rival * error(2) };
    return { day: month * i, model: bias + model * error(0), rivals };
  });
}

const worlds = thorough ? 4000 : 400;

/** How often a naive forecast is chosen, and how often its interval holds the next total, one horizon after the last origin. */
function chosen(of: World, seed: number): { readonly share: number; readonly covered: number } {
  const random = seededRandom(seed);
  let times = 0;
  let inside = 0;
  for (let i = 0; i < worlds; i++) {
    const all = world({ ...of, origins: of.origins + of.months }, random);
    const found = betterTotalRival(compareTotalRivals(all.slice(0, of.origins), month * of.months));
    if (found === null) continue;
    times++;
    const [low, high] = rivalInterval(1, found, 0.8);
    const actual = Math.exp(all.at(-1)!.rivals[found.rival]!);
    if (actual >= low && actual <= high) inside++;
  }
  return { share: times / worlds, covered: inside / times };
}

/** Above the level by no more than chance of so many worlds. */
const slack = 3 * Math.sqrt((0.05 * 0.95) / worlds);

describe("a naive forecast of the total", () => {
  test("that is no better is chosen at most once in twenty", () => {
    for (const [i, of] of [
      { origins: 6, months: 1, model: 0.1, rival: 0.1 },
      { origins: 24, months: 1, model: 0.1, rival: 0.1 },
      { origins: 36, months: 3, model: 0.1, rival: 0.1 },
      { origins: 24, months: 1, model: 0.1, rival: 0.12 },
      // the model is always off by what the rival is off by on average
      { origins: 24, months: 1, model: 0.03, rival: 0.1, bias: 0.0798 },
    ].entries())
      expect(chosen(of, 10 + i).share, JSON.stringify(of)).toBeLessThanOrEqual(0.05 + slack);
  });

  test("that is truly better is found, and its interval holds what it says", () => {
    const clear = chosen({ origins: 24, months: 1, model: 0.1, rival: 0.05 }, 20);
    expect(clear.share).toBeGreaterThan(0.75);
    const overlapping = chosen({ origins: 48, months: 3, model: 0.1, rival: 0.03 }, 21);
    expect(overlapping.share).toBeGreaterThan(0.9);
    const biased = chosen({ origins: 12, months: 1, model: 0.1, rival: 0.1, bias: 0.25 }, 22);
    expect(biased.share).toBeGreaterThan(0.9);
    for (const { covered } of [clear, overlapping, biased]) expect(covered).toBeGreaterThan(0.74);
  });
});

/** A model that is off by a tenth and a rival that is not, on so many days. */
const days = (count: number, spacing: number): TotalErrors[] =>
  Array.from({ length: count }, (_, i) => ({
    day: spacing * i,
    model: i % 2 ? 0.1 : -0.12,
    rivals: { "last-period": i % 2 ? 0.01 : -0.02 },
  }));

describe("the comparison", () => {
  test("counts days whose horizons overlap by what is new in them, and needs five", () => {
    const [apart] = compareTotalRivals(days(5, 90), 90);
    expect(apart).toMatchObject({ origins: 5, effective: 5, better: true });
    const [close] = compareTotalRivals(days(12, 30), 90);
    expect(close).toMatchObject({ origins: 12, effective: 4, pValue: null, better: false });
    const [enough] = compareTotalRivals(days(15, 30), 90);
    expect(enough).toMatchObject({ effective: 5, better: true });
    expect(enough!.pValue!).toBeGreaterThan(compareTotalRivals(days(15, 90), 90)[0]!.pValue!);
    expect(compareTotalRivals(days(1, 90), 90)[0]).toMatchObject({ effective: 1, pValue: null });
  });

  test("has mean absolute errors, Student's test of their difference, and a spread around 0", () => {
    const [found] = compareTotalRivals(days(6, 90), 90);
    near(found!.error, 0.015, 1e-12);
    near(found!.modelError, 0.11, 1e-12);
    // differences 0.1 and 0.09: t = 0.095 sqrt(6) / sqrt(6 x 0.005^2 / 5) = 42.5 with 5 degrees of freedom
    near(found!.pValue!, 6.8e-8, 0.02);
    near(found!.spread, Math.sqrt((6 * 0.00025 + 0.0122) / 7), 1e-12);
    const [low, high] = rivalInterval(200, found!, 0.8);
    near(Math.log(high / 200) / found!.spread, 1.4398, 1e-4);
    near(low * high, 200 ** 2, 1e-12);
  });

  test("shares the level among rivals and takes the least error of those that are better", () => {
    const noisy = days(6, 90).map((d, i) => ({
      ...d,
      rivals: { "last-period": [0.17, 0, 0, 0, 0.02, 0.06][i]! },
    }));
    const p = compareTotalRivals(noisy, 90)[0]!.pValue!;
    expect(p).toBeGreaterThan(0.0125);
    expect(p).toBeLessThan(0.025);
    expect(betterTotalRival(compareTotalRivals(noisy, 90))?.rival).toBe("last-period");
    const two = noisy.map((d) => ({ ...d, rivals: { ...d.rivals, "last-year": 0.3 } }));
    expect(betterTotalRival(compareTotalRivals(two, 90))).toBeNull();
    const three = noisy.map((d) => ({ ...d, rivals: { ...d.rivals, "last-year": 0.001 } }));
    expect(betterTotalRival(compareTotalRivals(three, 90))?.rival).toBe("last-year");
  });

  test("leaves out days on which one of both is not known, and rivals that never are", () => {
    const some = days(7, 90).map((d, i) => ({
      ...d,
      model: i === 0 ? null : d.model,
      rivals: { ...d.rivals, "last-year": i < 5 ? null : 0.5, never: null },
    }));
    const found = compareTotalRivals(some, 90);
    expect(found.map(({ rival, origins }) => [rival, origins])).toEqual([
      ["last-period", 6],
      ["last-year", 2],
    ]);
    expect(compareTotalRivals([], 90)).toEqual([]);
  });

  test("a lead that never varies is beyond chance, none is not", () => {
    const even = (own: number): TotalErrors[] =>
      Array.from({ length: 5 }, (_, i) => ({ day: 90 * i, model: 0.1, rivals: { naive: own } }));
    expect(compareTotalRivals(even(0.05), 90)[0]!.better).toBe(true);
    expect(compareTotalRivals(even(0.1), 90)[0]!.better).toBe(false);
  });
});
