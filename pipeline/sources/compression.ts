import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Readable, Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import { Decompress } from "fzstd";
import { ClvError } from "../errors.js";
import { chunkSize } from "../files/chunk-size.js";

export type Compression = "none" | "gzip" | "zstd";

const chunkBytes = 1 << 20;

/** First bytes of what people hand over by mistake, and what it is. */
const notText: readonly (readonly [hex: string, name: string])[] = [
  ["504b0304", "a zip archive (or an Excel workbook); unpack it or export it as CSV"],
  ["d0cf11e0a1b11ae1", "an old Excel workbook; export it as CSV"],
  ["50415231", "a Parquet file; set the source's format to parquet"],
  ["4152524f5731", "an Arrow file; set the source's format to arrow"],
  ["fd377a585a00", "compressed with xz; use gzip or zstd"],
  ["425a6839314159265359", "compressed with bzip2; use gzip or zstd"],
  ["1f9d", "compressed with compress (.Z); use gzip or zstd"],
];

type ZstdFactory = (options?: zlib.ZlibOptions) => NodeJS.ReadWriteStream;
const createZstd = (zlib as unknown as { createZstdDecompress?: ZstdFactory }).createZstdDecompress;

/**
 * The compression of a text file by its first bytes; the name of the file plays no part.
 * Throws SOURCE_NOT_FOUND, SOURCE_UNREADABLE (no permission, a directory, a file that is no text at all).
 */
export async function detectCompression(path: string): Promise<Compression> {
  const head = (await firstBytes(path)).toString("hex");
  if (head.startsWith("1f8b")) return "gzip";
  if (head.startsWith("28b52ffd")) return "zstd";
  const other = notText.find(([magic]) => head.startsWith(magic));
  if (other) throw new ClvError("SOURCE_UNREADABLE", `${path} is ${other[1]}.`);
  return "none";
}

/**
 * The decompressed bytes of a plain, gzip (one or several members) or zstd file. Whatever goes wrong on the way
 * reaches the reader as a ClvError: SOURCE_NOT_FOUND, or SOURCE_UNREADABLE for a damaged or cut-off file.
 */
export function openText(path: string): Readable {
  return Readable.from(decompressed(path), { objectMode: false, highWaterMark: chunkBytes });
}

async function* decompressed(path: string): AsyncGenerator<Buffer> {
  const compression = await detectCompression(path);
  const file = createReadStream(path, { highWaterMark: await chunkSize(path) });
  try {
    if (compression === "none") {
      yield* file as AsyncIterable<Buffer>;
      return;
    }
    const decoder = compression === "gzip" ? zlib.createGunzip({ chunkSize: chunkBytes }) : zstd();
    // A failure of either stream destroys the other one, so the loop below sees it; the promise itself adds nothing.
    pipeline(file, decoder).catch(() => undefined);
    yield* decoder as unknown as AsyncIterable<Buffer>;
  } catch (cause) {
    throw unreadable(path, compression, cause);
  } finally {
    file.destroy();
  }
}

/** Node's own decoder where it has one (22.15 and later), else the one in JavaScript. */
function zstd(): NodeJS.ReadWriteStream {
  if (createZstd) return createZstd({ chunkSize: chunkBytes });
  const decoder = new Decompress();
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      decoder.ondata = (data) => this.push(Buffer.from(data));
      attempt(() => decoder.push(chunk), done);
    },
    flush(done) {
      decoder.ondata = (data) => this.push(Buffer.from(data));
      attempt(() => decoder.push(new Uint8Array(0), true), done);
    },
  });
}

function attempt(work: () => void, done: TransformCallback): void {
  try {
    work();
    done();
  } catch (error) {
    done(error as Error);
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(16), 0, 16, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unreadable(path, "none", cause);
  }
}

/** The error a person can act on, for an error of the file system or of zlib. */
export function unreadable(path: string, compression: Compression, cause: unknown): Error {
  if (cause instanceof ClvError) return cause;
  if (!(cause instanceof Error) || cause.name === "AbortError") return cause as Error;
  const code = (cause as NodeJS.ErrnoException).code ?? "";
  if (code === "ENOENT") return new ClvError("SOURCE_NOT_FOUND", `there is no file ${path}.`, { cause });
  if (code === "EISDIR")
    return new ClvError("SOURCE_UNREADABLE", `${path} is a directory, not a file.`, {
      cause,
    });
  const what =
    compression === "none" ? "cannot be read" : `is not a whole ${compression} file (cut off or damaged)`;
  return new ClvError("SOURCE_UNREADABLE", `${path} ${what}: ${cause.message}.`, {
    cause,
  });
}
