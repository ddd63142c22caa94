import type { RecordBatch, Schema } from "apache-arrow";
import { writeArrowFile } from "../sinks/arrow-file.js";
import { readArrowBatches } from "../sources/arrow-ipc.js";
import { id } from "../sql/sql.js";
import type { Eraser, FileKind } from "./erased-file.js";
import { findRows, keptRows, type SearchedTable } from "./table-rows.js";

const loaded = { name: "arrow_rows" };

/** Arrow IPC: loaded into the engine, and written from there again. */
export const arrowFile: FileKind = {
  erase: (path, eraser) =>
    withTable(path, eraser, async (table, first) => {
      const { person, engine, attributes } = eraser;
      const found = await findRows(table, person, attributes);
      const changes = found.rows + found.textRows;
      if (changes > 0) await rewrite(path, first.schema, engine.query(keptRows(table, found, person)));
      return changes;
    }),
  traces: (path, eraser) =>
    withTable(path, eraser, async (table) => {
      const { rows, textRows, elsewhere } = await findRows(table, eraser.person, eraser.attributes);
      return rows + textRows + elsewhere;
    }),
};

/** With the engine's own schema, which the file's equals but for objects that stand for types. */
async function rewrite(path: string, schema: Schema, rows: AsyncIterable<RecordBatch>): Promise<void> {
  const batches = rows[Symbol.asyncIterator]();
  const first = await batches.next();
  const all = async function* (): AsyncGenerator<RecordBatch> {
    for (let next = first; !next.done; next = await batches.next()) yield next.value;
  };
  await writeArrowFile(path, first.done ? schema : first.value.schema, all());
}

async function withTable(
  path: string,
  { engine }: Eraser,
  work: (table: SearchedTable, first: RecordBatch) => Promise<number>,
): Promise<number> {
  const batches = readArrowBatches(path);
  const first = await batches.next();
  if (first.done) return 0;
  const all = async function* (): AsyncGenerator<RecordBatch> {
    yield first.value;
    yield* batches;
  };
  try {
    await engine.load(loaded, all());
    const columns = first.value.schema.fields.map(({ name, type }) => ({ name, type: textType(`${type}`) }));
    return await work(
      { relation: id(loaded.name), columns, rows: (select) => engine.rows(select) },
      first.value,
    );
  } finally {
    await engine.drop(loaded);
  }
}

/** Utf8 and dictionaries of it are texts. */
function textType(type: string): string {
  return /utf8/i.test(type) ? "VARCHAR" : type;
}
