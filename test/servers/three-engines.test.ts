import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, test } from "vitest";
import { openSpark } from "../../pipeline/engines/spark/spark.js";
import { id, sql } from "../../pipeline/sql/sql.js";
import { cliFile, scratch, shared } from "../pipeline/cli/clv-process.js";
import { thorough } from "../thorough.js";
import type { PostgresDatabase } from "./postgres-server.js";
import { ordersIntoPostgres } from "./raw-orders.js";
import { type EngineRun, expectSame, runOn } from "./same-result.js";
import { sharedPostgres, sharedSpark } from "./shared-servers.js";
import type { SparkAddress } from "./spark-server.js";

const folder = await scratch();
/** More than a row group of DuckDB and a batch of ours hold. */
const orders = thorough ? "1000000" : "150000";
const execute = promisify(execFile);
let postgres: PostgresDatabase;
let spark: SparkAddress;

beforeAll(async () => {
  postgres = await sharedPostgres("three_engines");
  spark = await sharedSpark();
});

/** The file as a table of the Spark server, which reads it where it is. */
async function ordersIntoSpark(path: string, table: string): Promise<void> {
  const engine = await openSpark({ env: spark.env, database: "shop" });
  try {
    await engine.execute(sql`drop table if exists shop.${id(table)}`);
    await engine.execute(sql`create table shop.${id(table)} using csv options (path ${path}, header 'true')`);
  } finally {
    await engine.close();
  }
}

/** One log through the three engines: its file through DuckDB and, as files may be, through PostgreSQL; its table in each server. */
async function everyEngine(
  name: string,
  log: {
    readonly file: string;
    readonly csv: string;
    readonly config: object;
    /** A CSV file of acquisition costs: a table of each server as well. */
    readonly costs?: string;
  },
): Promise<EngineRun[]> {
  const home = join(folder, name);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, "clv.yaml"), JSON.stringify({ ...log.config, publish: ["parquet:out"] }));
  await ordersIntoPostgres(log.csv, name, postgres.env);
  await ordersIntoSpark(log.csv, name);
  if (log.costs !== undefined) {
    await ordersIntoPostgres(log.costs, `${name}_costs`, postgres.env);
    await ordersIntoSpark(log.costs, `${name}_costs`);
  }
  const costs = (acquisition: object): object => (log.costs === undefined ? {} : { costs: { acquisition } });
  const fromFile = { source: { paths: [log.file] }, ...costs({ file: log.costs }) };
  return [
    await runOn("duckdb", home, { runsDir: "duckdb", ...fromFile }, {}),
    await runOn(
      "postgres",
      home,
      {
        runsDir: "postgres",
        engine: { name: "postgres" },
        source: { format: "postgres", table: `public.${name}`, paths: [] },
        ...costs({ table: `public.${name}_costs` }),
      },
      postgres.env,
    ),
    await runOn(
      "spark",
      home,
      {
        runsDir: "spark",
        engine: { name: "spark" },
        source: { format: "spark", table: `shop.${name}`, paths: [] },
        ...costs({ query: `select * from shop.${name}_costs` }),
      },
      spark.env,
    ),
    await runOn(
      "postgres, from the file",
      home,
      { runsDir: "outside", engine: { name: "postgres" }, ...fromFile },
      postgres.env,
    ),
    await runOn(
      "duckdb, from PostgreSQL",
      home,
      {
        runsDir: "inside",
        source: { format: "postgres", table: `public.${name}`, paths: [] },
        ...costs({ table: `public.${name}_costs`, server: "postgres" }),
      },
      postgres.env,
    ),
  ];
}

async function allSame([reference, ...others]: readonly EngineRun[]): Promise<void> {
  for (const other of others) await expectSame(reference!, other);
}

const master = join(shared, "CDNOW_master.txt");
describe.skipIf(!existsSync(master))("CDNOW master (skipped where ../shared/data is absent)", () => {
  test("the same histories, parameters and scores on DuckDB, PostgreSQL and Spark", async () => {
    const csv = join(folder, "cdnow.csv");
    const rows = (await readFile(master, "latin1")).split(/\r?\n/).filter((line) => line.trim() !== "");
    const lines = rows.map((line) => line.trim().split(/\s+/).join(","));
    await writeFile(csv, `customer,day,units,amount\n${lines.join("\n")}\n`);
    const config = {
      columns: { customer: "customer", date: "day", amount: "amount" },
      ingest: { dateFormat: "yyyymmdd" },
      asOf: "1997-09-30",
      timeUnit: "week",
    };
    await allSame(await everyEngine("cdnow", { file: csv, csv, config }));
  }, 1_200_000);
});

test(`a log of ${orders} orders with every wart gives the same on DuckDB, PostgreSQL and Spark`, async () => {
  const log = join(folder, "log");
  await execute(process.execPath, [cliFile, "simulate", "--rows", orders, "--out", log]);
  const csv = join(log, "transactions.csv");
  await execute(process.execPath, [cliFile, "init", csv, "--out", join(log, "clv.yaml")]);
  const { parse } = await import("yaml");
  const { source: _source, costs: _costs, ...config } = parse(await readFile(join(log, "clv.yaml"), "utf8"));
  const absolute = {
    ...config,
    spend: { model: "log-normal" },
    currency: { ...config.currency, ratesFile: join(log, "rates.csv") },
  };
  const costs = join(log, "acquisition_costs.csv");
  await allSame(await everyEngine("messy", { file: csv, csv, config: absolute, costs }));
}, 1_200_000);
