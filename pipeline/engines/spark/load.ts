import { Data, Field, List, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { type SparkColumn, sparkColumn } from "./columns.js";
import { sparkName } from "./quoting.js";

/** Servers refuse messages above 128 MB, and the driver holds a chunk several times over. */
const chunkBytes = 32 * 2 ** 20;
const leastRows = 1024;
/** Rows in one row of a chunk. */
const rowsPerList = 2048;

/**
 * Turns record batches into chunks: Arrow IPC streams of a size that every server takes. All must give the same columns in the engine; how they are encoded in Arrow
 * (dictionary or not, which kind of text) may differ from batch to batch.
 */
export class ChunkWriter {
  readonly #table: string;
  #source: Schema | null = null;
  #columns: readonly SparkColumn[] = [];
  #schema = new Schema([]);
  #signature: string | null = null;
  #rows = 0;
  #pending: RecordBatch[] = [];
  #pendingBytes = 0;

  /** @param table named in errors */
  constructor(table: string) {
    this.#table = table;
  }

  /** Columns as CREATE TABLE wants them, or null before the first batch. */
  get columns(): string | null {
    return this.#signature;
  }

  /** The chunks that are full after one more batch. */
  add(batch: RecordBatch): Iterable<Uint8Array> {
    this.#read(batch.schema);
    this.#rows += batch.numRows;
    return this.#fill(batch);
  }

  /** A select of the rows of a chunk that is named so. */
  rowsOf(alias: string): string {
    return `select inline(arrays_zip(${this.#schema.names.join(", ")})) from ${alias}`;
  }

  /** What is left; null when there is nothing. */
  finish(): Uint8Array | null {
    return this.#pending.length === 0 ? null : this.#chunk();
  }

  *#fill(batch: RecordBatch): Generator<Uint8Array, void> {
    for (const piece of pieces(batch)) {
      const columns = this.#columns.map((column, i) => column.convert(piece.data.children[i]!));
      this.#pending.push(inLists(this.#schema, columns, piece.numRows));
      this.#pendingBytes += columns.reduce((sum, data) => sum + data.byteLength, 0);
      if (this.#pendingBytes >= chunkBytes) yield this.#chunk();
    }
  }

  #read(schema: Schema): void {
    if (schema === this.#source) return;
    const columns = schema.fields.map(sparkColumn);
    const signature = columns.map(({ name, type }) => `${sparkName(name)} ${type}`).join(", ");
    if (this.#signature !== null && signature !== this.#signature) {
      throw new ClvError(
        "ENGINE_REFUSED",
        `record batches for table "${this.#table}" change after row ${this.#rows}: ` +
          `first (${this.#signature}), then (${signature})`,
      );
    }
    this.#source = schema;
    this.#columns = columns;
    if (this.#signature === null)
      this.#schema = new Schema(
        columns.map(({ arrow }, i) => new Field(`c${i}`, new List(new Field("item", arrow, true)), false)),
      );
    this.#signature = signature;
  }

  #chunk(): Uint8Array {
    const writer = new RecordBatchStreamWriter();
    for (const batch of this.#pending) writer.write(batch);
    this.#pending = [];
    this.#pendingBytes = 0;
    return writer.finish().toUint8Array(true);
  }
}

/** A batch cut so that no piece is much larger than a chunk. */
function* pieces(batch: RecordBatch): Generator<RecordBatch, void> {
  const bytes = batch.data.children.reduce((sum, data) => sum + data.byteLength, 0);
  const rows = Math.max(leastRows, Math.floor((batch.numRows * chunkBytes) / Math.max(bytes, 1)));
  for (let from = 0; from < batch.numRows; from += rows) {
    yield rows >= batch.numRows ? batch : batch.slice(from, Math.min(from + rows, batch.numRows));
  }
}

/** Columns of rows as columns of lists of rows. */
function inLists(schema: Schema, columns: readonly Data[], rows: number): RecordBatch {
  const lists = Math.ceil(rows / rowsPerList);
  const offsets = Int32Array.from({ length: lists + 1 }, (_, i) => Math.min(i * rowsPerList, rows));
  const children = columns.map(
    (column, i) => new Data(schema.fields[i]!.type, 0, lists, 0, [offsets] as never, [column]),
  );
  return new RecordBatch(schema, new Data(new Struct(schema.fields), 0, lists, 0, undefined, children));
}
