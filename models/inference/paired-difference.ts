/** A mean over customers of what one forecast has more than another on the same customers. */
export interface PairedDifference {
  readonly value: number;
  /** Standard error over customers; null where there is one alone. */
  readonly standardError: number | null;
  /** Whether a two-sided test at 5 % tells it from 0. */
  readonly beyondChance: boolean;
}

const twoSided = 1.96;

/**
 * Mean of a difference with its standard error, both forecasts being of the same customers, so that what chance they share cancels.
 * @param n customers a row
 * @param of the difference for each customer of a row
 * @param observed customers that were looked at, fewer than the sum of n where rows are a sample that stands for more
 * @example pairedDifference(Float64Array.of(1, 1), (i) => [1, 3][i], 2) // { value: 2, standardError: 1, beyondChance: true }
 */
export function pairedDifference(
  n: Float64Array,
  of: (row: number) => number,
  observed: number,
): PairedDifference {
  let customers = 0;
  let sum = 0;
  for (let i = 0; i < n.length; i++) {
    customers += n[i]!;
    sum += n[i]! * of(i);
  }
  const value = sum / customers;
  let squares = 0;
  for (let i = 0; i < n.length; i++) squares += n[i]! * (of(i) - value) ** 2;
  if (observed < 2) return { value, standardError: null, beyondChance: false };
  const standardError = Math.sqrt(squares / customers / (observed - 1));
  return { value, standardError, beyondChance: Math.abs(value) > twoSided * standardError };
}
