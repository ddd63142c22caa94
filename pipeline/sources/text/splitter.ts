import { isUtf8 } from "node:buffer";
import { type ByteClasses, byteClasses, space } from "./byte-classes.js";
import { ByteWindow } from "./byte-window.js";
import { lineFeed } from "./bytes.js";
import { rawText } from "./encoding.js";
import { copyPlainLines } from "./plain-lines.js";
import { RecordScan, sawHigh, sawNul } from "./record-scan.js";
import type { SplitterOptions } from "./splitter-options.js";
import type { Unsplittable, UnsplittableReason } from "./unsplittable.js";

const flushAt = 1 << 20;

type Status = "done" | "more";

/**
 * Splits bytes into records and writes them as clean CSV: the number of the record's first line, then its fields.
 * It is fed with `push` and `finish`; `split` works until it needs more bytes, its output is full or all is done.
 * A record is scanned in one go from its first byte, again from there when its end has not arrived yet; nothing is
 * committed before its end is found, so a line that leads nowhere is rejected alone and the next one starts afresh.
 */
export class RecordSplitter {
  out: Buffer = Buffer.allocUnsafe(0);
  outLength = 0;
  rejects: Unsplittable[] = [];
  header: Buffer | null = null;
  columns: number | null;
  records = 0;
  recordLines = 0;
  /** Where the header begins, from 1; 0 until it is found. */
  headerLine = 0;
  headerLines = 0;
  unsplittable = 0;
  blank = 0;

  private readonly options: SplitterOptions;
  private readonly plain: ByteClasses;
  private readonly checking: ByteClasses;
  private readonly window: ByteWindow;
  private readonly scan: RecordScan;
  private discarding = false;
  private rejectedChars = 0;

  constructor(options: SplitterOptions) {
    this.options = options;
    this.columns = options.header ? null : options.columns;
    this.plain = byteClasses(options, options.encoding === "latin-1");
    this.checking = byteClasses(options, true);
    this.window = new ByteWindow(options);
    this.scan = new RecordScan(options);
  }

  /** Of the line that comes next, from 1. */
  get line(): number {
    return this.window.line;
  }

  push(chunk: Buffer): void {
    this.window.push(chunk);
    // A byte becomes at most three, a field gets two quotes more, a record its number.
    const room = flushAt + 4 * this.window.end + 64;
    if (this.out.length < room) this.out = Buffer.concat([this.out.subarray(0, this.outLength)], room);
  }

  /** No more bytes will come: the last line ends here, whether or not a terminator says so. */
  finish(): void {
    if (!this.window.terminated) this.push(Buffer.from([this.options.terminator]));
    this.window.ended = true;
  }

  /** The rejects so far, which become the caller's. */
  takeRejects(): Unsplittable[] {
    const rejects = this.rejects;
    this.rejects = [];
    this.rejectedChars = 0;
    return rejects;
  }

  split(): "more" | "full" | "done" {
    const { window } = this;
    for (;;) {
      if (this.outLength >= flushAt || this.rejectedChars >= flushAt) return "full";
      if (window.pos >= window.end) return window.ended ? "done" : "more";
      if (this.discarding || window.line <= this.options.skip) this.passLine();
      else if (this.plainLines() > 0) continue;
      else if (this.record() === "more") {
        if (window.ended) throw new Error(`line ${window.line} has no end`);
        return "more";
      }
    }
  }

  private passLine(): void {
    const { window } = this;
    const at = window.lineEnd();
    if (at >= window.end) {
      window.pos = window.end;
      return;
    }
    window.passLine(at);
    this.discarding = false;
  }

  /** Commits the plain lines that come next, and returns how many; `record` looks at the line after them. */
  private plainLines(): number {
    const { window, columns } = this;
    if (columns === null) return 0;
    const first = window.line;
    const kinds = window.sound ? this.plain.whole : this.checking.whole;
    this.outLength = copyPlainLines(window, kinds, columns, this.options, this.out, this.outLength, flushAt);
    const lines = window.line - first;
    this.records += lines;
    this.recordLines += lines;
    return lines;
  }

  private record(): Status {
    const { window, scan, columns } = this;
    const { terminator, encoding, maxRecordBytes } = this.options;
    if (window.bytes[window.pos]! <= space) {
      const blankEnd = window.blankEnd();
      if (window.bytes[blankEnd] === terminator) {
        if (blankEnd >= window.end) return this.unfinished();
        this.blank++;
        window.passLine(blankEnd);
        return "done";
      }
    }

    const classes = window.sound ? this.plain : this.checking;
    const scanned = scan.scan(window, classes, columns, this.out, this.outLength);
    if (scanned === "more") return "more";
    if (scanned === "unfinished") return this.unfinished();
    if (scanned === "unclosed") return this.rejectLine("UNCLOSED_QUOTE");

    const { end, fields, lines } = scan;
    const misfit = columns === null ? null : misfitOf(fields, scan.filled, columns);
    const tooLong = end - window.pos > maxRecordBytes;
    if (tooLong && lines === 1) return this.rejectLine("LINE_TOO_LONG");
    if (lines > 1 && (tooLong || misfit !== null)) return this.rejectLine("UNCLOSED_QUOTE");
    if (scan.seen & sawNul) return this.rejectSpan(end, "NUL_BYTE");
    if (scan.seen & sawHigh && encoding === "utf-8" && !isUtf8(window.bytes.subarray(window.pos, end)))
      return this.rejectSpan(end, "INVALID_ENCODING");
    if (misfit !== null) return this.rejectLine(misfit);
    const surplus = scan.kept >= 0 && fields > (columns ?? fields);
    this.commit(surplus ? scan.kept : scan.outEnd, fields, lines, end + 1);
    return "done";
  }

  private commit(outEnd: number, fields: number, lines: number, next: number): void {
    const { window } = this;
    window.pos = next;
    window.line += lines;
    if (this.options.header && this.header === null) {
      this.header = Buffer.from(this.out.subarray(this.outLength, outEnd));
      this.headerLine = window.line - lines;
      this.headerLines = lines;
      this.columns = this.options.columns ?? fields;
      return;
    }
    this.columns ??= fields;
    this.out[outEnd] = lineFeed;
    this.outLength = outEnd + 1;
    this.records++;
    this.recordLines += lines;
  }

  /** The record's end has not arrived. A line that is already too long is given up; its rest is skipped. */
  private unfinished(): Status {
    const { window } = this;
    if (window.lineEnd() < window.end) return "more";
    if (window.end - window.pos <= this.options.maxRecordBytes) return "more";
    this.reject("LINE_TOO_LONG", window.bytes.subarray(window.pos, window.end));
    window.pos = window.end;
    this.discarding = true;
    return "done";
  }

  /** Rejects the line at `pos` alone; what is wrong with its bytes outweighs what is wrong with its fields. */
  private rejectLine(reason: UnsplittableReason): Status {
    const { window } = this;
    const at = window.lineEnd();
    if (at >= window.end) return this.unfinished();
    const text = window.lineText(at);
    let why = reason;
    if (at - window.pos > this.options.maxRecordBytes) why = "LINE_TOO_LONG";
    else if (text.includes(0)) why = "NUL_BYTE";
    else if (this.options.encoding === "utf-8" && !isUtf8(text)) why = "INVALID_ENCODING";
    this.reject(why, text);
    window.passLine(at);
    return "done";
  }

  /** Rejects every line of a record that is split well but holds bytes that are no text. */
  private rejectSpan(last: number, reason: UnsplittableReason): Status {
    const { window } = this;
    while (window.pos <= last) {
      const at = window.lineEnd();
      if (window.blankEnd() === at) this.blank++;
      else this.reject(reason, window.lineText(at));
      window.passLine(at);
    }
    return "done";
  }

  private reject(reason: UnsplittableReason, bytes: Buffer): void {
    const text = rawText(bytes, this.options.encoding, this.options.maxRecordBytes);
    this.rejects.push({ line: this.line, reason, text });
    this.rejectedChars += text.length + 32;
    this.unsplittable++;
  }
}

function misfitOf(fields: number, filled: number, columns: number): UnsplittableReason | null {
  if (fields < columns) return "TOO_FEW_FIELDS";
  return filled > columns ? "TOO_MANY_FIELDS" : null;
}
