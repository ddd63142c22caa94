import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { env } from "node:process";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, test } from "vitest";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { postgresDialect } from "../../../pipeline/engines/postgres/dialect.js";
import { sparkDialect } from "../../../pipeline/engines/spark/dialect.js";
import { layout } from "./layout.js";
import { statements, tableColumns } from "./statements.js";

const golden = fileURLToPath(new URL("../../golden/", import.meta.url));
const dialects = [postgresDialect, sparkDialect];
const all = Object.entries(statements(duckdbDialect));
/** A statement as DuckDB takes it, and as each other engine does where that differs: the files there must be, by name. */
const files = new Map<string, string>(
  all.flatMap(([name, statement]) => {
    const shared = `${layout(duckdbDialect.spell(statement).text)}\n`;
    const own = dialects.flatMap((dialect) => {
      const text = `${layout(dialect.spell(statements(dialect)[name]!).text)}\n`;
      return text === shared ? [] : [[`${name}.${dialect.name}.sql`, text] as const];
    });
    return [[`${name}.sql`, shared] as const, ...own];
  }),
);
const howToUpdate =
  "If the change is meant, run `UPDATE_GOLDEN=1 npx vitest run test/pipeline/sql` and read the diff.";

/** What builds statements or parts of them, and is seen inside the others. */
const parts = [
  "attributeColumn",
  "transactionColumns",
  "sampledColumns",
  "attributePlaces",
  "attributesOf",
  "periodIndex",
  "monthsOf",
  "monthOf",
  "monthsBetween",
  "ownMarginRate",
  "boundsOf",
  "intervalColumns",
  "historyKeys",
  "horizonsIn",
  "strptimeForm",
  "roughDateForm",
  "dateNumbers",
  "dayOf",
  "looksLikeDate",
  "monthNumber",
  "isWeekday",
  "spendLogsOfDay",
  "numberForms",
  "foldedId",
  "foldId",
  "isPlaceholder",
  "currenciesOf",
  "currencyTexts",
  "exactAmount",
  "exactSum",
  "spreadsheetText",
  "fromSpreadsheet",
  "withoutApostrophe",
  "double",
  "raw",
  "id",
  "lit",
  "list",
  "sql",
  "isExcluded",
  "spellings",
  "refundedColumns",
  // of files alone, which the embedded engine reads: see test/pipeline/stages/ingest/order-rows.test.ts
  "withPartsMarked",
  "withPartsFilled",
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

test("there is no golden file without its statement, nor one that repeats the text of all engines", async () => {
  const stale = (await readdir(golden)).filter((name) => name.endsWith(".sql") && !files.has(name));
  expect(stale, "delete them").toEqual([]);
});

test.each([...files])("the text of %s", async (file, text) => {
  const path = join(golden, file);
  if (env.UPDATE_GOLDEN) await writeFile(path, text);
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
