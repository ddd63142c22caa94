import type { Readable } from "node:stream";
import { openText } from "../compression.js";
import { type ByteOrderMark, byteOrderMark, type TextEncoding, utf16ToUtf8 } from "./encoding.js";

/** A text file as bytes in which a newline and a delimiter are the ASCII bytes they look like. */
export interface TextBytes {
  /** Without byte order mark; never empty. */
  readonly chunks: AsyncIterable<Buffer>;
  /** Of the chunks: UTF-16 arrives as UTF-8. */
  readonly encoding: "utf-8" | "latin-1";
  readonly bom: ByteOrderMark | null;
}

/**
 * Opens a text file for reading from its first line on. A UTF-16 byte order mark outweighs the declared encoding;
 * a UTF-8 one is only dropped.
 */
export async function openTextBytes(
  path: string,
  declared: TextEncoding,
  signal?: AbortSignal,
): Promise<TextBytes> {
  const stream = openText(path);
  const iterator = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head: Buffer = Buffer.alloc(0);
  let done = false;
  while (head.length < 3 && !done) {
    const next = await iterator.next();
    if (next.done) done = true;
    else head = Buffer.concat([head, next.value]);
  }
  const bom = byteOrderMark(head);
  const raw = remaining(head.subarray(bom === null ? 0 : bom === "utf-8" ? 3 : 2), iterator, stream, signal);
  const encoding = bom === "utf-16le" || bom === "utf-16be" ? bom : declared;
  if (encoding === "utf-8" || encoding === "latin-1") return { chunks: raw, encoding, bom };
  return { chunks: utf16ToUtf8(raw, encoding === "utf-16be"), encoding: "utf-8", bom };
}

async function* remaining(
  head: Buffer,
  iterator: AsyncIterator<Buffer>,
  stream: Readable,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  try {
    if (head.length > 0) yield head;
    for (;;) {
      signal?.throwIfAborted();
      const next = await iterator.next();
      if (next.done) return;
      if (next.value.length > 0) yield next.value;
    }
  } finally {
    stream.destroy();
  }
}

export const lineFeed = 10;
export const carriageReturn = 13;

/**
 * The byte that ends a line: "\n" (a "\r" before it belongs to the line end), or "\r" in a file that has no "\n" at all,
 * as old Macs wrote them. Reads as far as the first "\n".
 */
export async function lineTerminator(
  path: string,
  encoding: TextEncoding,
  signal?: AbortSignal,
): Promise<number> {
  const { chunks } = await openTextBytes(path, encoding, signal);
  let carriageReturns = false;
  for await (const chunk of chunks) {
    if (chunk.includes(lineFeed)) return lineFeed;
    carriageReturns ||= chunk.includes(carriageReturn);
  }
  return carriageReturns ? carriageReturn : lineFeed;
}
