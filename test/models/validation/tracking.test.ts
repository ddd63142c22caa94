import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { tracking } from "../../../models/validation/tracking.js";
import { near } from "../near.js";

describe("tracking", () => {
  test("by hand: customers who never leave buy r / alpha a day from their first day on", () => {
    const p = { r: 2, alpha: 100 }; // 0.02 a day
    const cohorts = { firstDays: [0, 10, 25], customers: [100, 50, 10] };
    const rows = tracking(nbd, p, cohorts, 0, [10, 20, 30], [25, 0, 31]);
    const expected = [100 * 10, 150 * 10, 150 * 10 + 10 * 5].map((days) => 0.02 * days);
    for (const [i, row] of rows.entries()) near(row.expected, expected[i]!, 1e-12);
    near(rows[2]!.cumulativeExpected, 81, 1e-12);
    expect(rows[2]!.cumulativeActual).toBe(56);
    near(rows[2]!.cumulativeBias!, 81 / 56 - 1, 1e-12);
    near(rows[0]!.bias!, 20 / 25 - 1, 1e-12);
    expect(rows[1]!.bias).toBeNull();
    expect(rows.map((row) => [row.from, row.to])).toEqual([
      [0, 10],
      [10, 20],
      [20, 30],
    ]);
  });

  test("a start after the first day leaves out what was expected before it", () => {
    const p = { r: 0.25, alpha: 30, a: 0.8, b: 2.5 };
    const cohorts = { firstDays: [0, 3, 40], customers: [10, 20, 30] };
    const whole = tracking(bgNbd, p, cohorts, 0, [50, 80, 120], [1, 2, 3]);
    const later = tracking(bgNbd, p, cohorts, 50, [80, 120], [2, 3]);
    near(later[1]!.expected, whole[2]!.expected, 1e-12);
    near(later[1]!.cumulativeExpected, whole[2]!.cumulativeExpected - whole[0]!.cumulativeExpected, 1e-12);
    expect(later[1]!.cumulativeActual).toBe(5);
    expect(() => tracking(bgNbd, p, cohorts, 0, [50, 50], [1, 2])).toThrow("one from 50 ends at 50");
    expect(() => tracking(bgNbd, p, cohorts, 0, [50], [1, 2])).toThrow("periods need columns of one length");
  });

  test("follows simulated customers of staggered first days within chance", () => {
    const p = { r: 0.6, alpha: 30, a: 0.8, b: 2.5 };
    const random = seededRandom(12);
    const firstDays = Array.from({ length: 60 }, (_, d) => d);
    const ends = Array.from({ length: 10 }, (_, i) => 30 * (i + 1));
    const actual = ends.map(() => 0);
    for (const day of firstDays)
      for (let c = 0; c < 100; c++)
        for (const at of bgNbd.simulate(p, 300 - day, random).times)
          actual[Math.ceil((day + at) / 30) - 1]!++;
    const customers = firstDays.map(() => 100);
    const rows = tracking(bgNbd, p, { firstDays, customers }, 0, ends, actual);
    // counts of a period vary more than Poisson ones, since rates differ between customers
    for (const { expected, actual } of rows.slice(1))
      expect(Math.abs(actual - expected) / Math.sqrt(expected)).toBeLessThan(6);
    expect(Math.abs(rows[9]!.cumulativeBias!)).toBeLessThan(0.05);
    near(
      rows.reduce((sum, row) => sum + row.expected, 0),
      rows[9]!.cumulativeExpected,
      1e-12,
    );
  });
});
