import { type FileHandle, open } from "node:fs/promises";
import { ClvError } from "../../errors.js";
import { lineTerminator, openTextBytes } from "./bytes.js";
import type { TextEncoding } from "./encoding.js";
import { RecordSplitter } from "./splitter.js";
import { type Unsplittable, type UnsplittableReason, unsplittableReasons } from "./unsplittable.js";

/** How a delimited text file is written. */
export interface TextFormat {
  /** One ASCII character, or "whitespace" for runs of spaces and tabs (those at the ends of a line are ignored). */
  readonly delimiter: string;
  /** One ASCII character that may enclose a field and is doubled inside it, or null. */
  readonly quote: string | null;
  /** Fields of a record; null takes them from the header, or without one from the first record. */
  readonly columns: number | null;
  readonly header: boolean;
  /** Physical lines before the header or the first record. */
  readonly skip: number;
  readonly encoding: TextEncoding;
  /** A quoted field that makes a record longer than this is an unclosed quote. Default 64 lines. */
  readonly maxRecordLines?: number;
  /** Longer lines are rejected, and their text is cut here. Default 1 MiB. */
  readonly maxRecordBytes?: number;
}

/** What became of every line: lines = skipped + headerLines + recordLines + unsplittable + blank. */
export interface NormalisedText {
  readonly records: number;
  /** Names as they stand in the file; null without a header. */
  readonly header: readonly string[] | null;
  readonly columns: number;
  /** Lines, each with an entry in `<out>.unsplittable`. */
  readonly unsplittable: number;
  readonly unsplittableBy: Readonly<Record<UnsplittableReason, number>>;
  readonly blank: number;
  readonly lines: number;
  readonly skipped: number;
  readonly headerLines: number;
  readonly recordLines: number;
}

export const defaultMaxRecordLines = 64;
export const defaultMaxRecordBytes = 1 << 20;

/**
 * Rewrites any delimited text file as a CSV that every reader splits alike: UTF-8, comma, double quotes, "\n", no header;
 * first the number (from 1) of the line on which the record begins, then exactly `columns` fields. Lines that give
 * no record go to `<out>.unsplittable` as CSV: line, reason, text. No line is lost, whatever the file holds.
 *
 * Quotes count only around a whole field; inside an unquoted field they are characters like any other. Where a quoted
 * field is not closed before the next delimiter, within the allowed lines, or leaves the wrong number of fields over
 * several lines, the line on which the record begins is rejected alone and the next line starts a new record.
 * Extra fields at the end of a record are ignored while they are empty.
 * @param out path of the CSV; both files are replaced. A record may grow to four times maxRecordBytes.
 * @example await normaliseText("orders.txt", { delimiter: "whitespace", quote: null, columns: 4, header: true, skip: 0, encoding: "utf-8" }, "clean.csv")
 * // { records: 69659, unsplittable: 0, header: ["customer_id", "date", "number_of_cds", "dollar_value"], ... }
 */
export async function normaliseText(
  path: string,
  format: TextFormat,
  out: string,
  signal?: AbortSignal,
): Promise<NormalisedText> {
  const terminator = await lineTerminator(path, format.encoding, signal);
  const { chunks, encoding } = await openTextBytes(path, format.encoding, signal);
  const splitter = new RecordSplitter({
    delimiter: format.delimiter === "whitespace" ? null : asciiByte("delimiter", format.delimiter),
    quote: format.quote === null ? null : asciiByte("quote", format.quote),
    encoding,
    terminator,
    skip: format.skip,
    header: format.header,
    columns: format.columns,
    maxRecordLines: format.maxRecordLines ?? defaultMaxRecordLines,
    maxRecordBytes: format.maxRecordBytes ?? defaultMaxRecordBytes,
  });
  const by = Object.fromEntries(unsplittableReasons.map((r) => [r, 0])) as Record<UnsplittableReason, number>;
  const clean = await open(out, "w");
  try {
    const bad = await open(`${out}.unsplittable`, "w");
    try {
      const drain = async () => {
        for (let status = splitter.split(); ; status = splitter.split()) {
          const rejects = splitter.takeRejects();
          refuseHeader(path, format, splitter, rejects);
          for (const { reason } of rejects) by[reason]++;
          await write(bad, Buffer.from(rejects.map(unsplittableRow).join("")));
          await write(clean, splitter.out.subarray(0, splitter.outLength));
          splitter.outLength = 0;
          if (status !== "full") return;
        }
      };
      for await (const chunk of chunks) {
        splitter.push(chunk);
        await drain();
      }
      splitter.finish();
      await drain();
    } finally {
      await bad.close();
    }
  } finally {
    await clean.close();
  }
  const lines = splitter.line - 1;
  return {
    records: splitter.records,
    header: splitter.header === null ? null : cleanFields(splitter.header.toString()).slice(1),
    columns: splitter.columns ?? format.columns ?? 0,
    unsplittable: splitter.unsplittable,
    unsplittableBy: by,
    blank: splitter.blank,
    lines,
    skipped: Math.min(format.skip, lines),
    headerLines: splitter.headerLines,
    recordLines: splitter.recordLines,
  };
}

/** The fields of one line of clean CSV. */
export function cleanFields(line: string): string[] {
  const fields = line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? [];
  return fields.map((f) => (f.startsWith('"') ? f.slice(1, -1).replaceAll('""', '"') : f));
}

function unsplittableRow({ line, reason, text }: Unsplittable): string {
  return `${line},${reason},"${text.replaceAll('"', '""')}"\n`;
}

function refuseHeader(
  path: string,
  format: TextFormat,
  splitter: RecordSplitter,
  rejects: readonly Unsplittable[],
): void {
  const first = rejects[0];
  if (!format.header || !first) return;
  if (splitter.header !== null && splitter.headerLine < first.line) return;
  throw new ClvError(
    "SOURCE_UNREADABLE",
    `the header, line ${first.line} of ${path}, cannot be split (${first.reason}): ` +
      `${JSON.stringify(first.text.slice(0, 80))}. Check delimiter, quote, skip and encoding of the source.`,
  );
}

async function write(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done)).bytesWritten;
}

function asciiByte(option: string, value: string): number {
  const byte = value.charCodeAt(0);
  if (value.length === 1 && byte > 0 && byte < 128 && value !== "\n" && value !== "\r") return byte;
  throw new ClvError(
    "CONFIG_INVALID",
    `${option} ${JSON.stringify(value)} is not one ASCII character. Use for example "," or "\\t".`,
  );
}
