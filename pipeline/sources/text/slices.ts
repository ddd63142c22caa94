import { open } from "node:fs/promises";
import type { SourceFile } from "../source-file.js";
import { openTextBytes } from "./bytes.js";
import type { TextDialect } from "./dialect.js";
import { decodeText } from "./encoding.js";

const sliceBytes = 1 << 18;

/** Whole lines from some places of a text file, in the order of the file; the first slice begins with its first line. */
export interface TextSlices {
  readonly slices: readonly (readonly string[])[];
  /** The slices are the whole file. */
  readonly whole: boolean;
}

/**
 * Up to about `budget` bytes of a text file: all of a small one; slices spread evenly over a large one, its beginning and
 * end among them; the beginning where the file can only be read from there (compressed, UTF-16).
 */
export async function readSlices(
  file: SourceFile,
  encoding: TextDialect["encoding"],
  budget: number,
): Promise<TextSlices> {
  const seekable = file.probe?.compression === "none" && (encoding === "utf-8" || encoding === "latin-1");
  if (!seekable || file.bytes <= budget) return readHead(file, encoding, budget);
  const count = Math.max(2, Math.floor(budget / sliceBytes));
  const slices: string[][] = [];
  const handle = await open(file.path);
  try {
    for (let k = 0; k < count; k++) {
      const at = Math.floor((k * (file.bytes - sliceBytes)) / (count - 1));
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(sliceBytes), 0, sliceBytes, at);
      slices.push(
        wholeLines(buffer.subarray(0, bytesRead), encoding, { first: k === 0, last: k === count - 1 }),
      );
    }
  } finally {
    await handle.close();
  }
  return { slices, whole: false };
}

async function readHead(
  file: SourceFile,
  encoding: TextDialect["encoding"],
  budget: number,
): Promise<TextSlices> {
  const text = await openTextBytes(file.path, encoding);
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of text.chunks) {
    parts.push(chunk);
    size += chunk.length;
    if (size > budget) break;
  }
  const whole = size <= budget;
  const head = Buffer.concat(parts).subarray(0, budget);
  return { slices: [wholeLines(head, text.encoding, { first: true, last: whole })], whole };
}

/** The lines of a slice without those that may be cut at its ends; a byte order mark at the beginning is dropped. */
function wholeLines(
  bytes: Buffer,
  encoding: "utf-8" | "latin-1",
  edge: { readonly first: boolean; readonly last: boolean },
): string[] {
  const end = bytes.includes(10) ? 10 : 13;
  const from = edge.first ? 0 : bytes.indexOf(end) + 1;
  const to = edge.last ? bytes.length : bytes.lastIndexOf(end) + 1;
  const text = decodeText(bytes.subarray(from, Math.max(from, to)), encoding).replace(/^\uFEFF/, "");
  const lines = text.split(end === 10 ? /\r?\n/ : "\r");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
