import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RecordBatch } from "apache-arrow";
import { expect } from "vitest";
import { readArtifact } from "../../pipeline/artifacts/artifact-files.js";
import type { Config } from "../../pipeline/config/config.js";
import { loadConfig } from "../../pipeline/config/load-config.js";
import { openEngine } from "../../pipeline/engines/open-engine.js";
import { readArrowBatches } from "../../pipeline/files/read-arrow.js";
import { marts } from "../../pipeline/marts/marts.js";
import { engineFolders } from "../../pipeline/runs/layout.js";
import { id, list, sql } from "../../pipeline/sql/sql.js";
import type { Environment } from "../../pipeline/stage.js";
import { runHere } from "../pipeline/cli/run-here.js";

/** A finished run, and how to read its tables again. */
export interface EngineRun {
  readonly name: string;
  readonly runId: string;
  readonly runDir: string;
  readonly config: Config;
  readonly env: Environment;
  // biome-ignore lint/suspicious/noExplicitAny: what `--json` prints
  readonly printed: any;
}

export async function runOn(
  name: string,
  folder: string,
  flags: Record<string, unknown>,
  env: Environment,
): Promise<EngineRun> {
  const printed = await runHere(folder, flags, { io: { env } });
  const config = await loadConfig("clv.yaml", flags, folder);
  return { name, runId: printed.runId, runDir: join(config.runsDir, printed.runId), config, env, printed };
}

/** The columns of a file or table, each as one list; whole numbers of any width as text, so that they compare exactly. */
async function columnsOf(batches: AsyncIterable<RecordBatch>): Promise<Map<string, unknown[]>> {
  const columns = new Map<string, unknown[]>();
  for await (const batch of batches)
    for (const { name } of batch.schema.fields) {
      const values = columns.get(name) ?? [];
      const vector = batch.getChild(name);
      for (let i = 0; i < batch.numRows; i++) {
        const value: unknown = vector?.get(i) ?? null;
        values.push(typeof value === "bigint" || ArrayBuffer.isView(value) ? String(value) : value);
      }
      columns.set(name, values);
    }
  return columns;
}

const exact = [
  "histories.arrow",
  "spend_histories.arrow",
  "covariate_groups.arrow",
  "repeats_by_day.arrow",
] as const;

/** Histories exactly, parameters to the bit, scores and marts within 1e-9: what DuckDB finds, another engine finds. */
export async function expectSame(reference: EngineRun, other: EngineRun): Promise<void> {
  expect(other.printed.rows, other.name).toEqual(reference.printed.rows);
  for (const file of exact) {
    const [a, b] = await Promise.all(
      [reference, other].map((run) => columnsOf(readArrowBatches(join(run.runDir, file)))),
    );
    expect([...b!.keys()], `${other.name} ${file}`).toEqual([...a!.keys()]);
    for (const [column, values] of a!)
      expect(firstDifference(values, b!.get(column)!), `${other.name} ${file} ${column}`).toBeNull();
  }
  const models = await Promise.all([reference, other].map((run) => modelOf(run)));
  expect(models[1], other.name).toEqual(models[0]);
  const [tables, others] = await Promise.all([reference, other].map((run) => tablesOf(run)));
  expect([...others!.keys()], other.name).toEqual([...tables!.keys()]);
  expect(tables!.get("scores")!.get("customer_id")!.length).toBeGreaterThan(1000);
  for (const [table, columns] of tables!) {
    const found = others!.get(table)!;
    expect([...found.keys()], `${other.name} ${table}`).toEqual([...columns.keys()]);
    for (const [column, values] of columns)
      if (!ownColumns.includes(column))
        expect(firstDifference(values, found.get(column)!), `${other.name} ${table}.${column}`).toBeNull();
  }
}

/** The id of a run, and the line of a file of costs, which a row of a table does not have. */
const ownColumns = ["run_id", "cost_row"];

/** What of model.json says what was fitted, and to what. */
async function modelOf({ runDir }: EngineRun): Promise<object> {
  const { purchase, spend, asOf, currency, data, modelVersion } = JSON.parse(
    await readFile(join(runDir, "model.json"), "utf8"),
  );
  return {
    modelVersion,
    asOf,
    currency,
    purchase,
    spend,
    customers: data.customers,
    histories: data.histories,
  };
}

/** The scores, and every table of the marts that were made, by their columns. */
async function tablesOf({
  config,
  runId,
  runDir,
  env,
}: EngineRun): Promise<Map<string, Map<string, unknown[]>>> {
  const { marts: made } = await readArtifact(runDir, "marts");
  const names = made.flatMap(({ tables }) => tables.map(({ table }) => table));
  const wanted = marts.flatMap(({ tables }) => tables).filter(({ name }) => names.includes(name));

  const engine = await openEngine(config, {
    runId,
    ...engineFolders(runDir),
    env,
    warn: () => undefined,
    readOnly: true,
  });
  try {
    const tables = new Map<string, Map<string, unknown[]>>();
    for (const { name, grain } of [{ name: "scores", grain: ["customer_id"] }, ...wanted]) {
      const all = sql`select * from ${engine.dialect.table(name)}`;
      const own = grain.every((key) => ownColumns.includes(key));
      const keys = own ? (await engine.describe(all)).map((c) => c.name) : grain;
      const order = list(
        keys.filter((key) => !ownColumns.includes(key)).map((key) => sql`${id(key)} nulls last`),
      );
      const rows = sql`${all} order by ${order}`;
      tables.set(name, await columnsOf(engine.query(rows)));
    }
    return tables;
  } finally {
    await engine.close();
  }
}

/** The first place where two columns differ: numbers by more than 1e-9 of their size, anything else at all. */
function firstDifference(a: readonly unknown[], b: readonly unknown[]): string | null {
  if (a.length !== b.length) return `${a.length} and ${b.length} rows`;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]];
    const near =
      typeof x === "number" && typeof y === "number"
        ? Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x))
        : x === y;
    if (!near) return `row ${i}: ${JSON.stringify(x)} and ${JSON.stringify(y)}`;
  }
  return null;
}
