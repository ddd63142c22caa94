import fc from "fast-check";
import { expect, test } from "vitest";
import { historyClass, historyClasses, historyClassesOf } from "../../../models/validation/history-class.js";

const named = (x: number, tx: number, T: number): string => historyClasses[historyClass(x, tx, T, 365)]!;

test("classes go by number of purchases and by silence against the own rhythm", () => {
  expect(named(0, 0, 365)).toBe("1 purchase, recent");
  expect(named(0, 0, 366)).toBe("1 purchase, long ago");
  expect(named(1, 50, 150)).toBe("2 purchases, in rhythm"); // silent for 100 days, twice its gap
  expect(named(1, 50, 151)).toBe("2 purchases, overdue");
  expect(named(2, 60, 120)).toBe("3-4 purchases, in rhythm");
  expect(named(3, 60, 101)).toBe("3-4 purchases, overdue"); // a purchase every 20 days
  expect(named(4, 60, 90)).toBe("5+ purchases, in rhythm");
  expect(named(200, 400, 405)).toBe("5+ purchases, overdue");
});

test("the class does not depend on the unit of time, and silence alone makes a customer overdue", () => {
  const history = fc
    .tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }))
    .map(([x, tx, silence]) => ({ x, tx: x === 0 ? 0 : tx, T: (x === 0 ? 0 : tx) + silence }));
  fc.assert(
    fc.property(history, ({ x, tx, T }) => {
      const own = historyClass(x, tx, T, 180);
      expect(historyClass(x, tx * 4, T * 4, 180 * 4)).toBe(own);
      const later = historyClass(x, tx, T + 100, 180);
      expect(later).toBeGreaterThanOrEqual(own);
      expect(Math.floor(later / 2)).toBe(Math.floor(own / 2));
      expect([...historyClassesOf({ x: [x, 0], tx: [tx, 0], T: [T, 10] }, 180)]).toEqual([own, 0]);
    }),
    { seed: 2, numRuns: 300 },
  );
});
