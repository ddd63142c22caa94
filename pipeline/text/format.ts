import { inOneLine } from "./visible-text.js";

/** Numbers and tables for people: thousands separated, columns aligned. */

export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

export function money(value: number, currency: string): string {
  const digits = Math.abs(value) >= 10_000 ? 0 : 2;
  return `${value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Six significant digits without an exponent where that is short. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const text = value.toPrecision(6);
  return text.includes("e") ? text : String(Number(text));
}

export function seconds(s: number): string {
  if (s < 10) return `${s.toFixed(2)} s`;
  if (s < 120) return `${s.toFixed(1)} s`;
  return `${Math.floor(s / 60)} min ${Math.round(s % 60)} s`;
}

/** Rows of cells with each column as wide as its widest cell; `right` marks columns aligned to the right. */
export function table(
  cells: readonly (readonly string[])[],
  right: readonly boolean[],
  indent = "  ",
): string {
  const rows = cells.map((row) => row.map(inOneLine));
  const widths = right.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
          .join("  ")
          .trimEnd(),
    )
    .join("\n");
}
