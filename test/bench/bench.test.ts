import { describe, expect, test } from "vitest";
import { bgCnbdK, historiesFrom, purchaseModel, seededRandom } from "../../models/index.js";
import { benchOptions } from "./options.js";
import { isMet } from "./outcome.js";
import {
  ageOf,
  groupKeys,
  recencyOf,
  repeatsOf,
  simulateCustomers,
  simulateKeys,
  simulateSpend,
  truth,
} from "./simulated-customers.js";
import { median, tableText } from "./table.js";
import { truths } from "./truths.js";

describe("simulated customers", () => {
  const keys = simulateKeys(5000, seededRandom(3));

  test("group to the histories that historiesFrom makes of them", () => {
    const columns = [repeatsOf, recencyOf, ageOf].map((part) => Array.from(keys, part));
    expect(groupKeys(keys)).toEqual(historiesFrom(columns[0]!, columns[1]!, columns[2]!));
  });

  test("carry the logarithms of their gaps into the histories", () => {
    const { keys: regular, logGaps } = simulateCustomers(bgCnbdK, truths["bg-cnbd-k"], 2000, seededRandom(3));
    const columns = [repeatsOf, recencyOf, ageOf].map((part) => Array.from(regular, part));
    const expected = historiesFrom(columns[0]!, columns[1]!, columns[2]!, undefined, logGaps);
    const found = groupKeys(regular, logGaps);
    expect([found.x, found.tx, found.T, found.n]).toEqual([expected.x, expected.tx, expected.T, expected.n]);
    for (let i = 0; i < found.n.length; i++)
      expect(found.logGaps![i]!).toBeCloseTo(expected.logGaps![i]!, 12);
    const one = regular.findIndex((key) => repeatsOf(key) === 1);
    expect(logGaps[one]).toBe(Math.log(recencyOf(regular[one]!)));
  });

  test("come first in a larger number from the same seed", () => {
    expect(simulateKeys(100, seededRandom(3))).toEqual(keys.slice(0, 100));
  });

  test("of every model buy and are seen for at most 730 days", () => {
    for (const world of Object.keys(truths) as (keyof typeof truths)[]) {
      if (world === "gamma-gamma") continue;
      const found = simulateCustomers(purchaseModel(world), truths[world], 500, seededRandom(3)).keys;
      const buyers = found.filter((key) => repeatsOf(key) > 0).length;
      expect(buyers, world).toBeGreaterThan(100);
      expect(buyers, world).toBeLessThan(490);
      expect(found.every((key) => recencyOf(key) <= ageOf(key) && ageOf(key) <= 730)).toBe(true);
    }
  });

  test("are seen by the day: never two purchases on one, none after T", () => {
    for (const key of keys) {
      expect(repeatsOf(key)).toBeLessThanOrEqual(recencyOf(key));
      expect(recencyOf(key)).toBeLessThanOrEqual(ageOf(key));
      expect(ageOf(key)).toBeLessThanOrEqual(730);
    }
  });

  test("spend where they come back, the population mean per purchase", () => {
    const z = simulateSpend(keys, seededRandom(4));
    const means = Array.from(z, (total, i) => total / repeatsOf(keys[i]!)).filter((m) => !Number.isNaN(m));
    expect(means.length).toBe(keys.filter((key) => repeatsOf(key) > 0).length);
    const { p, q, gamma } = truth.spend;
    const mean = means.reduce((sum, m) => sum + m, 0) / means.length;
    const error = Math.sqrt(means.reduce((sum, m) => sum + (m - mean) ** 2, 0)) / means.length;
    expect(Math.abs(mean - (p * gamma) / (q - 1))).toBeLessThan(4 * error);
  });
});

describe("output", () => {
  test("median takes the middle, of an even number the mean of the middle two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(() => median([])).toThrow("median of no values");
  });

  test("a table is aligned text", () => {
    const table = {
      title: "t",
      columns: ["", "ms"],
      rows: [
        ["one", "7"],
        ["twelve", "12"],
      ],
      notes: ["n"],
    };
    expect(tableText(table)).toBe("t\n          ms\n  one      7\n  twelve  12\n  n\n");
  });

  test("a target that is not a number is missed", () => {
    expect(isMet({ name: "", value: 2.5, atMost: 2.5 })).toBe(true);
    expect(isMet({ name: "", value: 2.6, atMost: 2.5 })).toBe(false);
    expect(isMet({ name: "", value: 19, atLeast: 20 })).toBe(false);
    expect(isMet({ name: "", value: Number.NaN, atLeast: 20 })).toBe(false);
  });
});

describe("options", () => {
  test("take lists of cases", () => {
    expect([...benchOptions(["--only", "a,c", "--repeat", "3"]).only]).toEqual(["a", "c"]);
    expect([...benchOptions(["--only", "d,h"]).only]).toEqual(["d", "h"]);
    expect([...benchOptions([]).only]).toEqual([..."abcdefghijklmn"]);
  });

  test("name what is wrong", () => {
    expect(() => benchOptions(["--only", "z"])).toThrow(
      '--only takes a, b, c, d, e, f, g, h, i, j, k, l, m, n; got "z"',
    );
    expect(() => benchOptions(["--scale", "tiny"])).toThrow('--scale takes full or small; got "tiny"');
    expect(() => benchOptions(["--repeat", "0"])).toThrow('--repeat must be 1 or more; got "0"');
    expect(() => benchOptions(["--nonsense"])).toThrow("--nonsense");
  });
});
