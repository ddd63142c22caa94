import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { tableFromIPC } from "apache-arrow";

export type Row = Record<string, unknown>;

/** Rows of a query over files, or over a database file opened read-only, as a stranger's DuckDB sees them. */
export async function query(sql: string, database = ":memory:"): Promise<Row[]> {
  const instance = await DuckDBInstance.create(
    database,
    database === ":memory:" ? {} : { access_mode: "READ_ONLY" },
  );
  try {
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql)).getRowObjectsJson() as Row[];
    connection.closeSync();
    return rows;
  } finally {
    instance.closeSync();
  }
}

/** Runs statements in a database file. */
export async function change(database: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(database);
  try {
    const connection = await instance.connect();
    for (const statement of statements) await connection.run(statement);
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

export async function sha256(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

/** An Arrow IPC file as the Arrow library reads it. */
export async function readArrow(path: string): Promise<{
  readonly columns: readonly string[];
  readonly rows: number;
  values(column: string): unknown[];
}> {
  const table = tableFromIPC(await readFile(path));
  return {
    columns: table.schema.fields.map((f) => f.name),
    rows: table.numRows,
    values: (column) => [...(table.getChild(column) ?? [])],
  };
}

/** The content of the warehouse that a run decides, whatever the order of its rows. */
export async function warehouseContent(database: string): Promise<Row> {
  const digest = (name: string, from: string): string =>
    `(select count(*) || ' ' || coalesce(sum(hash(t)::hugeint), 0) from ${from} t) as ${name}`;
  const [row] = await query(
    `select ${[
      digest("scores", "clv_scores"),
      digest("history", "clv_scores_history"),
      digest("runs", "(select * exclude (published_at_utc) from clv_runs)"),
      digest("parameters", "clv_model_parameters"),
    ].join(", ")}`,
    database,
  );
  return row!;
}
