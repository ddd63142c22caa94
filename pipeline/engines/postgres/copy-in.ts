import type { RecordBatch, Schema } from "apache-arrow";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { ClvError } from "../../errors.js";
import { type InColumn, inColumn } from "./columns-in.js";
import { storedColumn } from "./types.js";

const signature = Uint8Array.of(0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0);
/** No flags, no extension. */
const header = new Uint8Array(signature.length + 8);
header.set(signature);
const endMark = Uint8Array.of(0xff, 0xff);

/** Rows that are written at a time: few enough that their bytes stay near the processor. */
const rowsAtOnce = 1024;

/**
 * Record batches as the bytes of COPY FROM STDIN (FORMAT BINARY). All must give the same columns in the server; how they
 * are encoded in Arrow (dictionary or not, which kind of text) may differ from batch to batch.
 */
export class BinaryRows {
  readonly #table: string;
  #schema: Schema | null = null;
  #shape: string | null = null;
  #columns: readonly InColumn[] = [];
  #begun = false;
  rows = 0;

  /** @param table for errors */
  constructor(table: string) {
    this.#table = table;
  }

  /** The bytes of these rows. */
  *write(batch: RecordBatch): Generator<Uint8Array, void> {
    if (batch.schema !== this.#schema) this.#read(batch.schema);
    this.#columns.forEach((column, i) => {
      column.bind(batch.data.children[i]!);
    });
    yield* this.#begin();
    for (let from = 0; from < batch.numRows; from += rowsAtOnce)
      yield this.#encoded(from, Math.min(rowsAtOnce, batch.numRows - from));
    this.rows += batch.numRows;
  }

  /** The end mark. */
  *finish(): Generator<Uint8Array, void> {
    yield* this.#begin();
    yield endMark;
  }

  *#begin(): Generator<Uint8Array, void> {
    if (!this.#begun) yield header;
    this.#begun = true;
  }

  /** Each row: how many columns, then the length and the bytes of each. */
  #encoded(from: number, count: number): Uint8Array {
    const columns = this.#columns;
    const sizes = new Int32Array(count).fill(2);
    for (const column of columns) column.measure(sizes, from);
    const places = new Int32Array(count);
    let end = 0;
    for (let i = 0; i < count; i++) {
      places[i] = end;
      end += sizes[i]!;
    }
    // every byte is written
    const bytes = Buffer.allocUnsafeSlow(end);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < count; i++) {
      view.setInt16(places[i]!, columns.length);
      places[i]! += 2;
    }
    for (const column of columns) column.write({ bytes, view, places }, from);
    return bytes;
  }

  #read(schema: Schema): void {
    const shape = schema.fields
      .map(storedColumn)
      .map(({ name, type }) => `${name} ${type}`)
      .join(", ");
    if (this.#shape !== null && shape !== this.#shape) {
      throw new ClvError(
        "ENGINE_REFUSED",
        `record batches for table ${this.#table} change after row ${this.rows}: first (${this.#shape}), then (${shape})`,
      );
    }
    this.#shape = shape;
    this.#schema = schema;
    this.#columns = schema.fields.map(inColumn);
  }
}

/**
 * Sends chunks to a COPY FROM STDIN. When their source fails, the copy is called off, and the source's own error thrown.
 * @throws what the server reports
 */
export async function sendCopy(
  client: Client,
  statement: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const stream = client.query(copyFrom(statement));
  let refused: unknown = null;
  const ended = new Promise<void>((resolve) => {
    stream.once("close", resolve);
    stream.on("error", (error) => {
      refused ??= error;
      resolve();
    });
  });
  try {
    for await (const chunk of chunks) {
      if (refused !== null) throw refused;
      if (!stream.write(chunk))
        await Promise.race([new Promise((resolve) => stream.once("drain", resolve)), ended]);
    }
    stream.end();
  } catch (error) {
    if (refused === null) stream.destroy(new Error("the source of the rows failed"));
    await ended;
    throw error;
  }
  await ended;
  if (refused !== null) throw refused;
}
