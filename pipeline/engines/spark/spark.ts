import type { RecordBatch } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { id, list, type Sql, sql } from "../../sql/sql.js";
import type { Engine, Row, RunTables, TableRef } from "../engine.js";
import { dropNamespace, tableIn } from "../run-namespace.js";
import { closedError } from "../statement-errors.js";
import { sparkDialect } from "./dialect.js";
import { ChunkWriter } from "./load.js";
import { type SparkConnection, SparkSession } from "./session.js";
import { SparkTables } from "./tables.js";

export interface SparkOptions extends SparkConnection {
  /** Holds the tables of the run, created when missing: a database, or catalog.database. */
  readonly database: string;
  /** Someone else may be writing tables: create nothing, and leave what looks unfinished alone. */
  readonly readOnly?: boolean;
}

export type SparkEngine = Engine & {
  /** Bytes of answers that reached this process so far. */
  readonly received: () => number;
};

/** A Spark server that is only read. */
export interface SparkDatabase {
  /** Host and port. */
  readonly place: string;
  rows(select: Sql, signal?: AbortSignal): Promise<Row[]>;
  query(select: Sql, signal?: AbortSignal): AsyncIterable<RecordBatch>;
  close(): Promise<void>;
}

/**
 * An existing Spark cluster through Spark Connect (Spark 4 or Databricks): every statement runs there, and only what
 * `query` and `rows` ask for comes here.
 *
 * The tables of a run are managed tables in the format that the server prefers (Parquet; Delta on Databricks) with a view
 * each, see SparkTables. They live as long as the catalog of the server does: a Connect server without a metastore keeps
 * its catalog in memory, which is enough while that server runs; to resume a run after a restart of it, give it a Hive
 * metastore (spark.sql.catalogImplementation=hive) or another catalog, and a spark.sql.warehouse.dir that all nodes share.
 *
 * @throws ClvError USAGE for a bad connection string, ENGINE_UNREACHABLE, ENGINE_DENIED, ENGINE_REFUSED
 */
export async function openSpark(options: SparkOptions): Promise<SparkEngine> {
  const { readOnly = false } = options;
  const database = list(options.database.split(".").map(id), ".").text;
  const session = await SparkSession.open(options);
  const tables = new SparkTables(session);
  /** Names that are dropped on closing. */
  const passing = new Set<string>();
  let closed: Promise<void> | null = null;

  /** Fills a new stored table, then lets the name stand for it; a failure leaves the old one. */
  async function replace(name: string, stored: string, fill: () => Promise<number>): Promise<number> {
    try {
      const count = await fill();
      await tables.point(name, stored);
      return count;
    } catch (error) {
      if (!session.stopped) await tables.dropStored(stored).catch(() => undefined);
      throw error;
    }
  }

  async function describe(select: Sql): Promise<{ name: string; type: string }[]> {
    const columns = await session.rows(spelled(sql`describe query ${select}`));
    return columns.map((column) => ({ name: String(column.col_name), type: String(column.data_type) }));
  }

  try {
    if (!readOnly) await session.execute(`create database if not exists ${database}`);
    await session.execute(`use ${database}`);
    if (!readOnly) await tables.clear(database);
  } catch (error) {
    await session.close();
    throw error;
  }

  return {
    name: "spark",
    dialect: sparkDialect,
    keepsOrder: false,
    readsFiles: false,
    rowsPerShard: null,
    execute: (statement: Sql, signal?: AbortSignal) => session.execute(spelled(statement), signal),
    query: (statement: Sql, signal?: AbortSignal) => session.query(spelled(statement), signal),
    rows: (statement: Sql, signal?: AbortSignal) => session.rows(spelled(statement), signal),
    received: () => session.received,
    progress: () => session.progress,

    async load({ name }: TableRef, batches, signal?: AbortSignal): Promise<number> {
      const statement = `load ${id(name).text}`;
      if (session.stopped) throw closedError(statement);
      const stored = tables.stored(name, "loaded");
      const count = await replace(name, stored, async () => {
        const writer = new ChunkWriter(name);
        let rows = 0;
        let created = false;
        const append = (chunk: Uint8Array): Promise<void> => {
          const insert = `insert into ${id(stored).text} ${writer.rowsOf(chunkName)}`;
          return session.executeOver(chunkName, chunk, insert, statement, signal);
        };
        for await (const batch of batches) {
          const chunks = writer.add(batch);
          if (!created) await session.execute(`create table ${id(stored).text} (${writer.columns})`, signal);
          created = true;
          for (const data of chunks) await append(data);
          rows += batch.numRows;
        }
        if (!created)
          throw new ClvError(
            "ENGINE_REFUSED",
            `no record batch for table "${name}": its columns are unknown`,
          );
        const rest = writer.finish();
        if (rest !== null) await append(rest);
        return rows;
      });
      passing.add(name);
      return count;
    },

    async materialize({ name }: TableRef, select: Sql, signal?: AbortSignal): Promise<number> {
      const stored = tables.stored(name, "materialized");
      const count = await replace(name, stored, async () => {
        await session.execute(`create table ${id(stored).text} as ${spelled(select)}`, signal);
        const [counted] = await session.rows(`select count(*) as n from ${id(stored).text}`, signal);
        return Number(counted?.n);
      });
      passing.delete(name);
      return count;
    },

    async expose({ name }: TableRef, select: Sql, signal?: AbortSignal): Promise<void> {
      if (session.stopped) throw closedError(select.text);
      const own = await SparkSession.open(options);
      try {
        await tables.expose(name, select.text, own, database, signal);
      } finally {
        await own.close();
      }
      passing.add(name);
    },

    async drop({ name }: TableRef): Promise<void> {
      await tables.drop(name);
      passing.delete(name);
    },

    async rename(from: TableRef, to: TableRef): Promise<void> {
      await tables.rename(from.name, to.name);
      passing.delete(to.name);
    },

    fingerprint: ({ name }: TableRef) => tables.fingerprint(name),

    describe,

    tables: () => tables.names(database),
    tableFile: () => null,
    tableOf: ({ namespace }: RunTables, table: TableRef) => tableIn(namespace, table, { describe }),
    dropTables: ({ namespace }: RunTables) => session.execute(spelled(dropNamespace(namespace))),

    close(): Promise<void> {
      closed ??= session.close(async (last) => {
        const remaining = new SparkTables(last);
        for (const name of passing) await remaining.drop(name).catch(() => undefined);
      });
      return closed;
    },
  };
}

const chunkName = "clv_chunk";

/** Our statements name types as the standard does; a user's own, in `expose` and in a SparkDatabase, stay as they are. */
function spelled(statement: Sql): string {
  return sparkDialect.spell(statement).text;
}

/** Opens a server to read tables of any of its databases. */
export async function openSparkDatabase(connection: SparkConnection): Promise<SparkDatabase> {
  const session = await SparkSession.open(connection);
  return {
    place: session.place,
    query: ({ text }, signal) => session.query(text, signal),
    rows: ({ text }, signal) => session.rows(text, signal),
    close: () => session.close(),
  };
}
