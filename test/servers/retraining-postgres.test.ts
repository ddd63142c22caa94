import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import type { Measure } from "../../pipeline/monitoring/measure.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { runHere } from "../pipeline/cli/run-here.js";
import { day, ordinary, shop, writeLog } from "../pipeline/cli/shop-log.js";
import { type PostgresDatabase, postgresBinaries } from "./postgres-server.js";
import { sharedPostgres } from "./shared-servers.js";

const root = await scratch();
const lines = shop(1500, ordinary);

describe.runIf(postgresBinaries() !== null)("two months in PostgreSQL", () => {
  let server: PostgresDatabase;
  beforeAll(async () => {
    server = await sharedPostgres("retraining");
  });

  async function monthly(engine: "duckdb" | "postgres", namespace: string): Promise<string> {
    const folder = await mkdtemp(join(root, `${engine}-`));
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { name: ${engine}, threads: 1, namespace: ${namespace} }
uncertainty: { intervals: false }
publish: ["csv:out"]
`,
    );
    return folder;
  }

  /** A run of the log up to a day. */
  async function runUntil(folder: string, until: number, flags = {}) {
    await writeLog(
      join(folder, "shop.csv"),
      lines.filter((l) => l[1] <= day(until)),
    );
    return runHere(folder, flags, { io: { env: server.env } });
  }

  /** What the second run found against the first. */
  async function secondRun(engine: "duckdb" | "postgres") {
    const folder = await monthly(engine, "months");
    await runUntil(folder, 250);
    return runUntil(folder, 270);
  }

  test("the schemas of runs that are not kept go with them", async () => {
    const folder = await monthly("postgres", "kept");
    const ids: string[] = [];
    for (const until of [240, 250, 260]) ids.push((await runUntil(folder, until, { keepRuns: 2 })).runId);
    const client = new Client({ connectionString: server.url() });
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      "select nspname as name from pg_namespace where nspname like 'kept%'",
    );
    await client.end();
    const kept = ids.slice(1).map((run) => `kept_${run.replaceAll("-", "_")}`);
    expect(rows.map((row) => row.name).sort()).toEqual(kept.sort());
  }, 120_000);

  test("the second run compares itself with the first as DuckDB does", async () => {
    const [there, here] = [await secondRun("postgres"), await secondRun("duckdb")];
    expect(there.decision).toEqual(here.decision);
    expect(there.quality).toEqual(here.quality);
    expect(there.monitoring.tiers).toEqual(here.monitoring.tiers);
    const names = (found: typeof here): string[] => found.monitoring.measures.map((m: Measure) => m.measure);
    expect(names(there)).toEqual(names(here));
    expect(names(here)).toEqual(
      expect.arrayContaining(["actual_purchases", "actual_revenue", "amount_psi", "gap_ks", "tier_churn"]),
    );
    for (const [i, measure] of (here.monitoring.measures as Measure[]).entries())
      expect(there.monitoring.measures[i].value, measure.measure).toBeCloseTo(measure.value, 8);
  }, 120_000);
});
