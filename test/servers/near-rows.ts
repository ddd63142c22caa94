import { expect } from "vitest";
import type { Cell, Row } from "../../pipeline/engines/engine.js";

/** Rows in the same order with equal values; fractions may differ by `tolerance`, relative to the larger of 1 and the value. */
export function nearRows(found: readonly Row[], expected: readonly Row[], tolerance: number): void {
  expect(found.length).toBe(expected.length);
  const differences: string[] = [];
  for (const [i, row] of expected.entries()) {
    const other = found[i]!;
    expect(Object.keys(other)).toEqual(Object.keys(row));
    for (const [name, value] of Object.entries(row))
      if (!isNear(other[name]!, value, tolerance))
        differences.push(
          `row ${i}, ${name}: ${JSON.stringify(other[name])} instead of ${JSON.stringify(value)}`,
        );
  }
  expect(differences.slice(0, 10)).toEqual([]);
}

function isNear(found: Cell, expected: Cell, tolerance: number): boolean {
  if (found === expected) return true;
  if (typeof found !== "number" || typeof expected !== "number") return false;
  if (Number.isInteger(found) && Number.isInteger(expected)) return false;
  return Math.abs(found - expected) <= tolerance * Math.max(1, Math.abs(expected));
}
