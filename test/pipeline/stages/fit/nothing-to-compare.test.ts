import { expect, test } from "vitest";
import { nothingToCompare } from "../../../../pipeline/stages/fit/nothing-to-compare.js";

const groups = (name: string, byValue: readonly (readonly [string | null, number])[]) => ({
  names: [name],
  numbers: byValue.map((_, i) => i),
  values: byValue.map(([value]) => [value]),
  n: byValue.map(([, n]) => n),
});

test.each([
  [groups("channel", [["web", 900]]), "all customers have the same channel"],
  [
    groups("channel", [
      ["web", 880],
      ["app", 15],
      [null, 5],
    ]),
    "nearly all customers have the same channel (880 of 900)",
  ],
  [
    groups(
      "zip",
      Array.from({ length: 900 }, (_, i) => [`z${i}`, 1] as const),
    ),
    "zip has as many values as there are customers (900), so it tells them apart and says nothing of them",
  ],
  [
    groups(
      "zip",
      Array.from({ length: 300 }, (_, i) => [`z${i}`, 3] as const),
    ),
    "zip has 300 values among 900 customers, the most frequent one with 3: too few of each to learn from",
  ],
])("why a covariate says nothing, %#", (found, why) => {
  expect(nothingToCompare(found)).toBe(why);
});
