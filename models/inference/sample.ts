/** Compressed data: columns of equal length, n customers a row. */
export interface Weighted {
  readonly n: Float64Array;
}

/**
 * A systematic sample of `draws` customers out of sorted rows: every (N / draws)-th customer, so that each range of
 * histories is represented in proportion, without random numbers. Rows hit several times keep one row with their count.
 * @returns the sample, weighted to stand for all customers; null when some column is not one number per row
 */
export function systematicSample<D extends Weighted>(data: D, draws: number): D | null {
  const rows = data.n.length;
  const columns = Object.entries(data);
  if (!columns.every(([, column]) => column instanceof Float64Array && column.length === rows)) return null;
  let customers = 0;
  for (const n of data.n) customers += n;
  const step = customers / draws;
  const picked: number[] = [];
  const weights: number[] = [];
  let passed = 0;
  let hits = 0;
  for (let row = 0; row < rows; row++) {
    passed += data.n[row]!;
    const reached = Math.floor(passed / step + 0.5);
    if (reached > hits) {
      picked.push(row);
      weights.push((reached - hits) * step);
      hits = reached;
    }
  }
  const sample = columns.map(([name, column]) => [
    name,
    name === "n"
      ? Float64Array.from(weights)
      : Float64Array.from(picked, (row) => (column as Float64Array)[row]!),
  ]);
  return Object.fromEntries(sample) as D;
}
