import { expect } from "vitest";

/** Fails unless |actual - expected| <= relative * |expected|; an expected 0 must be met exactly. NaN never passes. */
export function near(actual: number, expected: number, relative: number, what = ""): void {
  const error = Math.abs(actual - expected);
  const allowed = relative * Math.abs(expected);
  expect(error <= allowed, `${what} expected ${expected} within ${relative} relative, got ${actual}`).toBe(
    true,
  );
}

/** Fails unless |actual - expected| <= half a unit of the last printed digit of `expected`. */
export function printedAs(actual: number, expected: string, what = ""): void {
  const decimals = expected.split(".")[1]?.length ?? 0;
  const error = Math.abs(actual - Number(expected));
  expect(error <= 0.5000001 * 10 ** -decimals, `${what} expected ${expected}, got ${actual}`).toBe(true);
}
