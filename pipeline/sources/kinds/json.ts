import { open } from "node:fs/promises";
import { join } from "node:path";
import { ClvError } from "../../errors.js";
import { raw, sql } from "../../sql/sql.js";
import { openText } from "../compression.js";
import { sampleRows } from "../file-rows.js";
import { JsonElements } from "../json-elements.js";
import { jsonColumns, jsonFields, jsonIdentity, jsonRecord } from "../json-fields.js";
import { readCsv } from "../read-text.js";
import { jsonRows } from "../sample-text.js";
import type { FileKind } from "../source-kind.js";
import { openTextBytes } from "../text/bytes.js";

/** No JSON holds this character unescaped. */
const separator = "\u0001";
const lookedAt = 1 << 20;
const firstElements = 1000;

/** A JSON array of objects, or one object that holds such an array: {"orders": [...]}. */
export const json: FileKind = {
  isTyped: true,
  isLoaded: false,
  recognise: async (_head, path) => {
    const elements = new JsonElements();
    let size = 0;
    for await (const chunk of openText(path) as AsyncIterable<Buffer>) {
      const bytes =
        size === 0 && chunk.subarray(0, 3).toString("hex") === "efbbbf" ? chunk.subarray(3) : chunk;
      const start = size === 0 ? bytes.subarray(0, 256).toString("latin1").trimStart() : "";
      if (size === 0 && !/^(\[\s*([{\]]|$)|\{)/.test(start)) return false;
      size += chunk.length;
      try {
        for (const _ of elements.push(bytes)) void _;
      } catch {
        return true; // what is wrong with it is said when it is read
      }
      if (elements.more) return false;
      if (size > lookedAt) break;
    }
    return elements.hasElements;
  },
  async open({ path, name }, index, work, { config, signal }) {
    const lines = join(work, `source_${index}.lines`);
    const heads: Record<string, unknown>[] = [];
    const rows = await writeLines(path, name, config.source.encoding, lines, heads, signal);
    const { fields, keys } = jsonFields(heads);
    const text = raw("c1");
    const relation = readCsv(lines, {
      ...{ delimiter: separator, quote: "", header: false, skip: 0, compression: "none", newLine: "\\n" },
      names: ["line", "c1"],
    });
    return {
      relation,
      columns: jsonColumns(fields, text),
      identity: jsonIdentity(keys, text),
      line: raw("cast(line as bigint)"),
      firstLine: 1,
      expectedRows: rows,
      broken: {
        when: sql`case when json_valid(c1) then json_type(c1) <> 'OBJECT' else true end`,
        reason: "INVALID_JSON",
      },
      rawText: text,
      unsplittable: null,
    };
  },
  async sample(file, share) {
    const limit = Math.ceil(sampleRows * share);
    const records: (Record<string, unknown> | null)[] = [];
    let isWhole = true;
    for await (const element of elementsOf(file.path, file.name, "utf-8")) {
      if (records.length === limit) {
        isWhole = false;
        break;
      }
      records.push(jsonRecord(element.toString()));
    }
    return jsonRows(records, isWhole, isWhole ? records.length : null);
  },
};

/**
 * The elements of the array, each on one line.
 * @throws ClvError SOURCE_UNREADABLE for a file that is cut off, holds two arrays, or an element that is too long
 */
export async function* elementsOf(
  path: string,
  name: string,
  encoding: "utf-8" | "latin-1" | "utf-16le",
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  const elements = new JsonElements();
  const { chunks } = await openTextBytes(path, encoding, signal);
  try {
    for await (const chunk of chunks) yield* elements.push(chunk);
  } catch (cause) {
    if (!(cause instanceof ClvError) || cause.message.includes(name)) throw cause;
    throw new ClvError(cause.code, `${name} cannot be read as a JSON array: ${cause.message}.`, { cause });
  }
  if (elements.ended && !elements.more) return;
  const what = elements.ended ? "more follows its end" : `it is cut off after element ${elements.elements}`;
  throw new ClvError("SOURCE_UNREADABLE", `${name} cannot be read as a JSON array: ${what}.`);
}

/** Writes number and text of each element; takes the first ones into `heads`. Returns how many there are. */
async function writeLines(
  path: string,
  name: string,
  encoding: "utf-8" | "latin-1" | "utf-16le",
  out: string,
  heads: Record<string, unknown>[],
  signal: AbortSignal,
): Promise<number> {
  const file = await open(out, "w");
  let rows = 0;
  try {
    let buffered: Buffer[] = [];
    let size = 0;
    const flush = async (): Promise<void> => {
      await file.writeFile(Buffer.concat(buffered));
      [buffered, size] = [[], 0];
    };
    for await (const element of elementsOf(path, name, encoding, signal)) {
      rows++;
      const record = rows <= firstElements ? jsonRecord(element.toString()) : null;
      if (record !== null) heads.push(record);
      buffered.push(Buffer.from(`${rows}${separator}`), element, Buffer.from("\n"));
      size += element.length;
      if (size > 1 << 22) await flush();
    }
    await flush();
  } finally {
    await file.close();
  }
  return rows;
}
