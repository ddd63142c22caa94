/** One table of the output: what people read; the JSON object holds the same figures unrounded. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** Cells as they are printed; the first of a row is text, the others are aligned right. */
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/**
 * The table as lines of text.
 * @example tableText({ title: "t", columns: ["", "ms"], rows: [["one", "7"], ["twelve", "12"]], notes: ["n"] })
 * // "t\n          ms\n  one      7\n  twelve  12\n  n\n"
 */
export function tableText({ title, columns, rows, notes }: Table): string {
  const widths = columns.map((name, i) =>
    Math.max(...[name, ...rows.map((row) => row[i] ?? "")].map((s) => s.length)),
  );
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`.trimEnd();
  return `${[title, line(columns), ...rows.map(line), ...notes.map((note) => `  ${note}`)].join("\n")}\n`;
}

/** A number with that many decimals and thousands separators. */
export function digits(value: number, decimals = 0): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

export const times = (ratio: number): string => `${digits(ratio, ratio < 10 ? 2 : 1)} x`;

/**
 * The middle of the values, or the mean of the middle two.
 * @example median([3, 1, 2, 10]) // 2.5
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("median of no values");
  const sorted = [...values].sort((p, q) => p - q);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
