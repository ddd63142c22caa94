import type { RecordBatch } from "apache-arrow";
import type { Dialect } from "../sql/dialect.js";
import type { Sql } from "../sql/sql.js";

/** A table of the run, by its unqualified name. */
export interface TableRef {
  readonly name: string;
}

/** A value of a small result. */
export type Cell = string | number | boolean | null | readonly Cell[] | { readonly [key: string]: Cell };
export type Row = Readonly<Record<string, Cell>>;

/** Where a run keeps its tables: files of a folder, or a schema (Spark: database) of a server. */
export interface RunTables {
  readonly directory: string;
  readonly namespace: string;
}

export interface TableFingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

/** How far the running statement is; a hint for people only. */
export interface EngineProgress {
  readonly percentage: number;
  readonly rows: number;
  readonly totalRows: number;
}

/**
 * Where the steps that touch customers run. Node sees only what `query` streams out of it.
 * Errors are ClvError with code ENGINE_* and carry the statement's text, never a secret.
 */
export interface Engine {
  readonly name: "duckdb" | "postgres" | "spark";
  readonly dialect: Dialect;
  /**
   * Rows that a statement grouping them by customer and day may read before memory could run out; null where the engine
   * spills all of it. Larger tables are worked through in shards of customers.
   */
  readonly rowsPerShard: number | null;
  /** Whether a table gives its rows in the order in which they were written. */
  readonly keepsOrder: boolean;
  /** Whether it parses files of the log; for a server the embedded engine does, and what it made of them is loaded. */
  readonly readsFiles: boolean;
  execute(statement: Sql, signal?: AbortSignal): Promise<void>;
  /** Streams the result; batches hold up to 131,072 rows. */
  query(statement: Sql, signal?: AbortSignal): AsyncIterable<RecordBatch>;
  /** Creates or replaces a table that lives as long as this engine; returns its rows. */
  load(
    table: TableRef,
    rows: AsyncIterable<RecordBatch> | Iterable<RecordBatch>,
    signal?: AbortSignal,
  ): Promise<number>;
  /** Creates or replaces a table of the run that outlives the engine: the old one or the new one, never half. Returns its rows. */
  materialize(table: TableRef, select: Sql, signal?: AbortSignal): Promise<number>;
  /** Gives a materialized table another name, in the place of any table of that name. */
  rename(from: TableRef, to: TableRef): Promise<void>;
  /** Forgets a table and, if it was materialized, deletes its file. Nothing happens when there is none. */
  drop(table: TableRef): Promise<void>;
  /**
   * What distinguishes the content of a materialized table from any other that ever had its name, for `--resume`; null when there
   * is no such table. The embedded engine hashes the file, a server keeps a token that was written with the table.
   */
  fingerprint(table: TableRef): Promise<TableFingerprint | null>;
  /** Names of all materialized tables of the run. Servers only: those of the embedded engine are files of the folder of the run. */
  tables?(): Promise<string[]>;
  /** The Parquet file of a materialized table; null where a server has it. */
  tableFile(table: TableRef): string | null;
  /** A table of another run, usable after FROM; null where it is gone, or was made in another engine. */
  tableOf(run: RunTables, table: TableRef): Promise<Sql | null>;
  /** Drops the tables of another run. Servers only: those of the embedded engine go with the folder of the run. */
  dropTables?(run: RunTables): Promise<void>;
  /**
   * Names a select of the user's own tables, in which every name means what it means to that user and never a table of
   * the run. Servers only.
   */
  expose?(table: TableRef, select: Sql, signal?: AbortSignal): Promise<void>;
  /** Names and types of the columns of a select, without running it. */
  describe(select: Sql): Promise<{ readonly name: string; readonly type: string }[]>;
  /** All rows of a small result as plain objects: whole numbers as number while exact, DECIMAL and DATE as text. */
  rows(select: Sql, signal?: AbortSignal): Promise<Row[]>;
  /** Bytes of results that reached this process so far; servers only. */
  received?(): number;
  /** Progress of the statement under way, or null when there is none or the engine does not know. */
  progress(): EngineProgress | null;
  close(): Promise<void>;
}
