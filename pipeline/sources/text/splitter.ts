import { isUtf8 } from "node:buffer";
import { carriageReturn, lineFeed } from "./bytes.js";
import { latin1Utf8, rawText } from "./encoding.js";

/** Why a line could not be split into the expected fields. */
export const unsplittableReasons = [
  "TOO_FEW_FIELDS",
  "TOO_MANY_FIELDS",
  "UNCLOSED_QUOTE",
  "INVALID_ENCODING",
  "NUL_BYTE",
  "LINE_TOO_LONG",
] as const;
export type UnsplittableReason = (typeof unsplittableReasons)[number];

/** One physical line that no record could be made of. */
export interface Unsplittable {
  /** From 1. */
  readonly line: number;
  readonly reason: UnsplittableReason;
  readonly text: string;
}

export interface SplitterOptions {
  /** The byte between fields, or null for runs of spaces and tabs. */
  readonly delimiter: number | null;
  /** The quote's byte, or null. */
  readonly quote: number | null;
  readonly encoding: "utf-8" | "latin-1";
  readonly terminator: number;
  readonly skip: number;
  readonly header: boolean;
  readonly columns: number | null;
  readonly maxRecordLines: number;
  readonly maxRecordBytes: number;
}

const flushAt = 1 << 20;
const space = 0x20;
const tab = 0x09;
const comma = 0x2c;
const doubleQuote = 0x22;
/** What a byte means while scanning; everything else is copied as it is. */
const delimiterClass = 1;
const terminatorClass = 2;
const otherClass = 3;
const sawNul = 1;
const sawHigh = 2;

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
  /** Of the line that begins at `pos`, from 1. */
  line = 1;

  private readonly options: SplitterOptions;
  private readonly quote: number;
  private readonly plain: Classes;
  private readonly checking: Classes;
  private window: Buffer = Buffer.alloc(0);
  private pos = 0;
  private end = 0;
  private ended = false;
  private lastByte: number;
  private sound = true;
  private discarding = false;
  private rejectedChars = 0;

  constructor(options: SplitterOptions) {
    this.options = options;
    this.columns = options.header ? null : options.columns;
    this.quote = options.quote ?? -1;
    this.lastByte = options.terminator;
    this.plain = classes(options, options.encoding === "latin-1");
    this.checking = classes(options, true);
  }

  push(chunk: Buffer): void {
    const left = this.end - this.pos;
    if (left + chunk.length + 2 > this.window.length) {
      const bigger = Buffer.allocUnsafe(2 * (left + chunk.length) + 2);
      this.window.copy(bigger, 0, this.pos, this.end);
      this.window = bigger;
    } else {
      this.window.copyWithin(0, this.pos, this.end);
    }
    chunk.copy(this.window, left);
    this.pos = 0;
    this.end = left + chunk.length;
    this.lastByte = chunk[chunk.length - 1] ?? this.lastByte;
    this.settle();
  }

  /** No more bytes will come: the last line ends here, whether or not a terminator says so. */
  finish(): void {
    if (this.lastByte !== this.options.terminator) this.push(Buffer.from([this.options.terminator]));
    this.ended = true;
  }

  /** The rejects so far, which become the caller's. */
  takeRejects(): Unsplittable[] {
    const rejects = this.rejects;
    this.rejects = [];
    this.rejectedChars = 0;
    return rejects;
  }

  split(): "more" | "full" | "done" {
    for (;;) {
      if (this.outLength >= flushAt || this.rejectedChars >= flushAt) return "full";
      if (this.pos >= this.end) return this.ended ? "done" : "more";
      if (this.discarding || this.line <= this.options.skip) this.passLine();
      else if (this.plainLines() > 0) continue;
      else if (this.record() === "more") {
        if (this.ended) throw new Error(`line ${this.line} has no end`);
        return "more";
      }
    }
  }

  /** Two terminators after the last byte stop every scan without a check per byte, also one that looks ahead. */
  private settle(): void {
    const { terminator, encoding } = this.options;
    this.window[this.end] = terminator;
    this.window[this.end + 1] = terminator;
    // Only whole lines end a record, and a terminator is never part of a longer UTF-8 character.
    const whole = this.window.subarray(0, this.end).lastIndexOf(terminator) + 1;
    this.sound = encoding === "latin-1" || isUtf8(this.window.subarray(0, whole));
    // A byte becomes at most three, a field gets two quotes more, a record its number.
    const room = flushAt + 4 * this.end + 64;
    if (this.out.length < room) this.out = Buffer.concat([this.out.subarray(0, this.outLength)], room);
  }

  private passLine(): void {
    const at = this.window.indexOf(this.options.terminator, this.pos);
    if (at >= this.end) {
      this.pos = this.end;
      return;
    }
    this.pos = at + 1;
    this.line++;
    this.discarding = false;
  }

  /**
   * The fast way: commits records that are one line, have the right number of fields and need no rewriting, up to
   * the first line that is anything else, which `record` then looks at. Returns how many.
   */
  private plainLines(): number {
    const { window: bytes, out, end, columns } = this;
    const { terminator, delimiter, maxRecordBytes } = this.options;
    const kinds = this.sound ? this.plain.whole : this.checking.whole;
    if (columns === null) return 0;
    const first = this.line;
    let { pos, line, outLength } = this;
    while (outLength < flushAt) {
      let i = pos;
      if (delimiter === null) while (kinds[bytes[i]!] === delimiterClass) i++;
      if (bytes[i]! <= space) break;
      let o = writeNumber(line, out, outLength);
      out[o++] = comma;
      let fields = 1;
      let byte = bytes[i]!;
      let kind = kinds[byte]!;
      while (kind < terminatorClass) {
        i++;
        if (kind === 0) {
          out[o++] = byte;
        } else {
          out[o++] = comma;
          fields++;
          if (delimiter === null) while (kinds[bytes[i]!] === delimiterClass) i++;
        }
        byte = bytes[i]!;
        kind = kinds[byte]!;
      }
      if (byte === carriageReturn && terminator === lineFeed && bytes[i + 1] === lineFeed) byte = bytes[++i]!;
      if (byte !== terminator || fields !== columns || i >= end || i - pos > maxRecordBytes) break;
      out[o] = lineFeed;
      outLength = o + 1;
      pos = i + 1;
      line++;
    }
    this.pos = pos;
    this.line = line;
    this.outLength = outLength;
    this.records += line - first;
    this.recordLines += line - first;
    return line - first;
  }

  private record(): Status {
    const { window: bytes, out, pos, end, quote, columns } = this;
    const { terminator, delimiter, encoding, maxRecordLines, maxRecordBytes } = this.options;
    const { outside: kinds, inside: quotedKinds } = this.sound ? this.plain : this.checking;
    const latin1 = encoding === "latin-1";

    let i = pos;
    if (bytes[i]! <= space) {
      const blankEnd = this.blankEnd(pos);
      if (bytes[blankEnd] === terminator) {
        if (blankEnd >= end) return this.unfinished();
        this.blank++;
        this.line++;
        this.pos = blankEnd + 1;
        return "done";
      }
    }

    let o = writeNumber(this.line, out, this.outLength);
    let fields = 0;
    let filled = 0;
    let kept = -1;
    let lines = 1;
    let seen = 0;
    for (;;) {
      if (delimiter === null) {
        while (kinds[bytes[i]!] === delimiterClass) i++;
        if (bytes[i] === carriageReturn && bytes[i + 1] === terminator && terminator === lineFeed) i++;
        if (bytes[i] === terminator) break;
      }
      if (fields === columns) kept = o;
      out[o++] = comma;
      const from = o;
      if (bytes[i] === quote) {
        const opened = ++i;
        out[o++] = doubleQuote;
        for (;;) {
          const byte = bytes[i]!;
          const kind = quotedKinds[byte];
          if (kind === 0) {
            out[o++] = byte;
            i++;
          } else if (byte === quote) {
            if (i + 1 >= end) return this.unfinished();
            if (bytes[i + 1] !== quote) break;
            if (quote === doubleQuote) out[o++] = doubleQuote;
            out[o++] = quote;
            i += 2;
          } else if (kind === terminatorClass) {
            if (i >= end && !this.ended && i - pos <= maxRecordBytes) return "more";
            if (i >= end || ++lines > maxRecordLines || i - pos > maxRecordBytes)
              return this.rejectLine("UNCLOSED_QUOTE");
            out[o++] = byte;
            i++;
          } else {
            if (byte === 0) seen |= sawNul;
            if (byte >= 128) seen |= sawHigh;
            if (byte === doubleQuote) out[o++] = doubleQuote;
            if (latin1 && byte >= 128) o += latin1Utf8[byte - 128]!.copy(out, o);
            else out[o++] = byte;
            i++;
          }
        }
        out[o++] = doubleQuote;
        fields++;
        if (i > opened) filled = fields;
        i++;
        if (delimiter !== space && delimiter !== null) while (bytes[i] === space) i++;
        if (bytes[i] === carriageReturn && bytes[i + 1] === terminator && terminator === lineFeed) i++;
        if (bytes[i] === terminator) break;
        if (kinds[bytes[i]!] !== delimiterClass) return this.rejectLine("UNCLOSED_QUOTE");
        i++;
      } else {
        let needsQuotes = false;
        let kind: number;
        for (;;) {
          const byte = bytes[i]!;
          kind = kinds[byte]!;
          if (kind === 0) {
            out[o++] = byte;
            i++;
          } else if (kind !== otherClass) {
            break;
          } else if (byte === carriageReturn && bytes[i + 1] === terminator) {
            i++;
          } else {
            if (byte === 0) seen |= sawNul;
            if (byte >= 128) seen |= sawHigh;
            else needsQuotes = true;
            if (latin1 && byte >= 128) o += latin1Utf8[byte - 128]!.copy(out, o);
            else out[o++] = byte;
            i++;
          }
        }
        fields++;
        if (o > from) filled = fields;
        if (needsQuotes) o = this.quoteOut(from, o);
        if (kind === terminatorClass) break;
        i++;
      }
    }
    if (i >= end) return this.unfinished();

    const misfit = columns === null ? null : misfitOf(fields, filled, columns);
    const tooLong = i - pos > maxRecordBytes;
    if (tooLong && lines === 1) return this.rejectLine("LINE_TOO_LONG");
    if (lines > 1 && (tooLong || misfit !== null)) return this.rejectLine("UNCLOSED_QUOTE");
    if (seen & sawNul) return this.rejectSpan(i, "NUL_BYTE");
    if (seen & sawHigh && !latin1 && !isUtf8(bytes.subarray(pos, i)))
      return this.rejectSpan(i, "INVALID_ENCODING");
    if (misfit !== null) return this.rejectLine(misfit);
    if (kept >= 0 && fields > (columns ?? fields)) o = kept;
    this.commit(o, fields, lines, i + 1);
    return "done";
  }

  private commit(outEnd: number, fields: number, lines: number, next: number): void {
    this.pos = next;
    this.line += lines;
    if (this.options.header && this.header === null) {
      this.header = Buffer.from(this.out.subarray(this.outLength, outEnd));
      this.headerLine = this.line - lines;
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
    if (this.window.indexOf(this.options.terminator, this.pos) < this.end) return "more";
    if (this.end - this.pos <= this.options.maxRecordBytes) return "more";
    this.reject("LINE_TOO_LONG", this.window.subarray(this.pos, this.end));
    this.pos = this.end;
    this.discarding = true;
    return "done";
  }

  /** Rejects the line at `pos` alone; what is wrong with its bytes outweighs what is wrong with its fields. */
  private rejectLine(reason: UnsplittableReason): Status {
    const at = this.window.indexOf(this.options.terminator, this.pos);
    if (at >= this.end) return this.unfinished();
    const text = this.lineText(at);
    let why = reason;
    if (at - this.pos > this.options.maxRecordBytes) why = "LINE_TOO_LONG";
    else if (text.includes(0)) why = "NUL_BYTE";
    else if (this.options.encoding === "utf-8" && !isUtf8(text)) why = "INVALID_ENCODING";
    this.reject(why, text);
    this.pos = at + 1;
    this.line++;
    return "done";
  }

  /** Rejects every line of a record that is split well but holds bytes that are no text. */
  private rejectSpan(last: number, reason: UnsplittableReason): Status {
    while (this.pos <= last) {
      const at = this.window.indexOf(this.options.terminator, this.pos);
      if (this.blankEnd(this.pos) === at) this.blank++;
      else this.reject(reason, this.lineText(at));
      this.pos = at + 1;
      this.line++;
    }
    return "done";
  }

  private reject(reason: UnsplittableReason, bytes: Buffer): void {
    const text = rawText(bytes, this.options.encoding, this.options.maxRecordBytes);
    this.rejects.push({ line: this.line, reason, text });
    this.rejectedChars += text.length + 32;
    this.unsplittable++;
  }

  private lineText(at: number): Buffer {
    const pair =
      this.options.terminator === lineFeed && at > this.pos && this.window[at - 1] === carriageReturn;
    return this.window.subarray(this.pos, pair ? at - 1 : at);
  }

  /** Where the blank bytes end that begin at `from`. */
  private blankEnd(from: number): number {
    const { delimiter, terminator } = this.options;
    let i = from;
    for (;;) {
      const byte = this.window[i];
      if (byte === terminator) return i;
      if (byte !== space && byte !== carriageReturn && !(byte === tab && delimiter === null)) return i;
      i++;
    }
  }

  /** Puts the bytes from `from` to `end` of the output in quotes, doubling those inside; returns the new end. */
  private quoteOut(from: number, end: number): number {
    const out = this.out;
    let inside = 0;
    for (let i = from; i < end; i++) if (out[i] === doubleQuote) inside++;
    let to = end + inside + 1;
    out[to] = doubleQuote;
    for (let i = end - 1; i >= from; i--) {
      const byte = out[i]!;
      out[--to] = byte;
      if (byte === doubleQuote) out[--to] = doubleQuote;
    }
    out[from] = doubleQuote;
    return end + inside + 2;
  }
}

function misfitOf(fields: number, filled: number, columns: number): UnsplittableReason | null {
  if (fields < columns) return "TOO_FEW_FIELDS";
  return filled > columns ? "TOO_MANY_FIELDS" : null;
}

/** Writes a whole number in decimal; returns where it ends. */
function writeNumber(value: number, out: Buffer, at: number): number {
  if (value > 0x7fffffff) return at + out.write(String(value), at, "latin1");
  let digits = 1;
  for (let bound = 10; bound <= value; bound *= 10) digits++;
  let n = value | 0;
  for (let i = at + digits - 1; i >= at; i--) {
    const rest = (n / 10) | 0;
    out[i] = 48 + n - 10 * rest;
    n = rest;
  }
  return at + digits;
}

/** What each byte means in an unquoted field, in a quoted one, and in a line that is to be copied as a whole. */
interface Classes {
  readonly outside: Uint8Array;
  readonly inside: Uint8Array;
  readonly whole: Uint8Array;
}

function classes(options: SplitterOptions, high: boolean): Classes {
  const outside = new Uint8Array(256);
  const inside = new Uint8Array(256);
  if (high) for (let byte = 128; byte < 256; byte++) outside[byte] = inside[byte] = otherClass;
  for (const byte of [0, doubleQuote]) outside[byte] = inside[byte] = otherClass;
  outside[carriageReturn] = outside[comma] = otherClass;
  for (const byte of options.delimiter === null ? [space, tab] : [options.delimiter])
    outside[byte] = delimiterClass;
  outside[options.terminator] = inside[options.terminator] = terminatorClass;
  const whole = outside.slice();
  if (options.quote !== null) inside[options.quote] = whole[options.quote] = otherClass;
  return { outside, inside, whole };
}
