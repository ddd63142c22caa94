/** Numbers by customer, or by group of customers with weights. */
export type Column = ArrayLike<number>;

/**
 * Throws a RangeError unless the columns have one length above 0, hold no NaN, and the weights are finite, >= 0 and not all 0.
 * @param what names of the columns for the message
 */
export function checkColumns(
  columns: Readonly<Record<string, Column>>,
  weights?: Column,
  what = "forecasts",
): void {
  const entries = Object.entries(weights === undefined ? columns : { ...columns, weights });
  const lengths = entries.map(([, column]) => column.length);
  if (!lengths.every((n) => n === lengths[0]) || lengths[0] === 0)
    throw new RangeError(
      `${what} need columns of one length above 0; got ${entries.map(([name, c]) => `${name} ${c.length}`).join(", ")}`,
    );
  for (const [name, column] of entries)
    for (let i = 0; i < column.length; i++)
      if (Number.isNaN(column[i])) throw new RangeError(`${what}: ${name} is NaN in row ${i}`);
  if (weights === undefined) return;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i]! >= 0 && weights[i]! < Infinity))
      throw new RangeError(`${what}: a weight is finite and >= 0; got ${weights[i]} in row ${i}`);
    total += weights[i]!;
  }
  if (total === 0) throw new RangeError(`${what}: all weights are 0`);
}

/** Weighted mean of value(i) over n rows. */
export function weightedMean(n: number, value: (i: number) => number, weights?: Column): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : weights[i]!;
    if (weight === 0) continue;
    sum += weight * value(i);
    total += weight;
  }
  return sum / total;
}

/** Row numbers by rising value; equal values keep their order. */
export function ascending(values: Column): Uint32Array {
  return Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (i, j) => values[i]! - values[j]! || i - j,
  );
}
