import type { RecordBatch, Schema } from "apache-arrow";
import type { Client } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { ClvError } from "../errors.js";
import { type InColumn, inColumn } from "./postgres-columns-in.js";
import { RowWriter } from "./postgres-row-writer.js";
import { storedColumn } from "./postgres-types.js";

const signature = Uint8Array.of(0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0);

/**
 * Record batches as the bytes of COPY FROM STDIN (FORMAT BINARY). All must give the same columns in the server; how they
 * are encoded in Arrow (dictionary or not, which kind of text) may differ from batch to batch.
 */
export class BinaryRows {
  readonly #table: string;
  readonly #out = new RowWriter();
  #schema: Schema | null = null;
  #shape: string | null = null;
  #columns: readonly InColumn[] = [];
  rows = 0;

  /** @param table for errors */
  constructor(table: string) {
    this.#table = table;
    this.#out.bytes.set(signature);
    // no flags, no extension of the header
    this.#out.at = signature.length + 8;
  }

  /** The chunks that are full after these rows. */
  *write(batch: RecordBatch): Generator<Uint8Array, void> {
    if (batch.schema !== this.#schema) this.#read(batch.schema);
    const columns = this.#columns;
    const out = this.#out;
    columns.forEach((column, i) => {
      column.bind(batch.data.children[i]!);
    });
    for (let row = 0; row < batch.numRows; row++) {
      out.reserve(2);
      out.view.setInt16(out.at, columns.length);
      out.at += 2;
      for (const column of columns) column.write(out, row);
      this.rows += 1;
      if (out.full.length > 0) yield* out.full.splice(0);
    }
  }

  /** What is left, with the end mark. */
  *finish(): Generator<Uint8Array, void> {
    this.#out.reserve(2);
    this.#out.view.setInt16(this.#out.at, -1);
    this.#out.at += 2;
    this.#out.cut();
    yield* this.#out.full.splice(0);
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
