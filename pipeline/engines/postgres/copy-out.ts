import { Data, Field, RecordBatch, Schema, Struct } from "apache-arrow";
import type { Connection, Submittable } from "pg";
import { ClvError } from "../../errors.js";
import { type OutColumn, outColumn } from "./columns-out.js";
import type { FetchedColumn } from "./types.js";
import type { Received } from "./values.js";

/** Rows of a full record batch. */
export const batchRows = 131_072;
/** A batch that took so many bytes is handed over early: it bounds memory, and offsets of text keep within 32 bits. */
const batchBytes = 256 * 2 ** 20;
/** Batches that wait to be fetched before the socket has to wait too. */
const waitingBatches = 1;

/** Signature, flags, length of the extension: the server never sends an extension. */
const headerBytes = 19;

/**
 * COPY (...) TO STDOUT (FORMAT BINARY) as a query of pg. Rows are read where they lie in the socket's buffers, straight
 * into the columns of the next batch.
 */
export class CopyOut implements Submittable {
  readonly text: string;
  readonly #schema: Schema;
  readonly #columns: readonly OutColumn[];
  #connection: Connection | null = null;
  #received: Received = { view: new DataView(new ArrayBuffer(0)), bytes: new Uint8Array(0) };
  #headerSeen = false;
  #rows = 0;
  #bytes = 0;
  #batches = 0;
  #waiting: RecordBatch[] = [];
  #state: "open" | "done" | "failed" = "open";
  #error: unknown;
  #ended = false;
  #wake: (() => void) | null = null;

  constructor(text: string, columns: readonly FetchedColumn[]) {
    this.text = text;
    this.#columns = columns.map(({ name, type }) => outColumn(name, type, batchRows));
    this.#schema = new Schema(columns.map(({ name, type }) => new Field(name, type, true)));
  }

  /** Whether the server is not done with it, so that the connection is not free. */
  get open(): boolean {
    return !this.#ended;
  }

  /** Reads the rest for nothing. */
  async discard(): Promise<void> {
    this.#fail(null);
    this.#waiting = [];
    this.#connection?.stream.resume();
    while (!this.#ended) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** The next batch, or null after the last one. A result without rows is one empty batch. */
  async next(): Promise<RecordBatch | null> {
    for (;;) {
      const batch = this.#waiting.shift();
      if (batch) return batch;
      if (this.#state === "failed") throw this.#error;
      if (this.#state === "done") return null;
      this.#connection?.stream.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#state === "failed") return;
    try {
      this.#read(chunk);
    } catch (error) {
      this.#fail(error);
    }
  }

  handleCommandComplete(): void {
    if (this.#state === "open" && (this.#rows > 0 || this.#batches === 0)) this.#cut();
  }

  handleReadyForQuery(): void {
    this.#ended = true;
    if (this.#state === "open") this.#state = "done";
    this.#notify();
  }

  handleError(error: unknown): void {
    this.#ended = true;
    this.#fail(error);
  }

  #read(chunk: Buffer): void {
    const received = this.#at(chunk);
    const { view } = received;
    const end = chunk.byteOffset + chunk.length;
    let at = chunk.byteOffset;
    if (!this.#headerSeen) {
      at += headerBytes;
      this.#headerSeen = true;
    }
    while (at < end) {
      const fields = view.getInt16(at);
      at += 2;
      if (fields === -1) return;
      if (fields !== this.#columns.length) throw changed(this.#columns.length, fields);
      for (let c = 0; c < fields; c++) {
        const length = view.getInt32(at);
        at += 4;
        if (length === -1) {
          this.#columns[c]!.absent(this.#rows);
          continue;
        }
        this.#columns[c]!.read(received, at, length, this.#rows);
        at += length;
      }
      this.#rows += 1;
      if (this.#rows === batchRows) this.#cut();
    }
    this.#bytes += chunk.length;
    if (this.#bytes > batchBytes && this.#rows > 0) this.#cut();
  }

  /** Views of the whole buffer under the chunk, made once a buffer and not once a row. */
  #at({ buffer }: Buffer): Received {
    if (this.#received.view.buffer !== buffer)
      this.#received = { view: new DataView(buffer), bytes: new Uint8Array(buffer) };
    return this.#received;
  }

  #cut(): void {
    const children = this.#columns.map((column) => column.finish(this.#rows));
    const data = new Data(new Struct(this.#schema.fields), 0, this.#rows, 0, undefined, children);
    this.#waiting.push(new RecordBatch(this.#schema, data));
    this.#rows = 0;
    this.#bytes = 0;
    this.#batches += 1;
    if (this.#waiting.length > waitingBatches) this.#connection?.stream.pause();
    this.#notify();
  }

  #fail(error: unknown): void {
    this.#state = "failed";
    this.#error = error;
    this.#notify();
  }

  #notify(): void {
    this.#wake?.();
    this.#wake = null;
  }
}

function changed(expected: number, found: number): ClvError {
  return new ClvError(
    "ENGINE_REFUSED",
    `a row of the result has ${found} columns where ${expected} were described; was a table of it replaced? Run again`,
  );
}
