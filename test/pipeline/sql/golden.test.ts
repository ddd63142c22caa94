import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { postgresDialect } from "../../../pipeline/engines/postgres/dialect.js";
import { sparkDialect } from "../../../pipeline/engines/spark/dialect.js";
import { statements, tableColumns } from "./statements.js";

const golden = (engine: string): string => fileURLToPath(new URL(`../../golden/${engine}/`, import.meta.url));
const dialects = [duckdbDialect, postgresDialect, sparkDialect];
const all = Object.entries(statements(duckdbDialect));
const texts = dialects.flatMap((dialect) =>
  Object.entries(statements(dialect)).map(
    ([name, statement]) => [dialect.name, name, dialect.spell(statement).text] as const,
  ),
);
const howToUpdate =
  "If the change is meant, run `UPDATE_GOLDEN=1 npx vitest run test/pipeline/sql` and read the diff.";

/** What builds statements or parts of them, and is seen inside the others. */
const parts = [
  "attributeColumn",
  "transactionColumns",
  "periodIndex",
  "monthsOf",
  "intervalColumns",
  "historyKeys",
  "horizonsIn",
  "strptimeForm",
  "roughDateForm",
  "dateNumbers",
  "numberForms",
  "raw",
  "id",
  "lit",
  "list",
  "sql",
];

test("every function of pipeline/sql that makes a statement is here", async () => {
  const folder = new URL("../../../pipeline/sql/", import.meta.url);
  const exported: string[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith(".ts"))) {
    const module = (await import(new URL(file, folder).href)) as Record<string, unknown>;
    exported.push(...Object.keys(module).filter((name) => typeof module[name] === "function"));
  }
  const covered = new Set(all.map(([name]) => name.split(".")[0]));
  expect(exported.filter((name) => !covered.has(name) && !parts.includes(name))).toEqual([]);
});

test.each(dialects)("$name: there is no golden file without its statement", async (dialect) => {
  const files = (await readdir(golden(dialect.name))).filter((name) => name.endsWith(".sql"));
  const names = new Set(all.map(([name]) => `${name}.sql`));
  expect(
    files.filter((file) => !names.has(file)),
    "delete them",
  ).toEqual([]);
});

test.each(texts)("%s: the text of %s", async (engine, name, statement) => {
  const path = join(golden(engine), `${name}.sql`);
  const text = `${statement}\n`;
  if (env.UPDATE_GOLDEN) {
    await mkdir(golden(engine), { recursive: true });
    await writeFile(path, text);
  }
  expect(text, `${path} differs. ${howToUpdate}`).toBe(
    await readFile(path, "utf8").catch(() => "(there is no such file)"),
  );
});

const instance = await DuckDBInstance.create(":memory:");
const connection = await instance.connect();
for (const [table, columns] of Object.entries(tableColumns))
  await connection.run(`create table ${table} (${columns})`);
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

test.each(all)("%s: DuckDB accepts it", async (_, statement) => {
  const plan = await connection.runAndReadAll(`explain ${statement.text}`);
  expect(plan.currentRowCount).toBeGreaterThan(0);
});
