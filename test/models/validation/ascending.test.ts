import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { ascending } from "../../../models/validation/columns.js";

/** By comparisons: equal values, -0 and 0 among them, keep their order. */
const compared = (values: ArrayLike<number>): number[] =>
  Array.from({ length: values.length }, (_, i) => i).sort((i, j) =>
    values[i] === values[j] ? i - j : values[i]! < values[j]! ? -1 : 1,
  );

test("few rows", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true }), { maxLength: 40 }), (values) => {
      expect([...ascending(values)]).toEqual(compared(values));
    }),
  );
});

const random = seededRandom(1);
test.each([
  ["of any sign and size", () => (random() - 0.5) * 10 ** (600 * (random() - 0.5))],
  ["with many ties", () => Math.floor(7 * random()) - 3],
  ["that differ in their last bits alone", () => 1 + Math.floor(9 * random()) * Number.EPSILON],
  ["of zeros of either sign", () => (random() < 0.5 ? -0 : 0)],
  ["all the same", () => 3],
])("many rows %s", (_, next) => {
  const values = Float64Array.from({ length: 5000 }, next);
  expect([...ascending(values)]).toEqual(compared(values));
});

test("many rows with the extremes", () => {
  const extremes = [Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 0, -0];
  const values = Array.from({ length: 2000 }, (_, i) => (i % 7 === 0 ? extremes[(i / 7) % 8]! : i - 1000));
  expect([...ascending(values)]).toEqual(compared(values));
});
