import { type FileRows, inBlocks, sampleRows } from "./file-rows.js";
import { jsonLeaves, jsonRecord } from "./json-fields.js";
import type { SourceFile } from "./source-file.js";
import { detectDialect } from "./text/dialect.js";
import { splitSample } from "./text/sample.js";
import { readSlices } from "./text/slices.js";

const sampleBytes = 6 << 20;

/**
 * Records of a delimited text file. `share` of the usual sample is taken, so that many files together cost as much as one.
 * @throws ClvError SOURCE_UNREADABLE when the file is empty
 */
export async function sampleText(file: SourceFile, share: number): Promise<FileRows> {
  const probe = file.probe!;
  const dialect = await detectDialect(file.path, { validUtf8: probe.validUtf8 });
  const { slices, whole } = await readSlices(file, dialect.encoding, Math.max(sampleBytes * share, 1 << 18));
  const rows: (readonly string[])[] = [];
  let unsplittable = 0;
  let complete = whole;
  const limit = sampleRows * share;
  for (const [k, lines] of slices.entries()) {
    const before = k === 0 ? dialect.skip : 0;
    const records = splitSample(before > 0 ? lines.slice(before) : lines, dialect.delimiter, dialect.quote);
    if (k === 0 && dialect.header) records.shift();
    // a slice may begin inside a quoted field: what comes before its first sound record says nothing
    const start = k === 0 ? 0 : records.findIndex((r) => fits(r.fields, dialect.columns) && !r.broken);
    const taken = records.slice(Math.max(start, 0));
    const step = Math.max(1, (taken.length * slices.length) / limit);
    for (const i of inBlocks(taken.length, step)) {
      const record = taken[i]!;
      if (record.broken || !fits(record.fields, dialect.columns)) unsplittable++;
      else rows.push(record.fields);
    }
    if (step > 1) complete = false;
  }
  const preamble = dialect.skip + (dialect.header ? 1 : 0);
  return {
    names: dialect.names ?? Array.from({ length: dialect.columns }, (_, i) => `c${i + 1}`),
    rows,
    types: [],
    unsplittable,
    whole: complete,
    totalRows: Math.max(0, probe.lines - probe.blankLines - preamble),
    dialect,
  };
}

/** Whether ingest would take the record: more fields are fine where they are empty. */
function fits(fields: readonly string[], columns: number): boolean {
  return fields.length >= columns && fields.slice(columns).every((field) => field === "");
}

/** Records of a JSON lines file. */
export async function sampleJsonLines(file: SourceFile, share: number): Promise<FileRows> {
  const probe = file.probe!;
  const bom = probe.bom;
  const { slices, whole } = await readSlices(file, bom ?? "utf-8", Math.max(sampleBytes * share, 1 << 18));
  const records: (Record<string, unknown> | null)[] = [];
  let complete = whole;
  for (const lines of slices) {
    const step = Math.max(1, (lines.length * slices.length) / (sampleRows * share));
    if (step > 1) complete = false;
    for (const i of inBlocks(lines.length, step))
      if (lines[i]!.trim() !== "") records.push(jsonRecord(lines[i]!));
  }
  return jsonRows(records, complete, probe.lines - probe.blankLines);
}

/** JSON records by name of their fields, null for what is none; a list is no plain value. */
export function jsonRows(
  records: readonly (Record<string, unknown> | null)[],
  whole: boolean,
  totalRows: number | null,
): FileRows {
  const names = new Map<string, number>();
  const rows: (string | null | undefined)[][] = [];
  for (const record of records) {
    if (record === null) continue;
    const row: (string | null | undefined)[] = [];
    for (const [name, { value }] of jsonLeaves(record)) {
      if (!names.has(name)) names.set(name, names.size);
      row[names.get(name)!] = value === null || typeof value === "object" ? null : String(value);
    }
    rows.push(row);
  }
  return {
    names: [...names.keys()],
    rows,
    types: [],
    unsplittable: records.length - rows.length,
    whole,
    totalRows,
    dialect: null,
  };
}
