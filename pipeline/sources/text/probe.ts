import { stat } from "node:fs/promises";
import { ClvError } from "../../errors.js";
import { type Compression, detectCompression, unreadable } from "../compression.js";
import { carriageReturn, lineFeed, openTextBytes } from "./bytes.js";
import type { ByteOrderMark } from "./encoding.js";
import { hashFile } from "./hash.js";
import { LineScan, Utf8Check } from "./scan.js";

/**
 * What one pass over a text file finds. Everything but `bytes` and `sha256` is about the decompressed text, and UTF-16
 * (by its byte order mark) is looked at as characters. With it a reader knows whether counting records means
 * counting lines: no quotes, no blank lines, no NUL, no bare "\r", valid UTF-8.
 */
export interface TextProbe {
  readonly compression: Compression;
  /** On disk. */
  readonly bytes: number;
  /** Of the bytes on disk. */
  readonly sha256: string;
  /** After decompression, without byte order mark. */
  readonly textBytes: number;
  /** Physical lines, the last one also when no newline ends it. */
  readonly lines: number;
  /** Lines that are empty or hold only spaces and "\r". */
  readonly blankLines: number;
  /** In bytes, without the newline. */
  readonly longestLine: number;
  readonly hasQuote: boolean;
  readonly hasNul: boolean;
  /** A "\r" that is not followed by "\n". A file whose lines all end so, and that has no "\n", is counted by them. */
  readonly hasBareCr: boolean;
  /** Always false for UTF-16. */
  readonly validUtf8: boolean;
  readonly bom: ByteOrderMark | null;
}

/**
 * Reads a text file once, at the speed of hashing it.
 * Throws SOURCE_NOT_FOUND, SOURCE_UNREADABLE, and SOURCE_CHANGED when the file grows or shrinks meanwhile.
 * @example await probeText("orders.csv") // { lines: 5001, blankLines: 0, hasQuote: false, validUtf8: true, ... }
 */
export async function probeText(path: string, signal?: AbortSignal): Promise<TextProbe> {
  const compression = await detectCompression(path);
  const size = (await stat(path)).size;
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    const [hash, found] = await Promise.all([hashFile(path, size, either), scan(path, lineFeed, either)]);
    const sound = found.bom === null || found.bom === "utf-8";
    const scanned = found.textBytes + (found.bom === "utf-8" ? 3 : 0);
    if (hash.bytes !== size || (compression === "none" && sound && scanned !== size)) {
      throw new ClvError(
        "SOURCE_CHANGED",
        `${path} was being written while it was read (${size} bytes, then ${hash.bytes}). ` +
          "Wait until the export is finished, or write it under another name and rename it.",
      );
    }
    const macLines = found.lines <= 1 && found.hasBareCr && !found.hasLineFeed;
    const { lines, blankLines, longestLine } = macLines ? await scan(path, carriageReturn, either) : found;
    const { textBytes, hasQuote, hasNul, hasBareCr, bom } = found;
    const validUtf8 = sound && found.validUtf8;
    return {
      compression,
      bytes: size,
      sha256: hash.sha256,
      textBytes,
      lines,
      blankLines,
      longestLine,
      hasQuote,
      hasNul,
      hasBareCr,
      validUtf8,
      bom,
    };
  } catch (cause) {
    throw unreadable(path, compression, cause);
  } finally {
    stop.abort();
  }
}

interface Found extends Omit<TextProbe, "compression" | "bytes" | "sha256"> {
  readonly hasLineFeed: boolean;
}

async function scan(path: string, terminator: number, signal: AbortSignal): Promise<Found> {
  const { chunks, bom } = await openTextBytes(path, "utf-8", signal);
  const lines = new LineScan(terminator);
  const utf8 = new Utf8Check();
  let textBytes = 0;
  let hasQuote = false;
  let hasNul = false;
  for await (const chunk of chunks) {
    textBytes += chunk.length;
    hasQuote ||= chunk.includes(0x22);
    hasNul ||= chunk.includes(0);
    utf8.add(chunk);
    lines.add(chunk);
  }
  lines.end();
  return {
    textBytes,
    lines: lines.lines,
    blankLines: lines.blank,
    longestLine: lines.longest,
    hasQuote,
    hasNul,
    hasBareCr: lines.carriageReturns !== lines.pairs,
    hasLineFeed: lines.ended > 0,
    validUtf8: utf8.valid(),
    bom,
  };
}
