import { terminalWidth, wrapWords } from "./lines.js";
import { inOneLine } from "./visible-text.js";

/** Numbers and tables for people: thousands separated, columns aligned. */

export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/** @param currency empty where the log names none */
export function money(value: number, currency: string): string {
  const digits = Math.abs(value) >= 10_000 ? 0 : 2;
  const number = value.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return currency === "" ? number : `${number} ${currency}`;
}

/**
 * Amounts without their currency, all with the decimals that the largest has; blank where there is none.
 * @example moneyColumn([-0.001, -1.5, null]) // ["0.00", "-1.50", ""]
 */
export function moneyColumn(values: readonly (number | null)[]): string[] {
  const digits = values.some((value) => Math.abs(value ?? 0) >= 10_000) ? 0 : 2;
  const written = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return values.map((value) => value?.toLocaleString("en-US", written).replace(/^-(?=[0.]+$)/, "") ?? "");
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

/**
 * Rows of cells with each column as wide as its widest cell; `right` marks columns aligned to the right. What is wider than a
 * terminal is fitted to it: a last column of text is broken into lines, else the columns stand in several tables below each
 * other, each with the first column.
 */
export function table(
  cells: readonly (readonly string[])[],
  right: readonly boolean[],
  indent = "  ",
  width = terminalWidth,
): string {
  const rows = cells.map((row) => right.map((_, i) => inOneLine(row[i] ?? "")));
  const widths = right.map((_, i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const all: Layout = { rows, widths, right, indent };
  if (widthOf(all, right.length) <= width) return lines(all).join("\n");
  const parts = fitsInOne(all) ? [all] : blocks(all).map((columns) => only(all, columns));
  return parts.map((part) => lines(withinTerminal(part)).join("\n")).join("\n\n");
}

interface Layout {
  readonly rows: readonly (readonly string[])[];
  readonly widths: readonly number[];
  readonly right: readonly boolean[];
  readonly indent: string;
}

/** Characters that a broken column has at least. */
const leastText = 24;

/** Of the first so many columns, the gap after the last of them included where there are more. */
function widthOf({ widths, indent }: Pick<Layout, "widths" | "indent">, columns: number): number {
  const gaps = Math.min(columns, widths.length - 1);
  return indent.length + 2 * gaps + widths.slice(0, columns).reduce((sum, w) => sum + w, 0);
}

function lines({ rows, widths, right, indent }: Layout): string[] {
  return rows.map((row) => {
    const line = row.map((cell, i) => (right[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)));
    return indent + line.join("  ").trimEnd();
  });
}

/** Whether all columns have room side by side, the last one broken into lines where it is text. */
function fitsInOne(all: Layout): boolean {
  return widthOf(all, all.right.length) <= terminalWidth || roomOfText(all) >= leastText;
}

/** Characters that are left to a last column of text; 0 where the last column is none. */
function roomOfText(all: Layout): number {
  const last = all.right.length - 1;
  return all.right[last] ? 0 : terminalWidth - widthOf(all, last);
}

function withinTerminal(all: Layout): Layout {
  const room = roomOfText(all);
  if (widthOf(all, all.right.length) <= terminalWidth || room < leastText) return all;
  const last = all.right.length - 1;
  const rows = all.rows.flatMap((row) =>
    wrapWords(row[last]!, room).map((part, i) =>
      row.map((cell, column) => (column === last ? part : i === 0 ? cell : "")),
    ),
  );
  return { ...all, rows };
}

/** The columns of each part, the first one in all of them. */
function blocks({ widths, indent }: Layout): number[][] {
  const parts: number[][] = [[0]];
  for (let column = 1; column < widths.length; column++) {
    const part = parts.at(-1)!;
    const width = indent.length + [...part, column].reduce((sum, i) => sum + widths[i]! + 2, -2);
    if (part.length === 1 || width <= terminalWidth) part.push(column);
    else parts.push([0, column]);
  }
  return parts;
}

function only(all: Layout, columns: readonly number[]): Layout {
  const pick = <T>(values: readonly T[]): T[] => columns.map((i) => values[i]!);
  return { ...all, rows: all.rows.map(pick), widths: pick(all.widths), right: pick(all.right) };
}
