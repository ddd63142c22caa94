import { isUtf8 } from "node:buffer";
import { ClvError } from "../../errors.js";
import { openText } from "../compression.js";
import { byteOrderMark, decodeText, rawText, type TextEncoding, utf16ToUtf8 } from "./encoding.js";
import { fieldLikeness, isHeader } from "./evidence.js";
import { type SampleRecord, splitSample } from "./sample.js";

/** How a text file seems to be written, and a look into it. */
export interface TextDialect {
  /** One character, or "whitespace". A file of one column gets ",". */
  readonly delimiter: string;
  readonly quote: string | null;
  readonly header: boolean;
  /** Lines of preamble before the header or the first record. */
  readonly skip: number;
  readonly encoding: TextEncoding;
  readonly columns: number;
  /** Names as they stand in the file, trimmed; null without a header. */
  readonly names: readonly string[] | null;
  /** Records after the header with the right number of fields, at most 1,000. */
  readonly sample: readonly (readonly string[])[];
  /** Share of the sampled records that have `columns` fields; well below 1, the guess deserves a look. */
  readonly share: number;
}

export interface DialectOptions {
  /** Decompressed bytes to look at. Default 256 KiB. */
  readonly bytes?: number;
  /** What is known about the file as a whole: `probeText(path).validUtf8`. */
  readonly validUtf8?: boolean;
  readonly signal?: AbortSignal;
}

/** In order of preference where two explain a file equally well; with the weight of each as an explanation. */
const delimiters: readonly (readonly [delimiter: string, weight: number])[] = [
  ["\t", 1],
  [";", 1],
  ["|", 1],
  [",", 1],
  ["whitespace", 0.9],
  [":", 0.8],
];
const quotes = ['"', null, "'"] as const;
const scored = 300;
const sampled = 1000;
const maxPreamble = 20;

/**
 * Guesses how a file is written from its beginning: the delimiter and quote under which most records have the same
 * number of fields and the fields look like fields. Meant for `clv init`, whose answer a person sees; a run states everything.
 * @throws ClvError SOURCE_UNREADABLE when there is no line with anything on it
 * @example await detectDialect("cdnow_elog.csv") // { delimiter: ",", header: true, names: ["masterid", "sampleid", "date", "cds", "sales"], ... }
 */
export async function detectDialect(path: string, options: DialectOptions = {}): Promise<TextDialect> {
  const { head, whole } = await readHead(path, options.bytes ?? 1 << 18, options.signal);
  const { text, encoding } = await decodeHead(head, options.validUtf8);
  const lines = text.split(text.includes("\n") ? /\r?\n/ : "\r");
  if (!whole && lines.length > 1) lines.pop();
  const { delimiter, quote } = best(lines);
  const records = splitSample(lines, delimiter, quote, sampled + maxPreamble + 1);
  if (records.length === 0) {
    throw new ClvError("SOURCE_UNREADABLE", `${path} holds no line with anything on it.`);
  }
  const width = commonWidth(records);
  const start = startOf(records, width);
  const fitting = records.slice(start).filter((r) => !r.broken && r.fields.length === width);
  const first = fitting[0]?.fields ?? [];
  const body = fitting.slice(1).map((r) => r.fields);
  const header = isHeader(first, body);
  const data = (header ? body : [first, ...body]).slice(0, sampled);
  const columns = filledWidth(width, header ? [first, ...data] : data);
  return {
    delimiter,
    quote,
    header,
    skip: start === 0 ? 0 : (records[start]?.line ?? 1) - 1,
    encoding,
    columns,
    names: header ? first.slice(0, columns).map((name) => name.trim()) : null,
    sample: data.map((fields) => fields.slice(0, columns)),
    share: fitting.length / (records.length - start),
  };
}

async function readHead(
  path: string,
  bytes: number,
  signal?: AbortSignal,
): Promise<{ head: Buffer; whole: boolean }> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of openText(path) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    parts.push(chunk);
    size += chunk.length;
    if (size > bytes) break;
  }
  return { head: Buffer.concat(parts).subarray(0, bytes), whole: size <= bytes };
}

async function decodeHead(
  head: Buffer,
  validUtf8?: boolean,
): Promise<{ text: string; encoding: TextEncoding }> {
  const bom = byteOrderMark(head);
  const wide = bom === null ? unmarkedUtf16(head) : bom === "utf-8" ? null : bom;
  if (wide !== null) {
    const parts: Buffer[] = [];
    const even = head.subarray(bom === null ? 0 : 2, head.length & ~1);
    for await (const part of utf16ToUtf8(once(even), wide === "utf-16be")) parts.push(part);
    return { text: rawText(Buffer.concat(parts), "utf-8", Infinity), encoding: wide };
  }
  const bytes = bom === "utf-8" ? head.subarray(3) : head;
  const encoding = bom === "utf-8" || looksUtf8(bytes, validUtf8) ? "utf-8" : "latin-1";
  const cut = bytes.lastIndexOf(10) + 1;
  const sound = encoding === "latin-1" || isUtf8(bytes);
  return {
    text: sound
      ? decodeText(bytes, encoding)
      : new TextDecoder().decode(cut > 0 ? bytes.subarray(0, cut) : bytes),
    encoding,
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** UTF-16 without a mark shows in its NULs: text that is mostly Latin has them in every other byte. */
function unmarkedUtf16(head: Buffer): "utf-16le" | "utf-16be" | null {
  const length = Math.min(head.length & ~1, 4096);
  const nuls = [0, 0];
  for (let i = 0; i < length; i++) if (head[i] === 0) nuls[i % 2]!++;
  if (nuls[1]! > 0.3 * length && nuls[0]! < 0.02 * length) return "utf-16le";
  if (nuls[0]! > 0.3 * length && nuls[1]! < 0.02 * length) return "utf-16be";
  return null;
}

/**
 * Whether most lines with letters beyond ASCII are valid UTF-8: a few damaged lines do not make a file latin-1.
 * Where the sample has none, what is known of the whole file decides.
 */
function looksUtf8(bytes: Buffer, validUtf8?: boolean): boolean {
  let good = 0;
  let bad = 0;
  for (let start = 0; start < bytes.length; ) {
    const at = bytes.indexOf(10, start);
    if (at < 0 && start > 0) break; // the last line may be cut inside a character
    const line = bytes.subarray(start, at < 0 ? bytes.length : at);
    if (!isUtf8(line)) bad++;
    else if (line.some((byte) => byte >= 128)) good++;
    start += line.length + 1;
  }
  return good + bad === 0 ? validUtf8 !== false : good >= bad;
}

function best(lines: readonly string[]): { delimiter: string; quote: string | null } {
  let found = { delimiter: ",", quote: '"' as string | null };
  let top = 0;
  const tabbed = hasTabs(lines);
  for (const [delimiter, weight] of delimiters) {
    if (tabbed && delimiter === "whitespace") continue;
    for (const quote of quotes) {
      const score = weight * likeness(splitSample(lines, delimiter, quote, scored));
      if (score > top + 1e-9) {
        top = score;
        found = { delimiter, quote };
      }
    }
  }
  return found;
}

/** Weight of a separator by which the first line has another number of fields than most. */
const firstDiffers = 0.8;

/** Whether tabs part the fields, so that the blanks of "2024-01-31 10:00" and "1 234,50 kr" belong to them. */
function hasTabs(lines: readonly string[]): boolean {
  const records = splitSample(lines, "\t", '"', scored);
  const width = commonWidth(records);
  const fitting = records.filter((r) => !r.broken && r.fields.length === width);
  return width >= 2 && fitting.length >= 0.9 * records.length;
}

/** Share of records that have the usual number of fields, times how much their fields look like fields. */
function likeness(records: readonly SampleRecord[]): number {
  const width = commonWidth(records);
  if (width < 2) return 0;
  const fitting = records.filter((r) => !r.broken && r.fields.length === width);
  let total = 0;
  for (const { fields, quoted } of fitting)
    for (const [i, field] of fields.entries()) total += fieldLikeness(field, quoted[i] ?? false);
  // decimal commas part every line but the header
  const first = records[0]!.fields.length === width ? 1 : firstDiffers;
  return first * (fitting.length / records.length) * (total / (fitting.length * width));
}

/** The number of fields that most records have; the larger one of two that are as frequent. */
function commonWidth(records: readonly SampleRecord[]): number {
  const counts = new Map<number, number>();
  for (const r of records) if (!r.broken) counts.set(r.fields.length, (counts.get(r.fields.length) ?? 0) + 1);
  const [width] = [...counts].sort(([a, n], [b, m]) => m - n || b - a)[0] ?? [0];
  return width;
}

/** Titles and remarks above the table have fewer fields than the table. */
function startOf(records: readonly SampleRecord[], width: number): number {
  const start = records.findIndex((r) => !r.broken && r.fields.length >= width);
  return start > 0 && start <= maxPreamble ? start : 0;
}

/** Without the columns at the end that are empty in every record: they come from a delimiter at the end of each line. */
function filledWidth(width: number, records: readonly (readonly string[])[]): number {
  let filled = width;
  while (filled > 1 && records.every((fields) => fields[filled - 1] === "")) filled--;
  return filled;
}
