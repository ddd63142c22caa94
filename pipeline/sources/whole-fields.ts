import type { Config } from "../config/config.js";
import { delimiterOf, splitFields } from "./text/header.js";
import { unsplittableReasons } from "./text/unsplittable.js";

/** How fields are separated in a line of text. */
export type LineDialect = Pick<Config["source"], "delimiter" | "quote">;

/** A line that was not accepted, and why. */
export interface RejectedLine {
  readonly reason: string;
  readonly text: string;
}

const unsplit: ReadonlySet<string> = new Set([...unsplittableReasons, "INVALID_JSON"]);

/** Whether nothing is known of a rejected line but its text: it could not be split into fields, so that it has no customer. */
export function isUnsplit({ reason }: Pick<RejectedLine, "reason">): boolean {
  return unsplit.has(reason);
}

const usual: readonly LineDialect[] = [",", ";", "tab", "|"].map((delimiter) => ({ delimiter, quote: '"' }));
/** An id with an unquoted separator in it, as "Smith, John", makes fields too many. */
const longestRun = 3;

/**
 * What may be a field of a line that could not be split: between separators of the dialects and of the usual ones, quoted or
 * not, and values of JSON; trimmed, none empty.
 * @example wholeFields('17;"a,b" ;5', []).has("a,b") // true, as for 17, 5 and what lies between other separators; false for 1 and 7
 */
export function wholeFields(text: string, dialects: readonly LineDialect[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (field: string, quote: string): void => {
    const clean = field.trim();
    if (clean === "") return;
    found.add(clean);
    const inner = clean.replace(/^["']|["']$/g, "").trim();
    if (inner === clean || inner === "") return;
    found.add(quote === "" ? inner : inner.replaceAll(quote + quote, quote));
    found.add(scalarText(clean).trim());
  };
  for (const { delimiter, quote } of [...dialects, ...usual]) {
    for (const field of splitFields(text, delimiter, quote)) add(field, quote);
    const plain = splitFields(text, delimiter, "");
    const between = delimiter === "whitespace" ? " " : delimiterOf(delimiter);
    for (let length = 1; length <= longestRun; length++)
      for (let i = 0; i + length <= plain.length; i++) add(plain.slice(i, i + length).join(between), quote);
  }
  for (const field of text.split(/[,;\t|]/)) add(field, '"');
  if (/^\s*[[{]/.test(text)) for (const [value] of text.matchAll(jsonScalar)) add(scalarText(value), '"');
  return found;
}

const jsonScalar = /"(?:[^"\\]|\\.)*"|[^\s"{}[\]:,]+/g;

/** A JSON value as text: a string without its quotes, anything else as it is written. */
export function scalarText(value: string): string {
  if (!value.startsWith('"')) return value;
  try {
    return String(JSON.parse(value));
  } catch {
    return value;
  }
}
