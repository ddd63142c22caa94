import { join } from "node:path";
import { expect, test } from "vitest";
import { scoresSchema } from "../../../data/schemas/scores.js";
import { openDuckDb } from "../../../pipeline/engines/duckdb.js";
import { describeColumn, describeTable } from "../../../pipeline/sinks/column-descriptions.js";
import { parameterRows, runRow, segmentRows } from "../../../pipeline/sql/run-records.js";
import { scratch } from "../cli/clv-process.js";

const folder = await scratch();

test("every column of scores says what it holds, and attributes that they are attributes", () => {
  const columns = scoresSchema([90, 365], ["country"]).names.map(String);
  const said = columns.map((name) => describeColumn("clv_scores", name));
  expect(new Set(said).size).toBe(columns.length);
  expect(said).not.toContain(null);
  expect(describeColumn("clv_scores", "expected_purchases_90d")).toBe(
    "Expected purchases in the 90 days after as_of",
  );
  expect(describeColumn("clv_scores_history", "purchases_365d_lo80")).toBe(
    "Lower end of purchases in the 365 days after as_of (80 % interval)",
  );
  expect(columns.filter((name) => describeColumn("clv_scores", name)?.startsWith("Attribute "))).toEqual([
    "country",
  ]);
});

test("every column of the records says what it holds; other tables and columns have nothing to say", async () => {
  const total = { expected: 1, lo95: 1, lo80: 1, hi80: 1, hi95: 1 };
  const run = {
    ...{ runId: "r", asOf: "2026-01-31", publishedAt: "2026-02-01 12:00:00", version: "1", configHash: "a" },
    ...{ modelVersion: "b", purchaseModel: "m", purchaseVerdict: "ok", spendModel: "m", spendVerdict: "ok" },
    ...{ logLikelihood: 1, currency: "EUR", customers: 1, horizonDays: 90, expectedPurchases: 1, clv: 1 },
    ...{ historicValue: 1, rows: { input: 1, accepted: 1, rejected: 0, merged: 0, outOfWindow: 0 } },
  };
  const parameter = { component: "spend", model: "m", parameter: "p", timeUnit: null } as const;
  const segment = { attribute: null, segment: null, horizonDays: 90, customers: 1 };
  const records = {
    clv_runs: runRow(run),
    clv_model_parameters: parameterRows(run, [{ ...parameter, value: 1, standardError: null }]),
    clv_segments: segmentRows(run, [{ ...segment, purchases: total, clv: total }]),
  };
  const engine = await openDuckDb({
    directory: join(folder, "tables"),
    memoryLimit: "100MB",
    threads: 1,
    spillDirectory: join(folder, "spill"),
  });
  try {
    for (const [table, rows] of Object.entries(records)) {
      expect(describeTable(table)).toMatch(/run/);
      const bare = (await engine.describe(rows)).filter(({ name }) => describeColumn(table, name) === null);
      expect(bare, table).toEqual([]);
      expect(describeColumn(table, "country")).toBeNull();
    }
  } finally {
    await engine.close();
  }
  expect([describeTable("orders"), describeColumn("orders", "x")]).toEqual([null, null]);
});
