import { access, chmod, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { RecordBatch } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { fingerprintFile } from "../../files/fingerprint.js";
import { privateFile } from "../../files/folders.js";
import { id, raw, type Sql, sql } from "../../sql/sql.js";
import { arrowBatches, batchRows } from "../arrow/arrow.js";
import type { Engine, EngineProgress, Row, RunTables, TableFingerprint, TableRef } from "../engine.js";
import { duckdbDialect } from "./dialect.js";
import { duckDbError, type EngineBounds } from "./errors.js";
import { openSpill, openTables, parquetFile, tableFile, temporaryFile } from "./files.js";
import { ArrowScans, BatchReader, gather } from "./load.js";
import { rowsOn } from "./rows.js";
import { type Session, Sessions } from "./session.js";
import { applySettings } from "./settings.js";

export interface DuckDbOptions {
  /** Holds <table>.parquet for each table of the run; created when missing. */
  readonly directory: string;
  /** E.g. "1200MB"; the engine spills beyond. */
  readonly memoryLimit: string;
  /** 0 for one a core. */
  readonly threads: number;
  /** A folder of its own is made in it, and removed on close. */
  readonly spillDirectory: string;
  /** Someone else may be writing tables: leave their unfinished files alone. */
  readonly readOnly?: boolean;
  /** E.g. "50GB"; default: 90 % of the free disk. */
  readonly maxSpill?: string;
}

/**
 * The embedded engine: an in-memory DuckDB that spills to disk, over the Parquet files of a run. A file read row by row
 * is written in its order (line numbers depend on it); any other order is kept only where a statement says ORDER BY, and
 * then exactly: the same rows in the same order give the same file, byte for byte, whatever the number of threads.
 * Common subexpressions are not shared: DuckDB would work them out for every row, also where CASE skips them, which
 * doubles the time of parsing a log. Lists after IN are compared, not joined: rows come out of a join in any order, which
 * would give lines wrong numbers.
 */
export async function openDuckDb(options: DuckDbOptions): Promise<Engine> {
  const directory = resolve(options.directory);
  const tables = await openTables(directory, options.readOnly !== true);
  const spill = await openSpill(resolve(options.spillDirectory));
  const bounds: EngineBounds = {
    memoryLimit: options.memoryLimit,
    spillDirectory: spill,
    maxSpill: options.maxSpill,
  };
  // extensions that are not built in would be downloaded
  const instance = await DuckDBInstance.create(":memory:", {
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const sessions = new Sessions(instance, bounds);
  let closed: Promise<void> | null = null;

  async function close(): Promise<void> {
    await sessions.close();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }

  async function execute(statement: Sql, signal?: AbortSignal): Promise<void> {
    await sessions.use(statement.text, (session) =>
      session.step(() => session.connection.run(statement.text), signal),
    );
  }

  async function rows(select: Sql, signal?: AbortSignal): Promise<Row[]> {
    return sessions.use(select.text, (session) => rowsOn(session, select, signal));
  }

  /** What cannot be read, since power was lost while it was written, counts as not there: a run makes it again. */
  async function openTable(table: string): Promise<void> {
    const file = tableFile(directory, table);
    await execute(fileView(table, file)).catch((error: unknown) => {
      if (!(error instanceof ClvError) || error.code !== "ENGINE_REFUSED") throw error;
    });
  }

  let scans: ArrowScans;
  try {
    await applySettings({ execute, rows }, options, spill);
    scans = await sessions.use("", async (session) => new ArrowScans(session.connection));
    for (const table of tables) await openTable(table);
  } catch (error) {
    await close();
    throw error;
  }

  return {
    name: "duckdb",
    dialect: duckdbDialect,
    keepsOrder: true,
    readsFiles: true,
    rowsPerShard: Math.floor(bytesOf(options.memoryLimit) / bytesPerGroup),
    execute,
    rows,

    async *query(statement: Sql, signal?: AbortSignal): AsyncGenerator<RecordBatch, void> {
      const { text } = statement;
      const session = await sessions.take(text);
      let finished = false;
      try {
        const result = await session.step(() => session.connection.stream(text), signal);
        const fetchChunk = () => session.step(() => result.fetchChunk(), signal);
        try {
          yield* arrowBatches({
            names: result.deduplicatedColumnNames(),
            types: result.columnTypes(),
            fetchChunk,
          });
        } catch (error) {
          throw duckDbError(error, text, bounds);
        }
        finished = true;
      } finally {
        // an unfinished stream keeps its memory until the connection runs something else
        if (!finished) await session.step(() => session.connection.run("select 1")).catch(() => undefined);
        session.release();
      }
    },

    async load(table: TableRef, batches, signal?: AbortSignal): Promise<number> {
      tableFile(directory, table.name);
      const create = `create or replace table ${id(table.name).text} as from `;
      const insert = `insert into ${id(table.name).text} from `;
      const reader = new BatchReader(table.name);
      return sessions.use(`load ${id(table.name).text}`, async (session) => {
        const { connection } = session;
        let count = 0;
        let created = false;
        await session.step(() => connection.run("begin"), signal);
        try {
          await dropAny(session, table.name, "view");
          for await (const group of gather(batches, batchRows)) {
            const loadable = group.map((batch) => reader.read(batch));
            await scans.withRelation(loadable, (relation) =>
              session.step(() => connection.run((created ? insert : create) + relation), signal),
            );
            created = true;
            count += group.reduce((sum, batch) => sum + batch.numRows, 0);
          }
          if (!created) {
            throw new ClvError(
              "ENGINE_REFUSED",
              `no record batch for table "${table.name}": its columns are unknown`,
            );
          }
          await session.step(() => connection.run("commit"), signal);
        } catch (error) {
          await session.step(() => connection.run("rollback")).catch(() => undefined);
          throw error;
        }
        return count;
      });
    },

    // no fsync: a run checks the hash of each of its tables before it uses them again
    async materialize(table: TableRef, select: Sql, signal?: AbortSignal): Promise<number> {
      const file = tableFile(directory, table.name);
      const temporary = temporaryFile(file);
      const copy = sql`copy (${select}) to ${temporary} (format parquet, compression snappy, row_group_size 122880)`;
      return sessions.use(copy.text, async (session) => {
        try {
          const result = await session.step(() => session.connection.run(copy.text), signal);
          await chmod(temporary, privateFile);
          await rename(temporary, file);
          await dropOther(session, table.name, "table");
          await session.step(() => session.connection.run(fileView(table.name, file).text));
          return result.rowsChanged;
        } catch (error) {
          await rm(temporary, { force: true });
          throw duckDbError(error, copy.text, bounds);
        }
      });
    },

    async drop(table: TableRef): Promise<void> {
      const file = tableFile(directory, table.name);
      await sessions.use(`drop ${id(table.name).text}`, async (session) => {
        await dropOther(session, table.name, "table");
        await dropOther(session, table.name, "view");
      });
      await rm(file, { force: true });
    },

    async rename(from: TableRef, to: TableRef): Promise<void> {
      const source = tableFile(directory, from.name);
      const file = tableFile(directory, to.name);
      await sessions.use(`rename ${id(from.name).text}`, async (session) => {
        await rename(source, file);
        await dropOther(session, from.name, "view");
        await dropOther(session, to.name, "table");
        await session.step(() => session.connection.run(fileView(to.name, file).text));
      });
    },

    async fingerprint(table: TableRef): Promise<TableFingerprint | null> {
      const file = tableFile(directory, table.name);
      return fingerprintFile(file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
    },

    tableFile: (table: TableRef): string => tableFile(directory, table.name),

    async tableOf(run: RunTables, table: TableRef): Promise<Sql | null> {
      const file = tableFile(run.directory, table.name);
      const relation = sql`(select * from ${parquetFile(file)})`;
      return access(file)
        .then(() => rows(sql`describe ${relation}`))
        .then(
          () => relation,
          () => null,
        );
    },

    async describe(select: Sql): Promise<{ name: string; type: string }[]> {
      const columns = await rows(sql`describe ${select}`);
      return columns.map((column) => ({
        name: String(column.column_name),
        type: String(column.column_type),
      }));
    },

    progress(): EngineProgress | null {
      const session = sessions.working;
      if (session === null) return null;
      const { percentage, rows_processed, total_rows_to_process } = session.connection.progress;
      if (percentage < 0) return null;
      return { percentage, rows: Number(rows_processed), totalRows: Number(total_rows_to_process) };
    },

    close(): Promise<void> {
      closed ??= close();
      return closed;
    },
  };
}

/** Measured: groups of (customer, day) for which 1,200 MB are enough: 20 million. */
const bytesPerGroup = 60;

/** 1200MB, 1.5 GiB: DuckDB's units. */
function bytesOf(size: string): number {
  const [, number = "", unit = "", binary = ""] = /^([\d.]+)\s?([KMGT])(i?)B$/i.exec(size) ?? [];
  return Number(number) * (binary === "" ? 1000 : 1024) ** (1 + "KMGT".indexOf(unit.toUpperCase()));
}

function fileView(table: string, file: string): Sql {
  return sql`create or replace view ${id(table)} as select * from ${parquetFile(file)}`;
}

/** The same outside of a transaction, which an error would end; without a look through the catalog, which takes long with many tables. */
async function dropOther(session: Session, name: string, kind: "table" | "view"): Promise<void> {
  await session
    .step(() => session.connection.run(`drop ${kind} if exists ${id(name).text}`))
    .catch((error: unknown) => {
      if (
        !(error instanceof ClvError) ||
        !/^Catalog Error: Existing object .* is of type/.test(error.message)
      )
        throw error;
    });
}

/** A table and a view cannot replace each other, so the one in the way is dropped. A view's file is kept. */
async function dropAny(session: Session, name: string, kind: "table" | "view"): Promise<void> {
  const catalog = raw(kind === "table" ? "duckdb_tables()" : "duckdb_views()");
  const column = raw(`${kind}_name`);
  const found = await rowsOn(
    session,
    sql`select 1 from ${catalog} where database_name = 'memory' and schema_name = 'main' and lower(${column}) = lower(${name})`,
  );
  if (found.length > 0) await session.step(() => session.connection.run(`drop ${kind} ${id(name).text}`));
}
