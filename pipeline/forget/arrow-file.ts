import { stat } from "node:fs/promises";
import type { RecordBatch, Schema } from "apache-arrow";
import { readArrowBatches } from "../files/read-arrow.js";
import { writeArrowFile } from "../files/write-arrow.js";
import { id } from "../sql/sql.js";
import type { Eraser, FileKind } from "./erased-file.js";
import type { Found } from "./person.js";
import { allFound, countFound, findRows, keptRows, type SearchedTable } from "./table-rows.js";

const loaded = { name: "arrow_rows" };

/** Arrow IPC: loaded into the engine, and written from there again. */
export const arrowFile: FileKind = {
  erase: (path, eraser) =>
    withTable(path, eraser, 0, async (table, first) => {
      const found = await findRows(table, eraser);
      const changes = countFound(found);
      if (changes > 0)
        await rewrite(path, first.schema, eraser.engine.query(keptRows(table, found, eraser.person)));
      return changes;
    }),
  find: (path, eraser) =>
    withTable<Found>(path, eraser, new Map(), async (table) => allFound(await findRows(table, eraser))),
};

/** With the engine's own schema, which the file's equals but for objects that stand for types. */
async function rewrite(path: string, schema: Schema, rows: AsyncIterable<RecordBatch>): Promise<void> {
  const batches = rows[Symbol.asyncIterator]();
  const first = await batches.next();
  const all = async function* (): AsyncGenerator<RecordBatch> {
    for (let next = first; !next.done; next = await batches.next()) yield next.value;
  };
  const { mode } = await stat(path);
  await writeArrowFile(path, first.done ? schema : first.value.schema, all(), mode & 0o777);
}

async function withTable<Result>(
  path: string,
  { engine }: Eraser,
  whenEmpty: Result,
  work: (table: SearchedTable, first: RecordBatch) => Promise<Result>,
): Promise<Result> {
  const batches = readArrowBatches(path);
  const first = await batches.next();
  if (first.done) return whenEmpty;
  const all = async function* (): AsyncGenerator<RecordBatch> {
    yield first.value;
    yield* batches;
  };
  try {
    await engine.load(loaded, all());
    const columns = first.value.schema.fields;
    return await work(
      { relation: id(loaded.name), columns, rows: (select) => engine.rows(select) },
      first.value,
    );
  } finally {
    await engine.drop(loaded);
  }
}
