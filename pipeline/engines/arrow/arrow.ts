import type { DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import { Data, Field, RecordBatch, Schema, Struct } from "apache-arrow";
import { type ArrowColumn, arrowColumn } from "./columns.js";

/** Rows of a full record batch. */
export const batchRows = 131_072;
/** A batch with this much text in one column is handed over early: it bounds memory and keeps 32-bit offsets. */
const batchTextBytes = 256 * 2 ** 20;

/** A DuckDB result as far as the conversion needs it. */
export interface ChunkSource {
  readonly names: readonly string[];
  readonly types: readonly DuckDBType[];
  /** The next up to 2,048 rows, null or an empty chunk at the end. */
  fetchChunk(): Promise<DuckDBDataChunk | null>;
}

/**
 * A DuckDB result as Arrow record batches: whole numbers, FLOAT, DOUBLE, BOOLEAN, DATE, TIMESTAMP (all units; with time
 * zone: UTC) as they are, DECIMAL(p, s) and HUGEINT as Decimal128, VARCHAR as Utf8, ENUM as Dictionary<Utf8>.
 * A result without rows gives one empty batch, so that its schema is known. Batches are independent of each other.
 *
 * @param rows upper bound of a batch, at least one chunk (2,048)
 */
export async function* arrowBatches(
  source: ChunkSource,
  rows = batchRows,
): AsyncGenerator<RecordBatch, void> {
  const limit = Math.max(rows, duckdb.vector_size());
  const columns = source.types.map((type, i) => arrowColumn(source.names[i] ?? "", type, i, limit));
  const schema = new Schema(columns.map((column, i) => new Field(source.names[i] ?? "", column.type, true)));
  let pending = 0;
  let batches = 0;
  for (;;) {
    const chunk = await source.fetchChunk();
    const count = chunk?.rowCount ?? 0;
    if (chunk === null || count === 0) break;
    if (pending + count > limit) {
      yield finish(schema, columns, pending);
      batches += 1;
      pending = 0;
    }
    columns.forEach((column, i) => {
      column.append(duckdb.data_chunk_get_vector(chunk.chunk, i), count);
    });
    pending += count;
    if (columns.some((column) => column.textBytes > batchTextBytes)) {
      yield finish(schema, columns, pending);
      batches += 1;
      pending = 0;
    }
  }
  if (pending > 0 || batches === 0) yield finish(schema, columns, pending);
}

function finish(schema: Schema, columns: readonly ArrowColumn[], rows: number): RecordBatch {
  const children = columns.map((column) => column.finish());
  return new RecordBatch(schema, new Data(new Struct(schema.fields), 0, rows, 0, undefined, children));
}
