import { cp, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadConfig } from "../../pipeline/config/load-config.js";
import { openSpark, type SparkEngine } from "../../pipeline/engines/spark/spark.js";
import { forget } from "../../pipeline/forget/forget.js";
import { raw } from "../../pipeline/sql/sql.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { recordingIo, runHere } from "../pipeline/cli/run-here.js";
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
  reader = await openSpark({ env: server.env, database: "forget_reader" });
});
afterAll(() => reader?.close());

const count = async (from: string, where: string): Promise<unknown> =>
  (await reader.rows(raw(`select count(*) as n from ${from} where ${where}`)))[0]?.n;

/** How many rows, and a sum of their hashes. */
const digest = async (from: string, where: string): Promise<unknown> =>
  (
    await reader.rows(
      raw(
        `select count(*) as n, cast(sum(cast(xxhash64(*) as decimal(38,0))) as string) as h from ${from} where ${where}`,
      ),
    )
  )[0];

test("a database and folders: every slice loses the person, and keeps everyone else", async () => {
  const lake = join(folder, "lake");
  const flags = {
    runsDir: "runs",
    publish: ["spark:forgotten", `spark:${lake}`],
    uncertainty: { intervals: false },
    validate: { when: "never" },
  };
  const io = { env: server.env };
  for (const asOf of ["2024-06-30", "2024-12-30"]) await runHere(home, { ...flags, asOf }, { io });
  const [some] = await reader.rows(
    raw("select min(customer_id) as c from forgotten.clv_scores_history where as_of = date '2024-06-30'"),
  );
  const person = String(some?.c);
  const places = [
    "forgotten.clv_scores",
    "forgotten.clv_scores_history",
    `parquet.\`${lake}/clv_scores\``,
    `parquet.\`${lake}/clv_scores_history\``,
    "forgotten.clv_customer_history",
    `parquet.\`${lake}/clv_customer_history\``,
    "forgotten.clv_equity_changes",
    `parquet.\`${lake}/clv_equity_changes\``,
  ];
  const theirs = `customer_id = '${person}'`;
  const others = await Promise.all(places.map((place) => digest(place, `not ${theirs}`)));
  expect(await Promise.all(places.map((place) => count(place, theirs)))).toEqual([1, 2, 1, 2, 2, 2, 1, 1]);
  const config = await loadConfig("clv.yaml", flags, home);
  // words and numbers of other columns as well, which are nobody's ids
  const ids = [person, "1", "17", "top", "web", "bg-nbd", "customer_id", "365"];
  const { io: recording } = recordingIo(home, io);
  const report = await forget(ids, config.runsDir, config, recording, () => undefined, { unseen: true });
  expect(
    report.places.filter(({ place }) => place.startsWith("spark:")).map((p) => [p.deleted, p.traces]),
  ).toEqual([
    [7, 0],
    [10, 0],
  ]);
  // a session that has read these tables keeps the names of their files
  await reader.close();
  reader = await openSpark({ env: server.env, database: "forget_reader" });
  expect(await Promise.all(places.map((place) => count(place, theirs)))).toEqual(places.map(() => 0));
  expect(await Promise.all(places.map((place) => digest(place, `not ${theirs}`)))).toEqual(others);
});
