import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { type RecordBatch, RecordBatchReader } from "apache-arrow";
import { ClvError } from "../errors.js";

const magic = "ARROW1";
/** What a writer puts at the end of a stream when it is closed. */
const endOfStream = "\xff\xff\xff\xff\0\0\0\0";
/** Magic and padding, footer length, magic. */
const smallestFile = 8 + 4 + magic.length;

/**
 * The record batches of an Arrow IPC file or stream, distinguished by the file's first bytes. One batch is in memory
 * at a time. Compressed bodies (lz4, zstd) cannot be read. A stream must end with its end mark, which the format leaves
 * open: without it, one that was cut off between two batches would be taken for a shorter table.
 * @throws ClvError SOURCE_NOT_FOUND, SOURCE_UNREADABLE
 */
export async function* readArrowBatches(path: string): AsyncGenerator<RecordBatch, void> {
  const file = await openFile(path);
  let batches = 0;
  try {
    const reader = (await isFileFormat(file, path)) ? await fileReader(file) : await streamReader(path);
    try {
      for await (const batch of reader) {
        yield batch;
        batches += 1;
      }
    } finally {
      await reader.cancel();
    }
  } catch (error) {
    throw unreadable(error, path, batches);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new ClvError(
      missing ? "SOURCE_NOT_FOUND" : "SOURCE_UNREADABLE",
      `cannot open ${path}: ${missing ? "there is no such file" : (error as Error).message}`,
      { cause: error },
    );
  }
}

async function isFileFormat(file: FileHandle, path: string): Promise<boolean> {
  const { size } = await file.stat();
  const isFile = (await text(file, 0, magic.length)) === magic;
  const end = isFile ? magic : endOfStream;
  const complete =
    size >= (isFile ? smallestFile : end.length) && (await text(file, size - end.length, end.length)) === end;
  if (complete) return isFile;
  throw new ClvError(
    "SOURCE_UNREADABLE",
    `${path} (${size} bytes) does not end as an Arrow IPC ${isFile ? "file" : "stream"} does: ` +
      `it is truncated, its writer was not closed, or it is no Arrow data; write it again`,
  );
}

async function text(file: FileHandle, position: number, bytes: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position);
  return buffer.toString("latin1", 0, bytesRead);
}

async function fileReader(file: FileHandle) {
  const reader = await RecordBatchReader.from(file);
  return reader.open();
}

async function streamReader(path: string) {
  const reader = await RecordBatchReader.from(createReadStream(path));
  await reader.open();
  if (reader.schema === undefined) throw new Error("there is no schema at its beginning");
  return reader;
}

function unreadable(error: unknown, path: string, batches: number): ClvError {
  if (error instanceof ClvError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const where = `after ${batches} record batch${batches === 1 ? "" : "es"}`;
  const advice = /codec not found|compress/i.test(reason)
    ? "its buffers are compressed (lz4 or zstd), which is not supported: write it uncompressed, or as Parquet"
    : `it is no intact Arrow IPC file or stream (${reason}): write it again`;
  return new ClvError("SOURCE_UNREADABLE", `cannot read ${path} ${where}: ${advice}`, { cause: error });
}
