import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll } from "vitest";
import type { Sql } from "../../../pipeline/sql/sql.js";

export type Value = string | number | boolean | null;
export type ResultRow = Readonly<Record<string, Value>>;

/** A DuckDB in memory for one test file: tables out of literal rows, and the rows of a statement. */
export async function queryTables(): Promise<{
  table(name: string, columns: string, rows: readonly (readonly Value[])[]): Promise<void>;
  store(name: string, select: Sql): Promise<void>;
  rows(select: Sql): Promise<ResultRow[]>;
}> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  afterAll(() => {
    connection.closeSync();
    instance.closeSync();
  });
  const literal = (value: Value): string =>
    typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
  return {
    async table(name, columns, rows) {
      await connection.run(`create or replace table "${name}" (${columns})`);
      if (rows.length === 0) return;
      const values = rows.map((row) => `(${row.map(literal).join(", ")})`).join(", ");
      await connection.run(`insert into "${name}" values ${values}`);
    },
    async store(name, select) {
      await connection.run(`create or replace table "${name}" as ${select.text}`);
    },
    async rows(select) {
      const result = await connection.runAndReadAll(select.text);
      return result.getRowObjectsJson() as ResultRow[];
    },
  };
}
