import { Data, type DataType, Field, RecordBatch, RecordBatchReader, Schema, Struct } from "apache-arrow";
import type { ExecuteResponse } from "./protocol.js";

/**
 * The record batches in the answers to an execution. Columns are nullable and carry no metadata of Spark, so that they
 * have the schema that the other engines give; a result without rows is one empty batch, the others have rows.
 */
export async function* sparkBatches(
  responses: AsyncIterable<ExecuteResponse>,
): AsyncGenerator<RecordBatch, void> {
  let schema: Schema | null = null;
  let rows = 0;
  for await (const { arrowBatch } of responses) {
    if (arrowBatch === undefined) continue;
    const reader = RecordBatchReader.from(arrowBatch.data).open();
    schema ??= plainSchema(reader.schema);
    for (const batch of reader) {
      if (batch.numRows === 0) continue;
      rows += batch.numRows;
      yield withSchema(schema, batch.data.children, batch.numRows);
    }
  }
  if (rows === 0 && schema !== null) {
    const empty = schema.fields.map(({ type }) => emptyData(type));
    yield withSchema(schema, empty, 0);
  }
}

function plainSchema(schema: Schema): Schema {
  return new Schema(schema.fields.map(({ name, type }) => new Field(name, type, true)));
}

function withSchema(schema: Schema, columns: readonly Data[], rows: number): RecordBatch {
  return new RecordBatch(schema, new Data(new Struct(schema.fields), 0, rows, 0, undefined, [...columns]));
}

function emptyData(type: DataType): Data {
  const children = (type.children ?? []).map((child) => emptyData(child.type));
  return new Data(type, 0, 0, 0, undefined, children);
}
