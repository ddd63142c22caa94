import type { Config } from "../config/config.js";
import { lookUp } from "../sources/map-columns.js";
import type { SourceFormat } from "../sources/source-file.js";
import { readTextHeader, splitFields } from "../sources/text/header.js";
import { type LineDialect, scalarText } from "../sources/whole-fields.js";

/** Where the customer stands in the lines of one source file. */
export interface LineLayout {
  /** The customer of a line, as text; undefined where the line is cut off before it, or does not say. */
  customer(line: string): string | undefined;
  /** Whether the line can be split as the file asks. */
  isWhole(line: string): boolean;
  /** Lines before the first row: those that are skipped, and the header. */
  readonly linesAbove: number;
}

/**
 * The layout of a file that lies there as it was read; null where the config does not name a column of it.
 * @param path null where the file is gone or another one by now, so that a column's name does not show where it is
 */
export async function layoutOf(
  path: string | null,
  format: SourceFormat,
  { columns, source }: Config,
): Promise<LineLayout | null> {
  const { customer } = columns;
  if (customer === undefined) return null;
  if (format !== "text" || source.query !== undefined)
    return keyLayout(customer, format !== "jsonl" && format !== "json");
  const names = path === null ? null : await readTextHeader(path, source).catch(() => null);
  if (names === null) return null;
  const offered = names.map((name, index) => ({ name, index }));
  const column = lookUp(customer, offered);
  return column === undefined ? null : fieldLayout(column.index, names.length, source);
}

/** Lines of text. */
export function fieldLayout(
  index: number,
  width: number,
  { delimiter, quote, header, skip }: LineDialect & Pick<Config["source"], "header" | "skip">,
): LineLayout {
  return {
    linesAbove: skip + (header ? 1 : 0),
    customer(line) {
      const fields = splitFields(line, delimiter, quote);
      // the last field may go on in the next line, or have been cut
      return index < fields.length - 1 || fields.length === width ? fields[index] : undefined;
    },
    isWhole: (line) => splitFields(line, delimiter, quote).length === width,
  };
}

/** Rows as JSON objects. A whole DOUBLE, which is 17.0 there, is the customer 17 of a typed source. */
export function keyLayout(wanted: string | number, isTyped: boolean): LineLayout {
  return {
    linesAbove: 0,
    customer(line) {
      const found = lookUp(wanted, jsonFields(line));
      // a position counts the columns of the file, of which a row may leave out those without a value
      if (found?.name.trim().toLowerCase() !== String(wanted).trim().toLowerCase()) return undefined;
      const { value } = found;
      if (value === "null") return "";
      return isTyped ? scalarText(value.replace(/^(-?\d+)\.0$/, "$1")) : scalarText(value);
    },
    isWhole(line) {
      try {
        return typeof JSON.parse(line) === "object";
      } catch {
        return false;
      }
    },
  };
}

/**
 * The plain values of a JSON object, or of its beginning, by name, with dots between the keys of objects within: values as
 * they are written, so that large numbers keep their digits.
 */
function jsonFields(text: string): { readonly name: string; readonly value: string }[] {
  const fields: { name: string; value: string }[] = [];
  /** The key of each open object, null of an array. */
  const open: (string | null)[] = [];
  let name: string | null = null;
  let from: number | null = null;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:,]/g)) {
    const inObject = open.length > 0 && !open.includes(null);
    if (inObject && from === null && token.startsWith('"')) name = scalarText(token);
    else if (inObject && from === null && token === ":") from = index + 1;
    else if (inObject && from !== null && name !== null && (token === "," || token === "}")) {
      fields.push({ name: [...open.slice(1), name].join("."), value: text.slice(from, index).trim() });
      from = null;
    }
    if (token === "{" || token === "[") {
      open.push(token === "[" || open.includes(null) ? null : (name ?? ""));
      [name, from] = [null, null];
    } else if (token === "}" || token === "]") {
      open.pop();
      [name, from] = [null, null];
    }
  }
  return fields;
}
