import { inOneLine } from "./visible-text.js";

/** Numbers and tables for people: thousands separated, columns aligned. */

export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

export function money(value: number, currency: string): string {
  const digits = Math.abs(value) >= 10_000 ? 0 : 2;
  return `${value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${currency}`;
}

/**
 * With one decimal in any case, so that columns line up.
 * @example percent(0.05) // "5.0 %"
 */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/**
 * With one decimal where there is one: for sentences.
 * @example shortPercent(0.05) // "5 %"
 */
export function shortPercent(share: number): string {
  return `${tenths(share)} %`;
}

/** @example signedPercent(0.125) // "+12.5 %" */
export function signedPercent(share: number): string {
  return `${share < 0 ? "" : "+"}${shortPercent(share)}`;
}

/** A difference of two shares. */
export function points(share: number): string {
  return `${tenths(share)} points`;
}

function tenths(share: number): number {
  return Math.round(1000 * share) / 10;
}

/**
 * To so many significant digits, without zeros at the end.
 * @example rounded(0.12345, 3) // "0.123"
 */
export function rounded(value: number, digits: number): string {
  return String(Number(value.toPrecision(digits)));
}

/** Four significant digits; from a thousand on, a whole number with its thousands separated. */
export function fourDigits(value: number): string {
  return Math.abs(value) >= 1000 ? count(value) : String(Number(value.toPrecision(4)));
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
