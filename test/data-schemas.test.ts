import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Schema } from "apache-arrow";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customersSchema } from "../data/schemas/customers.js";
import { historiesSchema } from "../data/schemas/histories.js";
import { rejectedRowsSchema } from "../data/schemas/rejected-rows.js";
import { scoresSchema } from "../data/schemas/scores.js";
import { spendHistoriesSchema } from "../data/schemas/spend-histories.js";
import { transactionsSchema } from "../data/schemas/transactions.js";
import { openDuckDb } from "../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../pipeline/engines/engine.js";
import { readArrowBatches } from "../pipeline/files/read-arrow.js";
import { raw } from "../pipeline/sql/sql.js";
import { runHere } from "./pipeline/cli/run-here.js";

const attributes = ["channel", "country"];
let folder: string;
let runDir: string;
/** What the run prints. */
let text: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-schemas-"));
  const sample = resolve(import.meta.dirname, "../data/sample");
  ({ runDir, text } = await runHere(sample, { runsDir: folder, publish: [`arrow:${join(folder, "out")}`] }));
  const bounds = { memoryLimit: "500MB", threads: 2, spillDirectory: folder };
  engine = await openDuckDb({ directory: join(runDir, "tables"), ...bounds });
});
afterAll(async () => {
  await engine?.close();
  await rm(folder, { recursive: true, force: true });
});

const columns = (schema: Schema): string[] => schema.fields.map((field) => `${field.name} ${field.type}`);

test.each([
  ["transactions", transactionsSchema(attributes)],
  ["rejected_rows", rejectedRowsSchema],
  ["customers", customersSchema(attributes)],
  ["scores", scoresSchema([90, 180, 365], attributes)],
] as const)("the table %s of a run has the columns of data/schemas", async (table, schema) => {
  for await (const batch of engine.query(raw(`select * from ${table}`)))
    expect(columns(batch.schema)).toEqual(columns(schema));
});

test.each([
  ["histories.arrow", historiesSchema],
  ["spend_histories.arrow", spendHistoriesSchema],
] as const)("%s has the columns of data/schemas", async (file, schema) => {
  for await (const batch of readArrowBatches(join(runDir, file)))
    expect(columns(batch.schema)).toEqual(columns(schema));
});

test("the published Arrow file has the columns of data/schemas", async () => {
  for await (const batch of readArrowBatches(join(folder, "out", "clv_scores.arrow")))
    expect(columns(batch.schema)).toEqual(columns(scoresSchema([90, 180, 365], attributes)));
});

test("the front page shows what a run of the sample prints", async () => {
  const page = await readFile(resolve(import.meta.dirname, "../README.md"), "utf8");
  const shown = /It prints[^`]*```\n([\s\S]*?)```/.exec(page)![1]!.trimEnd().split("\n");
  expect(shown.length).toBeGreaterThan(15);
  const printed = text.split("\n");
  expect(shown.filter((line) => line !== "…" && !printed.includes(line))).toEqual([]);
});
