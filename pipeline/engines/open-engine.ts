import type { RecordBatch } from "apache-arrow";
import type { Config } from "../config/config.js";
import type { DatabaseKind } from "../config/connections.js";
import type { Sql } from "../sql/sql.js";
import type { Environment } from "../stage.js";
import { openDuckDb } from "./duckdb/duckdb.js";
import type { Engine, Row } from "./engine.js";
import { runNamespace } from "./run-namespace.js";

/** A server that is only read. */
export interface Database {
  /** For people: host and database, never a secret. */
  readonly place: string;
  rows(select: Sql, signal?: AbortSignal): Promise<Row[]>;
  query(select: Sql, signal?: AbortSignal): AsyncIterable<RecordBatch>;
  close(): Promise<void>;
}

export interface EngineHome {
  readonly runId: string;
  /** Where the embedded engine keeps tables, and what does not fit into memory. */
  readonly tables: string;
  readonly spill: string;
  readonly env: Environment;
  readonly warn: (message: string) => void;
  readonly readOnly?: boolean;
}

/** The engine of the config, over the tables of one run. Drivers of servers are loaded when they are asked for. */
export async function openEngine(config: Config, home: EngineHome): Promise<Engine> {
  const { name, connection, statementTimeoutSeconds } = config.engine;
  const { env, warn, tables, spill } = home;
  const readOnly = home.readOnly ?? false;
  const namespace = runNamespace(config, home.runId);
  if (name === "postgres") {
    const { openPostgres } = await import("./postgres/postgres.js");
    return openPostgres({ connection, env, warn, statementTimeoutSeconds, schema: namespace, readOnly });
  }
  if (name === "spark") {
    const { openSpark } = await import("./spark/spark.js");
    return openSpark({ connection, env, warn, database: namespace, readOnly });
  }
  return openLocal(config, tables, spill, readOnly);
}

/** The embedded engine over a folder of tables. */
export function openLocal(
  config: Config,
  directory: string,
  spill: string,
  readOnly = false,
): Promise<Engine> {
  const { memoryLimit, threads, spillDirectory } = config.engine;
  return openDuckDb({ directory, memoryLimit, threads, spillDirectory: spillDirectory ?? spill, readOnly });
}

export async function openDatabase(
  kind: DatabaseKind,
  connection: string | undefined,
  {
    env,
    warn,
    statementTimeoutSeconds,
  }: Pick<EngineHome, "env" | "warn"> & { statementTimeoutSeconds: number },
): Promise<Database> {
  if (kind === "postgres") {
    const { connectPostgres } = await import("./postgres/client.js");
    return connectPostgres({ connection, env, warn, statementTimeoutSeconds });
  }
  const { openSparkDatabase } = await import("./spark/spark.js");
  return openSparkDatabase({ connection, env, warn });
}
