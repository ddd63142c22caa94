import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify, stripVTControlCharacters } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { acquireLock } from "../../pipeline/runs/lock.js";
import { cliFile, scratch } from "../pipeline/cli/clv-process.js";
import { query } from "../pipeline/cli/read-back.js";
import { recordingIo } from "../pipeline/cli/run-here.js";
import { venvs } from "./python-venv.js";

const root = join(import.meta.dirname, "../..");
const folder = await scratch();
const home = join(folder, "airflow");
const execute = promisify(execFile);
let bin: string;

const environment = (more: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  AIRFLOW_HOME: home,
  AIRFLOW__CORE__DAGS_FOLDER: join(root, "pipeline/schedule/airflow"),
  AIRFLOW__CORE__LOAD_EXAMPLES: "False",
  AIRFLOW__USAGE_DATA_COLLECTION__ENABLED: "False",
  CLV_COMMAND: `${process.execPath} ${cliFile}`,
  COLUMNS: "300",
  CLV_RETRIES: "2",
  CLV_RETRY_SECONDS: "1",
  ...more,
});

beforeAll(async () => {
  if (!existsSync(cliFile)) throw new Error(`${cliFile} is missing: npm run build`);
  bin = await venvs.airflow();
  await execute(join(bin, "airflow"), ["db", "migrate"], { env: environment({}), maxBuffer: 1e8 });
}, 900_000);

/** The settings of the shipped sample, with folders of their own. */
async function sample(name: string, change: (config: Sample) => void = () => undefined): Promise<string> {
  const place = join(root, "data/sample");
  const config = parse(await readFile(join(place, "clv.yaml"), "utf8")) as Sample;
  config.source.paths = [join(place, "transactions*.csv")];
  config.currency.ratesFile = join(place, "rates.csv");
  config.costs.acquisition = join(place, "acquisition_costs.csv");
  config.runsDir = join(folder, name, "runs");
  config.publish = [`parquet:${join(folder, name, "out")}`];
  change(config);
  const path = join(folder, `${name}.yaml`);
  await writeFile(path, stringify(config));
  return path;
}

interface Sample {
  source: { paths: string[] };
  currency: { ratesFile: string };
  costs: { acquisition: string };
  runsDir: string;
  publish: string[];
}

type State = readonly [task: string, mapIndex: number, state: string | null, tries: number];

/** `airflow dags test clv`: what it said, and its tasks; `watch` sees what it says while it runs. */
async function dagsTest(
  config: string,
  more: Record<string, string> = {},
  watch: (said: string) => void = () => undefined,
): Promise<{ said: string; states: State[] }> {
  const child = spawn(join(bin, "airflow"), ["dags", "test", "clv"], {
    env: environment({ CLV_CONFIG: config, ...more }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      watch(said);
    });
  await new Promise((done) => child.on("close", done));
  return { said: stripVTControlCharacters(said), states: await states() };
}

async function states(): Promise<State[]> {
  const script = join(import.meta.dirname, "python/airflow_states.py");
  const { stdout } = await execute(join(bin, "python"), [script, join(home, "airflow.db"), "clv"]);
  return JSON.parse(stdout) as State[];
}

const scored = (name: string) =>
  query(`select count(*) as n, count(distinct customer_id) as customers, sum(clv_365d) > 0 as worth
from '${join(folder, name, "out/clv_scores.parquet")}'`);
const all = [{ n: "3000", customers: "3000", worth: true }];

test("the sample goes through the DAG, stage by stage; exit code 7, a lock that another run holds: the task is tried again, and succeeds once it is free", async () => {
  const { io } = recordingIo(folder);
  const lock = await acquireLock(join(folder, "whole/runs"), io, () => undefined);
  let released: Promise<void> | undefined;
  let waiting: Promise<State[]> | undefined;
  const patient = { CLV_RETRY_SECONDS: "10" }; // time to read the states and to release the lock
  const { states: final, said } = await dagsTest(await sample("whole"), patient, (text) => {
    if (/new_state=up_for_retry|UP_FOR_RETRY/.test(text)) waiting ??= states();
    if (waiting !== undefined) released ??= waiting.then(() => lock.release());
  });
  await (released ?? lock.release());
  expect(said).toContain("clv ended with 7.");
  expect(await waiting, said.slice(-3000)).toContainEqual(["ingest", -1, "up_for_retry", 1]);
  expect(final, said.slice(-3000)).toEqual([
    ["fit", -1, "success", 1],
    ["gate", -1, "success", 1],
    ["ingest", -1, "success", 2],
    ["publish", -1, "success", 1],
    ["score", -1, "success", 1],
    ["summarize", -1, "success", 1],
    ["", -1, "success", 0],
  ]);
  expect(await scored("whole")).toEqual(all);
});

test("mapped tasks score a part each: the scores are those of one task", async () => {
  const { states, said } = await dagsTest(await sample("parts"), { CLV_PARTITIONS: "3" });
  expect(states, said.slice(-3000)).toEqual([
    ["fit", -1, "success", 1],
    ["gate", -1, "success", 1],
    ["ingest", -1, "success", 1],
    ["publish", -1, "success", 1],
    ...[0, 1, 2].map((i) => ["score", i, "success", 1]),
    ["summarize", -1, "success", 1],
    ["", -1, "success", 0],
  ]);
  expect(await scored("parts")).toEqual(all);
  const [whole, parts] = ["whole", "parts"].map(
    (name) =>
      `(select customer_id, x, p_alive, clv_365d, value_rank, value_tier from '${join(folder, name, "out/clv_scores.parquet")}')`,
  );
  expect(
    await query(
      `select count(*) as n from ((from ${whole} except from ${parts}) union all (from ${parts} except from ${whole}))`,
    ),
  ).toEqual([{ n: "0" }]);
});

test("exit code 3, a log that is not there: the task fails at once, and no later one starts", async () => {
  const config = await sample("missing", (c) => {
    c.source.paths = [join(folder, "no-such-log.csv")];
  });
  const { states, said } = await dagsTest(config);
  expect(states, said.slice(-3000)).toEqual([
    ["fit", -1, "upstream_failed", 0],
    ["gate", -1, "upstream_failed", 0],
    ["ingest", -1, "failed", 1],
    ["publish", -1, "upstream_failed", 0],
    ["score", -1, "upstream_failed", 0],
    ["summarize", -1, "upstream_failed", 0],
    ["", -1, "failed", 0],
  ]);
  expect(said).toContain("clv ended with 3: the input data cannot be used. Not tried again.");
  expect(said).toContain("SOURCE_NOT_FOUND");
});
