import { type FileHandle, open, rm } from "node:fs/promises";
import { pid } from "node:process";
import { AsyncByteQueue, type RecordBatch, RecordBatchFileWriter, type Schema, util } from "apache-arrow";
import { ClvError } from "../errors.js";
import { replaceFile } from "./replace-file.js";

/**
 * Writes record batches as an Arrow IPC file (random access, uncompressed), one batch in memory at a time. The file
 * appears under its name when it is complete.
 * @returns rows written
 * @throws ClvError SINK_REFUSED when a batch does not have the schema, or the disk refuses
 */
export async function writeArrowFile(
  path: string,
  schema: Schema,
  batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
  mode = 0o666,
): Promise<number> {
  const temporary = `${path}.tmp-${pid}`;
  try {
    const file = await open(temporary, "w", mode);
    const rows = await write(file, path, schema, batches).finally(() => file.close());
    await replaceFile(temporary, path);
    return rows;
  } catch (error) {
    await rm(temporary, { force: true });
    const { code, message } = error as NodeJS.ErrnoException;
    if (error instanceof ClvError || code === undefined) throw error;
    throw new ClvError("SINK_REFUSED", `cannot write ${path}: ${message}`, { cause: error });
  }
}

async function write(
  file: FileHandle,
  path: string,
  schema: Schema,
  batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
): Promise<number> {
  const bytes = new PendingBytes();
  const writer = new RecordBatchFileWriter();
  writer.reset(bytes, schema);
  let rows = 0;
  for await (const batch of batches) {
    if (!util.compareSchemas(batch.schema, schema)) throw differs(path, rows, batch.schema, schema);
    try {
      writer.write(batch);
    } catch (error) {
      throw new ClvError(
        "SINK_REFUSED",
        `cannot write ${path} after ${rows} rows: ${(error as Error).message.trim()} ` +
          `Use one dictionary for all batches, or cast the column to text`,
        { cause: error },
      );
    }
    rows += batch.numRows;
    await bytes.drainTo(file);
  }
  writer.close();
  await bytes.drainTo(file);
  return rows;
}

function differs(path: string, rows: number, found: Schema, expected: Schema): ClvError {
  const shown = (schema: Schema) => schema.fields.map((field) => `${field.name} ${field.type}`).join(", ");
  return new ClvError(
    "SINK_REFUSED",
    `cannot write ${path} after ${rows} rows: a record batch has columns (${shown(found)}), the file (${shown(expected)})`,
  );
}

/** What the writer has produced since the last batch: drained to the file before the next one is asked for. */
class PendingBytes extends AsyncByteQueue {
  #chunks: Uint8Array[] = [];

  override write(chunk: Uint8Array): void {
    if (chunk.byteLength > 0) this.#chunks.push(chunk);
  }

  async drainTo(file: FileHandle): Promise<void> {
    const chunks = this.#chunks;
    this.#chunks = [];
    let remaining = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    if (remaining === 0) return;
    // a gathered write may be partial: continue after the bytes that were taken
    let rest = chunks;
    while (remaining > 0) {
      const { bytesWritten } = await file.writev(rest.slice(0, 512));
      remaining -= bytesWritten;
      rest = after(rest, bytesWritten);
    }
  }
}

function after(chunks: readonly Uint8Array[], bytes: number): Uint8Array[] {
  let skip = bytes;
  let first = 0;
  while (first < chunks.length && skip >= chunks[first]!.byteLength) skip -= chunks[first++]!.byteLength;
  const rest = chunks.slice(first);
  if (skip > 0 && rest[0]) rest[0] = rest[0].subarray(skip);
  return rest;
}
