import { join } from "node:path";
import { expect, test } from "vitest";
import { commentOf } from "../../../data/schemas/field.js";
import { scoresSchema } from "../../../data/schemas/scores.js";
import { openDuckDb } from "../../../pipeline/engines/duckdb/duckdb.js";
import { factsWith } from "../../../pipeline/marts/facts.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { describeColumn, describeTable } from "../../../pipeline/sinks/column-descriptions.js";
import { monitoringRows } from "../../../pipeline/sql/monitoring-records.js";
import { parameterRows, runRow } from "../../../pipeline/sql/run-records.js";
import { scratch } from "../cli/clv-process.js";

const folder = await scratch();

test("every column of scores says what it holds, and attributes that they are attributes", () => {
  const { fields } = scoresSchema([90, 365], ["country"]);
  for (const table of ["clv_scores", "clv_scores_history", "clv_scores_by_run"])
    for (const column of fields) expect(describeColumn(table, column.name)).toBe(commentOf(column));
  expect(fields.map(commentOf)).not.toContain("");
  expect(describeColumn("clv_scores", "purchases_730d_lo80")).toMatch(/80 %.*next 730 days/);
  expect(describeColumn("clv_scores", "channel")).toMatch(/^attribute/);
});

test("every column of the records says what it holds; other tables and columns have nothing to say", async () => {
  const run = {
    ...{ runId: "r", asOf: "2026-01-31", publishedAt: "2026-02-01 12:00:00", version: "1", configHash: "a" },
    ...{ modelVersion: "b", purchaseModel: "m", purchaseVerdict: "ok" },
    ...{ logLikelihood: 1, customers: 1, horizonDays: 90, expectedPurchases: 1 },
    money: { spendModel: "m", spendVerdict: "ok", currency: "EUR", clv: 1, historicValue: 1 },
    ...{ rows: { input: 1, accepted: 1, rejected: 0, merged: 0, outOfWindow: 0 } },
  };
  const parameter = { component: "spend", model: "m", parameter: "p", timeUnit: null } as const;
  const records = {
    clv_runs: runRow(run),
    clv_model_parameters: parameterRows(run, [{ ...parameter, value: 1, standardError: null }]),
    clv_monitoring: monitoringRows(run, []),
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

test.each(
  marts.flatMap(({ tables }) => tables.map((table) => [table.name, table] as const)),
)("%s: the table and each of its columns say what they hold, with unit and convention", (name, table) => {
  expect(describeTable(name)).toBe(table.holds);
  expect(describeColumn(name, "run_id")).toBe("Run that was published");
  expect(describeColumn(name, "as_of")).toMatch(/^last day of observation/);
  expect(describeColumn(name, "no_such_column")).toBeNull();
  for (const facts of [factsWith(90), factsWith(365), { ...factsWith(365), money: false }])
    for (const { name: column, meaning, unit, convention } of table.columns(facts)) {
      const comment = describeColumn(name, column);
      expect(comment, column).toMatch(/\w/);
      if (!facts.money) continue;
      expect(comment, column).toContain(meaning);
      if (unit !== "") expect(comment).toContain(`(${unit})`);
      if (convention !== undefined) expect(comment).toContain(convention);
    }
});
