import { studentQuantile, studentTail } from "../numeric/student-t.js";

/** A group's values: how many, their mean and the sum of squared distances from it. */
export interface GroupValues {
  readonly n: number;
  readonly mean: number;
  readonly squares: number;
}

export interface MeanDifference {
  readonly difference: number;
  readonly lo: number;
  readonly hi: number;
  /** of no difference, two-sided */
  readonly p: number;
}

/**
 * The difference of two means whose groups may vary differently, with its interval. Welch (1947), Biometrika 34, with Satterthwaite's
 * degrees of freedom. Null where a group has fewer than two values, or nothing varies.
 * @example meanDifference({ n: 4, mean: 5, squares: 12 }, { n: 4, mean: 3, squares: 12 }).p // 0.2070312499999999
 */
export function meanDifference(a: GroupValues, b: GroupValues, level = 0.95): MeanDifference | null {
  if (a.n < 2 || b.n < 2) return null;
  const [u, v] = [a, b].map(({ n, squares }) => squares / (n - 1) / n) as [number, number];
  if (!(u + v > 0)) return null;
  const freedom = (u + v) ** 2 / (u ** 2 / (a.n - 1) + v ** 2 / (b.n - 1));
  const difference = a.mean - b.mean;
  const error = Math.sqrt(u + v);
  const reach = studentQuantile((1 - level) / 2, freedom) * error;
  const p = Math.min(1, 2 * studentTail(Math.abs(difference) / error, freedom));
  return { difference, lo: difference - reach, hi: difference + reach, p };
}
