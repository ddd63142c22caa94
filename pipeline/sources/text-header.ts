import type { Config } from "../config.js";
import { ClvError } from "../errors.js";
import { openTextBytes } from "./text-bytes.js";

const headBytes = 1 << 18;

/** The column names of a text file, or c1, c2, … as many as its first line has fields when it has no header. */
export async function readTextHeader(path: string, source: Config["source"]): Promise<string[]> {
  const lines = (await readHead(path, source.encoding)).split(/\r\n|\n|\r/);
  const line = lines.slice(source.skip).find((text) => text.trim() !== "");
  if (line === undefined)
    throw new ClvError("SOURCE_UNREADABLE", `${path} has no line after the first ${source.skip}.`);
  const fields = splitFields(line, source.delimiter, source.quote);
  return source.header ? fields.map((name) => name.trim()) : fields.map((_, i) => `c${i + 1}`);
}

/** The keys of the first records of a JSON lines file, in the order of their appearance. */
export async function readJsonKeys(path: string, encoding: Config["source"]["encoding"]): Promise<string[]> {
  const keys = new Set<string>();
  for (const line of (await readHead(path, encoding)).split(/\r?\n/).slice(0, 1000)) {
    try {
      const record: unknown = JSON.parse(line);
      if (record !== null && typeof record === "object" && !Array.isArray(record))
        for (const key of Object.keys(record)) keys.add(key);
    } catch {
      // a broken or cut-off line: ingest will reject it by name
    }
  }
  return [...keys];
}

/** One line into its fields. */
export function splitFields(line: string, delimiter: string, quote: string): string[] {
  if (delimiter === "whitespace") return line.trim().split(/[ \t]+/);
  const separator = delimiter === "tab" || delimiter === "\\t" ? "\t" : delimiter;
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
  const { chunks } = await openTextBytes(path, encoding);
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size >= headBytes) break;
  }
  return Buffer.concat(parts).subarray(0, headBytes).toString("utf8");
}
