import { currencyTexts, currencyWords } from "./currency-words.js";

/** How an engine writes a character in a regular expression. */
export type Escape = (hex: string) => string;

/** Every match of `pattern` becomes `by`, in which \1 is the first group. */
export interface NumberStep {
  readonly pattern: string;
  readonly by: string;
}

/**
 * The grammar of amounts, for `clv init` and for every engine: steps that bring a text into one form, and that form. A text
 * that is no amount comes out as something that has not the form.
 */
export interface NumberForms {
  readonly steps: readonly NumberStep[];
  /** digits with at most one decimal separator, or well-formed groups of thousands or of lakh and crore */
  readonly number: string;
  readonly groupMark: string;
}

const ranges = (spell: Escape, codes: string): string =>
  codes
    .split(" ")
    .map((range) => range.split("-").map(spell).join("-"))
    .join("");

/** U+2010 hyphen to U+2015 bar, the minus, and their small and wide forms. */
const dashes = "2010-2015 2212 FE58 FE63 FF0D";
/** Blanks of Unicode, line ends, and marks that are not seen: zero-width blanks, direction, byte order. */
const blankCodes = "0085 00A0 061C 1680 2000-200F 2028 2029 202F 205F 2060 3000 FEFF";
const apostrophes = "2019 02BC";

function escaped(text: string, spell: Escape): string {
  return [...text]
    .map((c) => {
      if (/[$./]/.test(c)) return `\\${c}`;
      return /[a-z]/.test(c) ? c : spell(c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0"));
    })
    .join("");
}

/** A word may end in a point, which is no decimal point: Rs. 5 and kr.5 are 5. */
function currencyText(text: string, spell: Escape): string {
  const upper = text.toUpperCase();
  // engines differ in what the case of a letter is outside ASCII
  const spellings = [...text].some((c) => c > "\u007F") && upper !== text ? [text, upper] : [text];
  const dot = text in currencyWords ? "\\.?" : "";
  return spellings.map((spelling) => `${escaped(spelling, spell)}${dot}`).join("|");
}

/** @param base where it is given, an amount beside another currency's sign, word or code is none */
export function numberForms(spell: Escape, decimalSeparator: "." | ",", base?: string): NumberForms {
  const marks = `'${ranges(spell, apostrophes)}`;
  const [point, group] = decimalSeparator === "." ? ["\\.", ","] : [",", "\\."];
  const front = "([(+-]?) ?";
  const thousands = [group, `[${marks}]`, " "].map((mark) => `(?:${mark}[0-9]{3})+`).join("|");
  const grouped = [`[1-9][0-9]{0,2}(?:${thousands})`];
  if (decimalSeparator === ".") grouped.push("[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}");
  const surroundings =
    `^ ?${front}@? ?${front}@? ?${front}` +
    `([.,]?[0-9](?:[0-9., ${marks}]*[0-9])?)(?:[.,:]-{1,2}|[.,])? ?` +
    // no minus behind a word: the end of 544 kr.- is a price's
    "([)-]?) ?@? ?(\\)?) ?@? ?(\\)?) ?$";
  return {
    steps: [
      { pattern: `[${ranges(spell, dashes)}]`, by: "-" },
      { pattern: `[ \\t\\n\\r\\f${ranges(spell, blankCodes)}]+`, by: " " },
      {
        pattern: `(?i)${currencyTexts(base)
          .map((text) => currencyText(text, spell))
          .join("|")}`,
        by: "@",
      },
      // signs and brackets in front, the number, those behind
      { pattern: surroundings, by: "\\1\\2\\3\\4\\5\\6\\7" },
      // (12.00) and 12.00-
      { pattern: "^\\(([0-9.,].*)\\)$|^([0-9.,].*)-$", by: "-\\1\\2" },
    ],
    number: `^[+-]?(?:[0-9]+(?:${point}[0-9]+)?|${point}[0-9]+|(?:${grouped.join("|")})(?:${point}[0-9]+)?)$`,
    groupMark: `[${group} ${marks}]`,
  };
}

/** A number as machines write it, perhaps with an exponent and with _ between digits. */
export const machineNumber =
  "^[ \\t\\n\\r\\f]*[+-]?([0-9]+(_[0-9]+)*(\\.([0-9]+(_[0-9]+)*)?)?|\\.[0-9]+(_[0-9]+)*)([eE][+-]?[0-9]{1,3})?[ \\t\\n\\r\\f]*$";
