import { expect, test } from "vitest";
import { falseDiscovery } from "../../../models/index.js";

test("the fifteen tests of Benjamini & Hochberg (1995), section 3: four are rejected at 0.05", () => {
  const p = [
    ...[0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344],
    ...[0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1],
  ];
  const q = falseDiscovery(p);
  expect(q.filter((v) => v! <= 0.05)).toHaveLength(4);
  expect(q[3]).toBeCloseTo((0.0095 * 15) / 4, 12);
  expect(q[14]).toBe(1);
  expect(q).toEqual([...q].sort((a, b) => a! - b!));
});

test("what was not tested counts as no test, and the order does not matter", () => {
  expect(falseDiscovery([])).toEqual([]);
  expect(falseDiscovery([null, 0.04, null, 0.01])).toEqual([null, 0.04, null, 0.02]);
  expect(falseDiscovery([null])).toEqual([null]);
});
