import type { Config } from "../../config/config.js";
import { ClvError } from "../../errors.js";
import { jsonFields, jsonRecord } from "../json-fields.js";
import { openTextBytes } from "./bytes.js";
import { decodeText } from "./encoding.js";
import { splitSample } from "./sample.js";

const headBytes = 1 << 18;

const sampleRecords = 100;

/**
 * The column names of a text file; without a header c1, c2, … as many as most of its first records have fields, so that
 * one broken line at the top does not decide.
 */
export async function readTextHeader(path: string, source: Config["source"]): Promise<string[]> {
  const text = await readHead(path, source.encoding);
  const lines = text.split(text.includes("\n") ? /\r?\n/ : "\r").slice(source.skip);
  const quote = source.quote === "" ? null : source.quote;
  const records = splitSample(lines, delimiterOf(source.delimiter), quote, source.header ? 1 : sampleRecords);
  const [first] = records;
  if (first === undefined)
    throw new ClvError(
      "SOURCE_UNREADABLE",
      `${path} has no line after the first ${source.skip} (source.skip).`,
    );
  if (source.header) return first.fields.map((name) => name.trim());
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [first.fields.length];
  return Array.from({ length: usual }, (_, i) => `c${i + 1}`);
}

/** The separator as readers need it: one character, or "whitespace". */
export function delimiterOf(delimiter: string): string {
  return delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter;
}

/** The fields of the first records of a JSON lines file; a broken or cut-off line is rejected by name when it is read. */
export async function readJsonFields(
  path: string,
  encoding: Config["source"]["encoding"],
): Promise<ReturnType<typeof jsonFields>> {
  const lines = (await readHead(path, encoding)).split(/\r?\n/).slice(0, 1000);
  return jsonFields(lines.map(jsonRecord).filter((record) => record !== null));
}

/** One line into its fields. */
export function splitFields(line: string, delimiter: string, quote: string): string[] {
  if (delimiter === "whitespace") return line.trim().split(/[ \t]+/);
  const separator = delimiterOf(delimiter);
  if (quote === "" || !line.includes(quote)) return line.split(separator);
  const fields: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (quoted && c === quote && line[i + 1] === quote) {
      field += quote;
      i++;
    } else if (c === quote && (quoted || field === "")) quoted = !quoted;
    else if (c === separator && !quoted) {
      fields.push(field);
      field = "";
    } else field += c;
  }
  return [...fields, field];
}

async function readHead(path: string, encoding: Config["source"]["encoding"]): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  const { chunks, encoding: read } = await openTextBytes(path, encoding);
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= headBytes) break;
  }
  return decodeText(Buffer.concat(parts).subarray(0, headBytes), read);
}
