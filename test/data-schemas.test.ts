import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { env } from "node:process";
import type { Schema } from "apache-arrow";
import { afterAll, beforeAll, expect, test } from "vitest";
import { customersSchema } from "../data/schemas/customers.js";
import { historiesSchema } from "../data/schemas/histories.js";
import { rejectedRowsSchema } from "../data/schemas/rejected-rows.js";
import { repeatsByDaySchema } from "../data/schemas/repeats-by-day.js";
import { scoresSchema } from "../data/schemas/scores.js";
import { spendHistoriesSchema } from "../data/schemas/spend-histories.js";
import { transactionsSchema } from "../data/schemas/transactions.js";
import { readArtifact } from "../pipeline/artifacts/artifact-files.js";
import { artifactFile } from "../pipeline/artifacts/artifacts.js";
import { readRepeats } from "../pipeline/artifacts/read-repeats.js";
import { openDuckDb } from "../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../pipeline/engines/engine.js";
import { readArrowBatches } from "../pipeline/files/read-arrow.js";
import { raw } from "../pipeline/sql/sql.js";
import { isoDate } from "../pipeline/time/day-number.js";
import { runHere } from "./pipeline/cli/run-here.js";

const attributes = ["channel", "country"];
let folder: string;
let runDir: string;
/** What the run of the second delivery prints. */
let text: string;
let engine: Engine;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-schemas-"));
  const sample = resolve(import.meta.dirname, "../data/sample");
  const flags = { runsDir: folder, publish: [`arrow:${join(folder, "out")}`] };
  // as npm start: the second delivery after the first
  await runHere(sample, { ...flags, source: { paths: ["transactions.csv"] }, asOf: "2024-12-31" });
  ({ runDir, text } = await runHere(sample, flags));
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
  ["repeats_by_day.arrow", repeatsByDaySchema],
] as const)("%s has the columns of data/schemas", async (file, schema) => {
  for await (const batch of readArrowBatches(join(runDir, file)))
    expect(columns(batch.schema)).toEqual(columns(schema));
});

test("repeat purchases by day add up to those of the customers, and to what they spent", async () => {
  const { repeatPurchases } = await readArtifact(runDir, "summary");
  const file = { file: artifactFile("repeats_by_day"), rows: 0 };
  const { n, v, firstDay } = await readRepeats(runDir, file, await readArtifact(runDir, "account"), true);
  const sum = (of: Float64Array): number => of.reduce((total, value) => total + value, 0);
  expect(sum(n)).toBe(repeatPurchases);
  const [booked] = await engine.rows(
    raw(
      "select sum(amount) - (select sum(first_amount) from customers) as v from transactions where not is_refund",
    ),
  );
  expect(sum(v!)).toBeCloseTo(Number(booked!.v), 4);
  const [late] = await engine.rows(raw("select max(last_day) as day from customers where x > 0"));
  const last = n.findLastIndex((count) => count > 0);
  expect(isoDate(firstDay + last)).toBe(String(late!.day));
});

test("the published Arrow file has the columns of data/schemas", async () => {
  for await (const batch of readArrowBatches(join(folder, "out", "clv_scores.arrow")))
    expect(columns(batch.schema)).toEqual(columns(scoresSchema([90, 180, 365], attributes)));
});

/** Sections of the printed report that the front page shows, with as many lines of each. */
const shown: readonly (readonly [heading: string, lines: number])[] = [
  ["Data", 3],
  ["Purchases and churn", 5],
  ["Against the run as of 2024-12-31", 5],
  ["Predicted value", 6],
  ["Top customers", 3],
];

/** Those sections, with … for the lines between them. */
function excerpt(printed: string): string {
  const lines = printed.split("\n");
  const sections = shown.map(([heading, count]) => {
    const from = lines.findIndex((line) => line.startsWith(heading));
    expect(from, `the report has a section ${heading}`).toBeGreaterThanOrEqual(0);
    return lines.slice(from, from + count).join("\n");
  });
  return `${sections.join("\n…\n")}\n…\n`;
}

test("the front page shows what npm start prints of the second delivery; UPDATE_GOLDEN=1 writes it again", async () => {
  const path = resolve(import.meta.dirname, "../README.md");
  const page = await readFile(path, "utf8");
  const [before, after] = [
    /[\s\S]*It prints[^`]*```\n/.exec(page)![0],
    /```\n\nThe scores are then[\s\S]*/.exec(page)![0],
  ];
  const wanted = `${before}${excerpt(text)}${after}`;
  if (env.UPDATE_GOLDEN) await writeFile(path, wanted);
  else expect(page).toBe(wanted);
});

test("the second delivery is compared with the first, and nothing of it is a reason to stop or to warn", async () => {
  const { previousRun, measures } = JSON.parse(await readFile(join(runDir, "monitoring.json"), "utf8"));
  expect(previousRun).toMatchObject({ asOf: "2024-12-31" });
  const levels = new Map(measures.map((m: { measure: string; level: string }) => [m.measure, m.level]));
  expect([levels.get("actual_purchases"), levels.get("actual_revenue")]).toEqual(["ok", "ok"]);
  expect([...levels].filter(([, level]) => level !== "ok")).toEqual([]);
});
