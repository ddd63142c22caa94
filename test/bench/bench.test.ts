import { describe, expect, test } from "vitest";
import { historiesFrom, seededRandom } from "../../models/index.js";
import { benchOptions } from "./options.js";
import { isMet } from "./outcome.js";
import {
  ageOf,
  groupKeys,
  recencyOf,
  repeatsOf,
  simulateKeys,
  simulateSpend,
  truth,
} from "./simulated-customers.js";
import { median, tableText } from "./table.js";

describe("simulated customers", () => {
  const keys = simulateKeys(5000, seededRandom(3));

  test("group to the histories that historiesFrom makes of them", () => {
    const columns = [repeatsOf, recencyOf, ageOf].map((part) => Array.from(keys, part));
    expect(groupKeys(keys)).toEqual(historiesFrom(columns[0]!, columns[1]!, columns[2]!));
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
    expect([...benchOptions([]).only]).toEqual(["a", "b", "c"]);
  });

  test("name what is wrong", () => {
    expect(() => benchOptions(["--only", "d"])).toThrow('--only takes a, b, c; got "d"');
    expect(() => benchOptions(["--scale", "tiny"])).toThrow('--scale takes full or small; got "tiny"');
    expect(() => benchOptions(["--repeat", "0"])).toThrow('--repeat must be 1 or more; got "0"');
    expect(() => benchOptions(["--nonsense"])).toThrow("--nonsense");
  });
});
