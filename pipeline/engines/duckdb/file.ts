import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import type { Config } from "../../config/config.js";
import { ClvError, type ClvErrorCode } from "../../errors.js";
import { id, raw, type Sql, sql } from "../../sql/sql.js";
import type { Row } from "../engine.js";

/** One connection to a DuckDB database file that is not the engine's: a source, or the warehouse. */
export interface DuckDbFile {
  execute(statement: Sql): Promise<void>;
  rows(select: Sql): Promise<Row[]>;
}

/**
 * Opens a database file by itself, runs `work` on one connection and closes it. One process may hold a file for writing;
 * everyone else waits outside meanwhile, so `work` should be short.
 */
export async function withDuckDbFile<T>(
  path: string,
  options: {
    readonly access: "READ_ONLY" | "READ_WRITE";
    readonly bounds: Config["engine"];
    readonly refused: ClvErrorCode;
  },
  work: (file: DuckDbFile) => Promise<T>,
): Promise<T> {
  const fail = (cause: unknown): ClvError => {
    const { message } = cause as Error;
    const held = /Conflicting lock is held in (.*?\(PID \d+\))/.exec(message);
    const what = held
      ? `${path} is open in ${held[1]}; close it there, then run again with --resume`
      : `${path}: ${message}`;
    return new ClvError(options.refused, what, { cause });
  };
  const instance = await DuckDBInstance.create(path, {
    access_mode: options.access,
    memory_limit: options.bounds.memoryLimit,
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    ...(options.bounds.threads > 0 && { threads: String(options.bounds.threads) }),
  }).catch((cause: unknown) => {
    throw fail(cause);
  });
  try {
    const connection = await instance.connect();
    const result = await work(fileOn(connection)).catch((cause: unknown) => {
      throw cause instanceof ClvError ? cause : fail(cause);
    });
    connection.closeSync();
    return result;
  } finally {
    instance.closeSync();
  }
}

function fileOn(connection: DuckDBConnection): DuckDbFile {
  return {
    async execute(statement) {
      await connection.run(statement.text);
    },
    async rows(select) {
      const result = await connection.runAndReadAll(select.text);
      return result.getRowObjectsJson() as Row[];
    },
  };
}

/**
 * Copies a table or query of a DuckDB file into a Parquet file, opening the database read-only, so that a query may use
 * any name of that database and nothing in it can change.
 * @throws ClvError SOURCE_UNREADABLE with what the database holds, when the table is missing or ambiguous
 */
export async function copyFromDuckDb(path: string, config: Config, out: string): Promise<void> {
  const { source, engine: bounds } = config;
  await withDuckDbFile(path, { access: "READ_ONLY", bounds, refused: "SOURCE_UNREADABLE" }, async (file) => {
    const tables = (await file.rows(sql`select table_name from information_schema.tables order by 1`)).map(
      (row) => String(row.table_name),
    );
    const table = source.table ?? (tables.length === 1 ? tables[0] : undefined);
    if (source.query === undefined && (table === undefined || !tables.includes(table)))
      throw new ClvError(
        "SOURCE_UNREADABLE",
        `${path} holds ${tables.length} tables (${tables.slice(0, 20).join(", ")})` +
          (source.table === undefined
            ? "; name one as source.table."
            : `, none named ${source.table} (source.table).`),
      );
    const select =
      source.query === undefined
        ? sql`select * from ${id(table ?? "")}`
        : raw(source.query.replace(/;\s*$/, ""));
    await file.execute(sql`copy (${select}) to ${out} (format parquet)`);
  });
}
