import { cp, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSpark, type SparkEngine } from "../../pipeline/engines/spark/spark.js";
import { describeColumn, describeTable } from "../../pipeline/sinks/column-descriptions.js";
import { raw } from "../../pipeline/sql/sql.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { runHere } from "../pipeline/cli/run-here.js";
import { sharedSpark } from "./shared-servers.js";
import type { SparkAddress } from "./spark-server.js";

const folder = await scratch();
const home = join(folder, "sample");
let server: SparkAddress;
let reader: SparkEngine;

beforeAll(async () => {
  server = await sharedSpark();
  await mkdir(home);
  await cp(resolve(import.meta.dirname, "../../data/sample"), home, { recursive: true });
  reader = await openSpark({ env: server.env, database: "sink_reader" });
});
afterAll(() => reader?.close());

const publish = (asOf: string, to: string, intervals = false) =>
  runHere(
    home,
    { asOf, runsDir: "runs", publish: [to], uncertainty: { intervals }, validate: { when: "never" } },
    { io: { env: server.env } },
  );
const rows = (select: string) => reader.rows(raw(select));

/** Whether clv_customer_history is what follows from the scores of all dates, over one year. */
async function expectFollowed(followed: string, history: string): Promise<void> {
  const expected = `select h.customer_id, h.as_of, h.x, h.p_alive, h.expected_purchases_365d, h.clv_365d, 365, h.value_tier,
  p.as_of, p.value_tier, h.p_alive - p.p_alive, h.clv_365d - p.clv_365d, h.model_version, h.run_id
from ${history} h join (select as_of, max(case when earlier < as_of then earlier end) as previous from
  (select distinct as_of from ${history}) d cross join (select distinct as_of as earlier from ${history}) e group by as_of) d on d.as_of = h.as_of
left join ${history} p on p.as_of = d.previous and p.customer_id = h.customer_id`;
  const columns =
    "customer_id, as_of, x, p_alive, expected_purchases, clv, horizon_days, value_tier, previous_as_of, previous_tier, p_alive_change, clv_change, model_version, run_id";
  const found = `select ${columns} from ${followed}`;
  const [counts] = await rows(
    `select (select count(*) from ((${found}) except all (${expected}))) as more, (select count(*) from ((${expected}) except all (${found}))) as less, (select count(previous_as_of) from ${followed}) as known`,
  );
  expect(counts).toMatchObject({ more: 0, less: 0 });
  expect(counts!.known).toBeGreaterThan(100);
}

test("a database: scores of the latest date, a slice an as-of date, columns that come and go, records by run", async () => {
  const first = await publish("2024-06-30", "spark:scores", true);
  const second = await publish("2024-12-30", "spark:scores");
  const again = await publish("2024-12-30", "spark:scores");
  expect(await rows("select count(*) as n, min(as_of) as a, max(as_of) as b from scores.clv_scores")).toEqual(
    [{ n: second.customers, a: "2024-12-30", b: "2024-12-30" }],
  );
  expect(
    await rows(
      "select as_of, count(*) as n, count(clv_365d_lo80) as bounds from scores.clv_scores_history group by as_of order by as_of",
    ),
  ).toEqual([
    { as_of: "2024-06-30", n: first.customers, bounds: first.customers },
    { as_of: "2024-12-30", n: second.customers, bounds: 0 },
  ]);
  // the same command again starts from the champion that the second run left, and is another run
  const runs = [first, second, again].map((run) => ({ run_id: run.runId, n: run.customers }));
  expect(await rows("select run_id, customers as n from scores.clv_runs order by run_id")).toEqual(
    runs.sort((a, b) => (a.run_id < b.run_id ? -1 : 1)),
  );
  for (const table of ["clv_monitoring", "clv_actions"])
    expect(await rows(`select distinct run_id from scores.${table} where as_of = date '2024-12-30'`)).toEqual(
      [{ run_id: again.runId }],
    );
  expect(await rows("select count(distinct run_id) as n from scores.clv_cohorts")).toEqual([{ n: 3 }]);
  await expectFollowed("scores.clv_customer_history", "scores.clv_scores_history");
  const late = await publish("2024-03-31", "spark:scores");
  expect(late.outputs[0].tables).not.toContain("clv_scores");
  expect(await rows("select max(as_of) as a from scores.clv_scores")).toEqual([{ a: "2024-12-30" }]);
  expect(await rows("select count(distinct as_of) as n from scores.clv_scores_history")).toEqual([{ n: 3 }]);
  await expectFollowed("scores.clv_customer_history", "scores.clv_scores_history");
});

test("tables and views of a database say what they and their columns mean", async () => {
  const names = [
    ...["clv_scores", "clv_scores_history", "clv_customer_history"],
    ...["clv_runs", "clv_model_parameters", "clv_segments", "clv_monitoring", "clv_cohorts", "clv_actions"],
  ];
  for (const name of names) {
    const described = await rows(`describe table extended scores.${name}`);
    const end = described.findIndex((row) => row.col_name === "" || String(row.col_name).startsWith("#"));
    for (const { col_name, comment } of described.slice(0, end))
      expect(comment, `${name}.${col_name}`).toBe(describeColumn(name, String(col_name)) ?? null);
    const about = described.find((row) => row.col_name === "Comment");
    expect(about?.data_type, name).toBe(describeTable(name));
  }
});

test("folders of Parquet", async () => {
  const target = join(folder, "lake");
  const run = await publish("2024-12-30", `spark:${target}`);
  expect(
    await rows(`select count(*) as n, count(distinct run_id) as runs from parquet.\`${target}/clv_scores\``),
  ).toEqual([{ n: run.customers, runs: 1 }]);
  // the earlier date comes later, and the slice after it counts its changes from it
  await publish("2024-09-30", `spark:${target}`);
  const folderOf = (table: string): string => `parquet.\`${target}/${table}\``;
  await expectFollowed(folderOf("clv_customer_history"), folderOf("clv_scores_history"));
});
