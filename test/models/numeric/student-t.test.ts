import { expect, test } from "vitest";
import { normalQuantile } from "../../../models/numeric/normal-quantile.js";
import { studentQuantile, studentTail } from "../../../models/numeric/student-t.js";
import { near } from "../near.js";

test("Student's t has the published quantiles, and those of a fraction of a degree lie between", () => {
  // Abramowitz & Stegun (1964), table 26.10
  near(studentQuantile(0.025, 1), 12.706, 1e-4);
  near(studentQuantile(0.05, 4), 2.132, 2e-4);
  near(studentQuantile(0.025, 10), 2.228, 1e-4);
  near(studentQuantile(0.1, 1e7), normalQuantile(0.9), 1e-6);
  const between = studentQuantile(0.05, 4.5);
  expect(between).toBeLessThan(studentQuantile(0.05, 4));
  expect(between).toBeGreaterThan(studentQuantile(0.05, 5));
});

test("tail and quantile undo each other on both sides of 0", () => {
  for (const freedom of [1, 3.7, 40])
    for (const p of [0.001, 0.2, 0.5]) near(studentTail(studentQuantile(p, freedom), freedom), p, 1e-10);
  near(studentTail(-1.3, 6), 1 - studentTail(1.3, 6), 1e-14);
  expect(() => studentQuantile(0.7, 3)).toThrow(/tail is in/);
});
