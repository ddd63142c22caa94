import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PublishedOutput } from "../../../pipeline/artifacts/publication.js";
import type { SinkKind } from "../../../pipeline/config/config.js";
import { sinks } from "../../../pipeline/sinks/sinks.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "clv-sinks-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const output = (to: SinkKind, path: string): PublishedOutput => ({
  to,
  path,
  shown: "2024-12-31",
  tables: ["clv_scores.csv", "clv_runs/1.csv"],
  reconciled: { rows: 0, historicValue: 0, expectedPurchases: 0, clv: 0 },
});

describe("what was published is intact", () => {
  test("while every file is there", async () => {
    const path = join(folder, "out");
    await mkdir(join(path, "clv_runs"), { recursive: true });
    await writeFile(join(path, "clv_scores.csv"), "");
    expect(await sinks.csv.isIntact(output("csv", path))).toBe(false);
    await writeFile(join(path, "clv_runs", "1.csv"), "");
    expect(await sinks.csv.isIntact(output("csv", path))).toBe(true);
  });

  test("while the database is there; a server is not asked", async () => {
    const path = join(folder, "warehouse.duckdb");
    expect(await sinks.duckdb.isIntact(output("duckdb", path))).toBe(false);
    await writeFile(path, "");
    expect(await sinks.duckdb.isIntact(output("duckdb", path))).toBe(true);
    expect(await sinks.postgres.isIntact(output("postgres", "nowhere"))).toBe(true);
  });
});

test("files of an output: the database alone, or what is named clv_; none for a server", () => {
  const published = (kind: SinkKind, path: string, file: string): boolean | undefined =>
    sinks[kind].files(path)?.isPublished(file);
  expect(published("duckdb", "/a/w.duckdb", "/a/w.duckdb")).toBe(true);
  expect(published("duckdb", "/a/w.duckdb", "/a/other")).toBe(false);
  expect(published("parquet", "/a", "/a/clv_scores_history/as_of=2024-01-01/part-0.parquet")).toBe(true);
  expect(published("csv", "/a", "/a/.clv_scores.csv.part-7")).toBe(true);
  expect(published("csv", "/a", "/a/notes/clv_scores.csv")).toBe(false);
  expect(published("spark", "clv", "clv_scores")).toBeUndefined();
});
