import { mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Measure } from "../../pipeline/monitoring/measure.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { runHere } from "../pipeline/cli/run-here.js";
import { day, ordinary, shop, writeLog } from "../pipeline/cli/shop-log.js";
import { type PostgresServer, postgresBinaries, startPostgres } from "./postgres-server.js";

const root = await scratch();
const lines = shop(1500, ordinary);

describe.runIf(postgresBinaries() !== null)("two months in PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  /** What the second run found against the first. */
  async function secondRun(engine: "duckdb" | "postgres") {
    const folder = await mkdtemp(join(root, `${engine}-`));
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [shop.csv] }
columns: { customer: customer_id, date: order_date, amount: amount }
engine: { name: ${engine}, threads: 1, namespace: months }
uncertainty: { intervals: false }
publish: ["csv:out"]
`,
    );
    const run = async (until: number) => {
      await writeLog(
        join(folder, "shop.csv"),
        lines.filter((l) => l[1] <= day(until)),
      );
      return runHere(folder, {}, { io: { env: server.env } });
    };
    await run(250);
    return run(270);
  }

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
