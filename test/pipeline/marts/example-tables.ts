import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect } from "vitest";

/** The worked examples of marts; tests are skipped where they are not at hand. */
const folder = fileURLToPath(new URL("../../../../shared/examples-decisions/", import.meta.url));
export const examplesAreThere = existsSync(folder);

/** A field of an example: null where it is empty. */
export type Field = string | null;
export type ExampleRow = Readonly<Record<string, Field>>;

/** A file of an example. */
export function exampleRows(example: string, file: string): ExampleRow[] {
  const [head = [], ...rows] = fieldsOf(readFileSync(`${folder}${example}/${file}.csv`, "utf8"));
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name!, row[i] ?? null])));
}

/** settings.csv of an example. */
export function exampleSettings(example: string): Readonly<Record<string, string>> {
  return Object.fromEntries(exampleRows(example, "settings").map((r) => [r.setting!, r.value!]));
}

/** Fields between commas, some in quotes; an empty one is null. */
function fieldsOf(text: string): Field[][] {
  return text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map((line) =>
      [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => {
        const field = quoted?.replaceAll('""', '"') ?? plain ?? "";
        return field === "" ? null : field;
      }),
    );
}

/** An engine of its own for small tables. */
export interface SmallTables {
  /** Makes a table of rows of text; `columns` as CREATE TABLE has them, in the order of the fields by name. */
  make(table: string, columns: string, rows: readonly ExampleRow[]): Promise<void>;
  run(statement: string): Promise<void>;
  rows(select: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

export async function smallTables(): Promise<SmallTables> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const run = async (statement: string): Promise<void> => void (await connection.run(statement));
  return {
    run,
    async make(table, columns, rows) {
      await run(`create table ${table} (${columns})`);
      const names = columns.split(/,(?![^(]*\))/).map((column) => column.trim().split(" ")[0]!);
      const literal = (field: Field | undefined): string =>
        field == null ? "null" : `'${field.replaceAll("'", "''")}'`;
      if (rows.length > 0)
        await run(
          `insert into ${table} values ${rows.map((r) => `(${names.map((name) => literal(r[name])).join(", ")})`).join(", ")}`,
        );
    },
    async rows(select) {
      return (await connection.runAndReadAll(select)).getRowObjectsJson() as Record<string, unknown>[];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/**
 * Rows against those of an example, in whatever order: a number is right within half of the last digit shown, plus 1e-9 relative.
 * @param keys columns that tell rows apart
 * @param columns of the example, by their names in the mart where those differ; all of the example when absent
 */
export function expectExample(
  found: readonly Readonly<Record<string, unknown>>[],
  expected: readonly ExampleRow[],
  keys: readonly string[],
  columns: Readonly<Record<string, string>> = {},
): void {
  const keyOf = (row: Readonly<Record<string, unknown>>, names: readonly string[]): string =>
    JSON.stringify(names.map((name) => (row[name] == null ? null : String(row[name]))));
  const inMart = (name: string): string => columns[name] ?? name;
  const byKey = new Map(found.map((row) => [keyOf(row, keys.map(inMart)), row]));
  expect([...byKey.keys()].sort()).toEqual(expected.map((row) => keyOf(row, keys)).sort());
  const wrong: string[] = [];
  for (const row of expected)
    for (const [name, field] of Object.entries(row)) {
      const value = byKey.get(keyOf(row, keys))![inMart(name)];
      if (!isSame(value, field))
        wrong.push(`${keyOf(row, keys)} ${name}: ${String(value)} instead of ${field}`);
    }
  expect(wrong).toEqual([]);
}

/** Whether a value is that of a field, as exactly as it is written. */
export function isSame(value: unknown, field: Field): boolean {
  if (value === undefined) return false;
  if (field === null || value === null) return field === value;
  if (!/^-?\d+(\.\d+)?$/.test(field)) return String(value) === field;
  const decimals = field.split(".")[1]?.length ?? 0;
  const slack = 0.5 * 10 ** -decimals * (1 + 1e-6) + 1e-9 * Math.abs(Number(field));
  return Math.abs(Number(value) - Number(field)) <= slack;
}
