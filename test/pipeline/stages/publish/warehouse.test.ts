import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pid } from "node:process";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import { stageNames } from "../../../../pipeline/stage.js";
import { clv, scratch } from "../../cli/clv-process.js";
import { change, query, sha256, warehouseContent } from "../../cli/read-back.js";
import { runHere } from "../../cli/run-here.js";
import { ordinary, shop, writeLog } from "../../cli/shop-log.js";

const folder = await scratch();
const warehouse = join(folder, "w.duckdb");
const asOf = "2024-12-20";
const earlier = "2024-10-31";

const publishAsOf = (day: string, flags: object = {}, to = ["duckdb:w.duckdb"]) =>
  runHere(folder, { asOf: day, publish: to, ...flags });

const count = async (table: string, where = "true"): Promise<number> =>
  Number((await query(`select count(*) as n from ${table} where ${where}`, warehouse))[0]!.n);

const asOfs = async (table: string): Promise<unknown[]> =>
  (await query(`select distinct as_of from ${table} order by as_of`, warehouse)).map((r) => r.as_of);

beforeAll(async () => {
  await writeLog(join(folder, "shop.csv"), shop(300, ordinary));
  await writeFile(
    join(folder, "clv.yaml"),
    "source: { paths: [shop.csv] }\nmarts: none\ncolumns: { customer: customer_id, date: order_date, amount: amount }\nengine: { threads: 1 }\n",
  );
});

describe("a DuckDB warehouse", () => {
  test("holds the scores, the run and its parameters, equal to what was scored", async () => {
    const run = await publishAsOf(asOf);
    const scored = join(run.runDir, "tables/scores.parquet");
    expect(await differing(scored)).toBe(0);
    const [noted] = await query("from clv_runs", warehouse);
    expect(noted).toMatchObject({
      run_id: run.runId,
      as_of: asOf,
      customers: "300",
      model_version: run.modelVersion,
      input_rows: String(run.rows.input),
      out_of_window_rows: String(run.rows.outOfWindow),
      clv: run.totals.horizons.at(-1).clv,
    });
    const parameters = await query(
      "select component, parameter, time_unit, value, standard_error from clv_model_parameters",
      warehouse,
    );
    expect(parameters).toHaveLength(7);
    expect(parameters).toContainEqual({
      component: "purchase",
      parameter: "r",
      time_unit: "day",
      value: run.purchase.params.r,
      standard_error: run.purchase.standardErrors.r,
    });
    expect(run.outputs[0]).toMatchObject({
      to: "duckdb",
      reconciled: { rows: 300, clv: expect.closeTo(run.totals.horizons.at(-1).clv, 6) },
    });
  });

  test("keeps one slice an as-of date, however often it is published", async () => {
    // the first run started from no champion, so that this is another one
    await publishAsOf(asOf);
    const once = await warehouseContent(warehouse);
    await publishAsOf(asOf);
    expect(await warehouseContent(warehouse)).toEqual(once);
    expect(await asOfs("clv_scores_history")).toEqual([asOf]);
    expect(await count("clv_runs")).toBe(2);
  });

  test("takes an older as-of date into the history, and keeps showing the latest", async () => {
    await publishAsOf(earlier);
    expect(await asOfs("clv_scores_history")).toEqual([earlier, asOf]);
    expect(await asOfs("clv_scores")).toEqual([asOf]);
    expect(await count("clv_runs")).toBe(3);
    expect(await count("clv_scores")).toBe(await count("clv_scores_history", `as_of = date '${asOf}'`));
  });

  test("gives the slice of a date to the run that published it last, and remembers both runs", async () => {
    const other = await publishAsOf(earlier, { value: { margin: 0.5 } });
    const [slice] = await query(
      `select count(distinct run_id) as runs, min(run_id) as id from clv_scores_history where as_of = date '${earlier}'`,
      warehouse,
    );
    expect(slice).toEqual({ runs: "1", id: other.runId });
    expect(await count("clv_runs")).toBe(4);
  });

  test("gets a column for a new horizon; older rows have none there", async () => {
    const run = await publishAsOf("2024-12-26", { value: { horizonsDays: [30, 365] } });
    expect(await count("clv_scores", "clv_30d is null or expected_purchases_30d is null")).toBe(0);
    expect(await count("clv_scores", "clv_90d is not null")).toBe(0);
    expect(await count("clv_scores_history", `as_of <= date '${asOf}' and clv_30d is not null`)).toBe(0);
    expect(await count("clv_scores_history", `as_of = date '${asOf}' and clv_90d is null`)).toBe(0);
    const [sum] = await query("select sum(clv_30d) as clv from clv_scores", warehouse);
    expect(sum!.clv).toBeCloseTo(run.totals.horizons[0].clv, 6);
  });

  test("works for whoever reads it while the next run is published", async () => {
    await change(
      warehouse,
      "create table mine as select 1 as one",
      "create view best as select * from clv_scores order by value_rank limit 5",
    );
    await publishAsOf("2024-12-26", { value: { horizonsDays: [365] } });
    expect(await count("best")).toBe(5);
    expect(await count("mine")).toBe(1);
  });
});

describe("a warehouse that refuses", () => {
  test("because another process has it open: exit 6, who holds it, and resuming works once it is closed", async () => {
    const held = await DuckDBInstance.create(join(folder, "held.duckdb"));
    const args = ["run", "--config", "clv.yaml", "--publish", "duckdb:held.duckdb"];
    const refused = await clv(args, { cwd: folder });
    held.closeSync();
    expect(refused.code).toBe(6);
    expect(refused.out).toBe("");
    expect(refused.err).toMatch(
      new RegExp(
        `^SINK_REFUSED: .*held\\.duckdb is open in .*PID ${pid}\\); close it there, then run again with --resume$`,
        "m",
      ),
    );
    const resumed = await clv([...args, "--resume", "--json"], { cwd: folder });
    expect(resumed.code, resumed.err).toBe(0);
    expect(JSON.parse(resumed.out).kept).toEqual(stageNames.slice(0, -1));
  });

  test("because the file is no database: it stays as it is", async () => {
    const path = join(folder, "notes.txt");
    await writeFile(path, "not a database, and longer than a header would be".repeat(500));
    const before = await sha256(path);
    await expect(publishAsOf(asOf, {}, ["duckdb:notes.txt"])).rejects.toMatchObject({
      code: "SINK_REFUSED",
      exitCode: 6,
    });
    expect(await sha256(path)).toBe(before);
  });

  test("because clv_scores is someone's table: nothing in it changes", async () => {
    const path = join(folder, "taken.duckdb");
    await change(path, "create table clv_scores as select 'mine' as owner");
    await expect(publishAsOf(asOf, {}, ["duckdb:taken.duckdb"])).rejects.toMatchObject({
      code: "SINK_REFUSED",
      message: expect.stringContaining("clv_scores"),
    });
    expect(await query("from duckdb_tables() select table_name", path)).toEqual([
      { table_name: "clv_scores" },
    ]);
  });
});

/** How many rows are in only one of the warehouse's current scores and the run's. */
async function differing(scored: string): Promise<number> {
  const both = `((from clv_scores except from '${scored}') union all (from '${scored}' except from clv_scores))`;
  return Number((await query(`select count(*) as n from ${both}`, warehouse))[0]!.n);
}
