import { carriageReturn, lineFeed, lineTerminator, openTextBytes } from "./bytes.js";
import { rawText, type TextEncoding } from "./encoding.js";
import { defaultMaxRecordBytes } from "./records.js";

/** A physical line of a file, from 1, without its line end. */
export interface RawLine {
  readonly line: number;
  readonly text: string;
}

/**
 * The text of the wanted lines as it stands in the file, for tables that show what was rejected. Reads the file once, up to the
 * last wanted line, and holds one line at a time. Text that is not valid in the encoding, holds NUL or is longer than
 * `maxBytes` (default 1 MiB) comes as `rawText` describes. Numbers beyond the end of the file give nothing.
 * @param lineNumbers from 1, rising; a repeated number counts once
 * @throws RangeError when a number is no whole number from 1 or is smaller than the one before
 * @example for await (const { line, text } of readRawLines("orders.csv", [2, 5001], "utf-8")) ...
 */
export async function* readRawLines(
  path: string,
  lineNumbers: Iterable<number> | AsyncIterable<number>,
  encoding: TextEncoding,
  options: { readonly maxBytes?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<RawLine> {
  const { maxBytes = defaultMaxRecordBytes, signal } = options;
  const wanted = rising(lineNumbers);
  let next = await wanted.next();
  if (next.done) return;
  const terminator = await lineTerminator(path, encoding, signal);
  const { chunks, encoding: read } = await openTextBytes(path, encoding, signal);
  let line = 1;
  /** What earlier chunks hold of the wanted line under way; a little more than maxBytes, so that it is known to be cut. */
  let kept: Buffer[] = [];
  let keptBytes = 0;
  const keep = (bytes: Buffer) => {
    const part = bytes.subarray(0, Math.max(0, maxBytes + 8 - keptBytes));
    kept.push(Buffer.from(part));
    keptBytes += part.length;
  };
  const take = (): RawLine => {
    let bytes = Buffer.concat(kept);
    const cut = bytes.length > maxBytes + 1;
    if (!cut && terminator === lineFeed && bytes.at(-1) === carriageReturn) bytes = bytes.subarray(0, -1);
    kept = [];
    keptBytes = 0;
    return { line, text: rawText(bytes, read, maxBytes) };
  };
  let partial = false;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(terminator); end >= 0; end = chunk.indexOf(terminator, start)) {
      if (line === next.value) {
        keep(chunk.subarray(start, end));
        yield take();
        next = await wanted.next();
        if (next.done) return;
      }
      line++;
      start = end + 1;
    }
    partial = start < chunk.length || (partial && start === 0);
    if (line === next.value) keep(chunk.subarray(start));
  }
  if (partial && line === next.value) yield take();
}

async function* rising(numbers: Iterable<number> | AsyncIterable<number>): AsyncGenerator<number, undefined> {
  let last = 0;
  for await (const n of numbers) {
    if (n === last && n > 0) continue;
    if (!Number.isSafeInteger(n) || n < last || n < 1)
      throw new RangeError(`line numbers must rise from 1: ${n} after ${last}`);
    yield n;
    last = n;
  }
  return undefined;
}
