import { type DuckDBConnection, DuckDBTableFunction, INTEGER } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { RecordBatch, Schema } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { type DuckDbColumn, duckDbColumn } from "./columns.js";
import { vectorRows } from "./vectors.js";

const functionName = "clv_arrow_scan";

/** Record batches that a statement may read, as `from clv_arrow_scan(<number>)`. */
interface Scan {
  readonly batches: readonly LoadableBatch[];
  readonly rows: number;
}

/** A record batch with the way each of its columns enters DuckDB. */
export interface LoadableBatch {
  readonly batch: RecordBatch;
  readonly columns: readonly DuckDbColumn[];
}

/** Where the batch and the row within it are that the next vector starts at. */
interface Position {
  batch: number;
  row: number;
}

/**
 * A table function through which DuckDB reads record batches of this process. Functions cannot be dropped, so one is
 * registered for an instance, and a number names the batches: dropping the number releases their memory.
 */
export class ArrowScans {
  readonly #scans = new Map<number, Scan>();
  #next = 0;

  constructor(connection: DuckDBConnection) {
    const tableFunction = DuckDBTableFunction.create({
      name: functionName,
      parameterTypes: [INTEGER],
      bindFunction: (info) => {
        const scan = this.#scan(info.getParameter(0));
        for (const column of scan.batches[0]?.columns ?? []) info.addResultColumn(column.name, column.type);
        info.setCardinality(scan.rows, true);
        info.setBindData(scan);
      },
      initFunction: (info) => {
        info.setInitData({ batch: 0, row: 0 } satisfies Position);
        info.setMaxThreads(1);
      },
      mainFunction: (info, chunk) => {
        const { batches } = info.bindData as Scan;
        const at = info.initData as Position;
        while (at.batch < batches.length && at.row >= batches[at.batch]!.batch.numRows) {
          at.batch += 1;
          at.row = 0;
        }
        const { batch, columns } = batches[at.batch] ?? { batch: null, columns: [] };
        const rows = batch ? Math.min(vectorRows, batch.numRows - at.row) : 0;
        chunk.rowCount = rows;
        if (!batch || rows === 0) return;
        columns.forEach((column, i) => {
          column.write(duckdb.data_chunk_get_vector(chunk.chunk, i), batch.data.children[i]!, at.row, rows);
        });
        at.row += rows;
      },
    });
    connection.registerTableFunction(tableFunction);
  }

  /** Runs `use` with the text of a relation that reads the batches; it is valid until `use` settles. */
  async withRelation<T>(
    batches: readonly LoadableBatch[],
    use: (relation: string) => Promise<T>,
  ): Promise<T> {
    const key = this.#next++;
    const rows = batches.reduce((sum, { batch }) => sum + batch.numRows, 0);
    this.#scans.set(key, { batches, rows });
    try {
      return await use(`${functionName}(${key})`);
    } finally {
      this.#scans.delete(key);
    }
  }

  #scan(key: unknown): Scan {
    const scan = this.#scans.get(Number(key));
    if (!scan) throw new Error(`no record batches are named ${key}`);
    return scan;
  }
}

/** Record batches gathered until they hold `rows` rows, so that small ones do not cost a statement each. */
export async function* gather(
  batches: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
  rows: number,
): AsyncGenerator<readonly RecordBatch[], void> {
  let group: RecordBatch[] = [];
  let count = 0;
  for await (const batch of batches) {
    group.push(batch);
    count += batch.numRows;
    if (count < rows) continue;
    yield group;
    group = [];
    count = 0;
  }
  if (group.length > 0) yield group;
}

/**
 * Turns record batches into loadable ones. All must give the same columns in the engine; how they are encoded in
 * Arrow (dictionary or not, which kind of text) may differ from batch to batch.
 */
export class BatchReader {
  readonly #table: string;
  #schema: Schema | null = null;
  #columns: readonly DuckDbColumn[] = [];
  #signature: string | null = null;
  #rows = 0;

  constructor(table: string) {
    this.#table = table;
  }

  read(batch: RecordBatch): LoadableBatch {
    if (batch.schema !== this.#schema) {
      const columns = batch.schema.fields.map(duckDbColumn);
      const signature = columns.map((column) => `${column.name} ${column.type}`).join(", ");
      if (this.#signature !== null && signature !== this.#signature) {
        throw new ClvError(
          "ENGINE_REFUSED",
          `record batches for table "${this.#table}" change after row ${this.#rows}: ` +
            `first (${this.#signature}), then (${signature})`,
        );
      }
      this.#schema = batch.schema;
      this.#columns = columns;
      this.#signature = signature;
    }
    this.#rows += batch.numRows;
    return { batch, columns: this.#columns };
  }
}
