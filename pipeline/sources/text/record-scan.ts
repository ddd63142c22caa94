import {
  type ByteClasses,
  comma,
  delimiterClass,
  doubleQuote,
  otherClass,
  space,
  terminatorClass,
} from "./byte-classes.js";
import type { ByteWindow } from "./byte-window.js";
import { carriageReturn, lineFeed } from "./bytes.js";
import { putInQuotes, writeNumber } from "./clean-bytes.js";
import { latin1Utf8 } from "./encoding.js";
import type { SplitterOptions } from "./splitter-options.js";

export const sawNul = 1;
export const sawHigh = 2;

/**
 * What a scan came to: a record whose end was found; one whose end has not arrived, with a quote that may still close
 * (`more`) or not; or a line with a quote that is not closed.
 */
export type Scanned = "record" | "more" | "unfinished" | "unclosed";

/**
 * Reads one record, from the first byte of its line to its end, and writes it as clean CSV. It changes nothing but the
 * bytes of the output from where it writes; where the record ends and what was seen in it is left in its fields.
 */
export class RecordScan {
  /** Of the record, where its terminator is. */
  end = 0;
  /** Of what was written. */
  outEnd = 0;
  fields = 0;
  /** The last field that is not empty, from 1. */
  filled = 0;
  /** Where the output ended when it had as many fields as were expected, or -1. */
  kept = -1;
  lines = 1;
  /** What bytes were seen that want a look: `sawNul`, `sawHigh`, or both. */
  seen = 0;

  private readonly options: SplitterOptions;
  private readonly quote: number;

  constructor(options: SplitterOptions) {
    this.options = options;
    this.quote = options.quote ?? -1;
  }

  scan(
    window: ByteWindow,
    classes: ByteClasses,
    columns: number | null,
    out: Buffer,
    outFrom: number,
  ): Scanned {
    const { bytes, pos, end } = window;
    const { outside: kinds, inside: quotedKinds } = classes;
    const { quote } = this;
    const { terminator, delimiter, encoding, maxRecordLines, maxRecordBytes } = this.options;
    const latin1 = encoding === "latin-1";

    let i = pos;
    let o = writeNumber(window.line, out, outFrom);
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
            if (i + 1 >= end) return "unfinished";
            if (bytes[i + 1] !== quote) break;
            if (quote === doubleQuote) out[o++] = doubleQuote;
            out[o++] = quote;
            i += 2;
          } else if (kind === terminatorClass) {
            if (i >= end && !window.ended && i - pos <= maxRecordBytes) return "more";
            if (i >= end || ++lines > maxRecordLines || i - pos > maxRecordBytes) return "unclosed";
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
        if (kinds[bytes[i]!] !== delimiterClass) return "unclosed";
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
        if (needsQuotes) o = putInQuotes(out, from, o);
        if (kind === terminatorClass) break;
        i++;
      }
    }
    this.end = i;
    this.outEnd = o;
    this.fields = fields;
    this.filled = filled;
    this.kept = kept;
    this.lines = lines;
    this.seen = seen;
    return i >= end ? "unfinished" : "record";
  }
}
