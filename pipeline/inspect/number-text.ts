import { numberForms } from "../sql/number-form.js";
import { decimalEvidence } from "./decimal-evidence.js";

/** A column read as numbers under the decimal separator that its texts speak for. */
export interface NumberColumn {
  /** By row; NaN where the text is no number or missing. */
  readonly values: Float64Array;
  /** Share of the filled texts that are numbers. */
  readonly share: number;
  readonly separator: "." | ",";
  /** Share of the numbers with a fraction other than .0. */
  readonly fractional: number;
  readonly negative: number;
}

const character = (hex: string): string => `\\u${hex}`;
const forms = { ".": numberForms(character, "."), ",": numberForms(character, ",") } as const;
const groupMarks = {
  ".": new RegExp(forms["."].groupMark, "gu"),
  ",": new RegExp(forms[","].groupMark, "gu"),
};
const numbers = { ".": new RegExp(forms["."].number, "u"), ",": new RegExp(forms[","].number, "u") };
const steps = forms["."].steps.map(({ pattern, by }) => ({
  pattern: new RegExp(pattern.replace("(?i)", ""), pattern.startsWith("(?i)") ? "giu" : "gu"),
  by: by.replace(/\\(\d)/g, "$$$1"),
}));
const machine = /^[+-]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;
/** Only what may be a number goes through the steps: digits in one run, with few characters around. */
const likely = /^[^0-9]{0,20}[0-9][0-9.,'’ʼ\s\u200B-\u200F\u2060\u061C]*[^0-9]{0,20}$/u;

/**
 * The digits and marks of an amount without its surroundings, whatever its decimal separator; null when it is none.
 * @example numberCore("kr 1.234,50") // "1.234,50"
 */
export function numberCore(text: string): string | null {
  if (!likely.test(text)) return null;
  const core = steps.reduce((t, { pattern, by }) => t.replace(pattern, by), text);
  return /^[+-]?[.,]?[0-9][0-9.,'’ʼ ]*$/.test(core) ? core : null;
}

/** The same with `,-` written out, which says what the comma is: "2.928,-" is 2.928,00. */
export const evidentCore = (text: string): string | null =>
  numberCore(text.replace(/([.,])[-\u2010-\u2015]{1,2}(?=[^0-9]*$)/u, (_, mark: string) => `${mark}00`));

/** The number that ingest would read, or NaN: `readNumber("1.234,50 €", ",")` is 1234.5. */
export function readNumber(text: string, separator: "." | ","): number {
  if (separator === "." && machine.test(text)) return Number(text);
  const core = numberCore(text);
  if (core === null || !numbers[separator].test(core)) return Number.NaN;
  return Number(core.replace(groupMarks[separator], "").replace(",", "."));
}

/** Null when fewer than four fifths of the filled texts are numbers. */
export function numberColumn(texts: readonly (string | null)[]): NumberColumn | null {
  const cores = texts.map((text) => (text === null ? null : evidentCore(text)));
  const { separator } = decimalEvidence(cores);
  const values = new Float64Array(texts.length).fill(Number.NaN);
  let filled = 0;
  let count = 0;
  let fractions = 0;
  let negatives = 0;
  for (const [i, text] of texts.entries()) {
    if (text === null) continue;
    filled++;
    const value = readNumber(text, separator);
    if (Number.isNaN(value)) continue;
    values[i] = value;
    count++;
    if (!Number.isInteger(value)) fractions++;
    if (value < 0) negatives++;
  }
  if (filled === 0 || count < 0.8 * filled) return null;
  return {
    values,
    share: count / filled,
    separator,
    fractional: fractions / count,
    negative: negatives / count,
  };
}
