import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openSpark } from "../../pipeline/engines/spark/spark.js";
import { sql } from "../../pipeline/sql/sql.js";
import { type SparkServer, sparkHome, startSpark } from "../servers/spark-server.js";
import { built, type Measured, run, runNode } from "./child.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits, type Table } from "./table.js";

interface SparkRun extends Omit<Measured, "stdout"> {
  readonly rows: number;
  readonly customers: number;
  readonly histories: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly receivedMb: number;
  readonly logLikelihood: number;
  readonly clv: number;
}

const sizes = [2e6, 5e6, 20e6];
/** A customer of this shop buys about twenty times in two years: a million of them make 20 M orders. */
const ordersEach = 20;

/**
 * (k) `clv run --engine.name spark` on a standalone cluster of one driver and two workers on this machine: what reaches
 * this process and what it holds must not grow with the customers. The largest run is done once more while a worker is
 * killed, and once on DuckDB.
 */
export async function caseSpark(bench: Bench): Promise<Outcome> {
  const missing = await sparkHome().then(
    () => null,
    (error: Error) => error.message,
  );
  if (missing !== null)
    return { json: {}, tables: [], targets: [], skipped: [{ what: "(k)", why: `no pyspark: ${missing}` }] };
  const runs: [string, SparkRun][] = [];
  let disturbed: SparkRun | null = null;
  let duckdb: SparkRun | null = null;
  for (const full of sizes) {
    const orders = bench.size(full);
    const log = await simulate(bench, orders);
    const spark = await startSpark({
      workers: 2,
      executorMemory: "3g",
      driverMemory: "2g",
      conf: { "spark.sql.shuffle.partitions": "16" },
    });
    try {
      await ordersIntoSpark(log, spark);
      bench.say(`(k) Spark, ${digits(orders)} orders`);
      runs.push([`Spark, ${digits(orders)} orders`, await runClv(bench, spark)]);
      if (full !== sizes.at(-1)) continue;
      bench.say("(k) Spark, a worker killed in the middle");
      const finished = runClv(bench, spark);
      await sleep((1000 * runs.at(-1)![1].seconds) / 3);
      spark.workers[0]!.kill();
      disturbed = await finished;
      runs.push(["the same, a worker killed after a third of the time", disturbed]);
      bench.say("(k) the same log on DuckDB");
      duckdb = await runClv(bench, log);
      runs.push(["DuckDB", duckdb]);
    } finally {
      await spark.stop();
      await rm(join(bench.work, "spark-log"), { recursive: true, force: true });
    }
  }
  const onSpark = runs.filter(([name]) => name.startsWith("Spark"));
  const largest = onSpark.at(-1)![1];
  const table: Table = {
    title: `(k) Spark 4 through Spark Connect, one driver and two workers of a core each, all on this machine of ${bench.threads} cores`,
    columns: ["", "customers", "histories", "seconds", "to Node MB", "Node's peak MB", "stages", "LL", "CLV"],
    rows: runs.map(([name, r]) => [
      name,
      digits(r.customers),
      digits(r.histories),
      digits(r.seconds, 1),
      digits(r.receivedMb, 1),
      digits(r.peakMb),
      Object.entries(r.stages)
        .map(([stage, seconds]) => `${stage} ${digits(seconds, 1)}`)
        .join(", "),
      r.logLikelihood.toFixed(4),
      r.clv.toFixed(4),
    ]),
    notes: ["to Node: bytes of answers; histories and, once, the scores' totals"],
  };
  return {
    json: { runs: Object.fromEntries(runs) },
    tables: [table],
    targets: [
      {
        name: "Spark: bytes to Node a history",
        value: (1e6 * largest.receivedMb) / largest.histories,
        atMost: 200,
      },
      {
        name: "Spark: CLV against DuckDB's, relative difference",
        value: Math.abs(largest.clv / duckdb!.clv - 1),
        atMost: 1e-9,
      },
      {
        name: "Spark with a worker killed: CLV against DuckDB's, relative difference",
        value: Math.abs(disturbed!.clv / duckdb!.clv - 1),
        atMost: 1e-9,
      },
    ],
    skipped: [],
  };
}

async function simulate(bench: Bench, orders: number): Promise<string> {
  const folder = join(bench.work, "spark-log");
  await mkdir(folder, { recursive: true });
  bench.say(`(k) simulating ${digits(orders)} orders`);
  await run(process.execPath, [
    ...[built("../../bundle/clv.js"), "simulate", "--out", folder, "--columns", "minimal"],
    ...["--customers", `${orders / ordersEach}`, "--days", "730", "--acquisition-days", "365"],
    ...["--r", "1.71", "--alpha", "25", "--a", "0.6", "--b", "9", "--effects", "none"],
  ]);
  return join(folder, "transactions.csv");
}

/** The log as a Parquet table of the server, which is where a cluster has its orders. */
async function ordersIntoSpark(log: string, { env }: SparkServer): Promise<void> {
  const engine = await openSpark({ env, database: "shop" });
  const types = "customer_id string, order_date date, amount decimal(18,4)";
  try {
    await engine.execute(
      sql`create table csv_orders (${{ kind: "sql", text: types }}) using csv options (path ${log}, header 'true')`,
    );
    await engine.execute(sql`create table orders using parquet as select * from csv_orders`);
  } finally {
    await engine.close();
  }
}

/** On Spark, where the orders are a table there; on DuckDB, where they are a file. */
async function runClv(bench: Bench, where: SparkServer | string): Promise<SparkRun> {
  const runs = join(bench.work, "spark-runs");
  const inSpark = ["--engine.name", "spark", "--source.format", "spark", "--source.table", "shop.orders"];
  const columns = { customer: "customer_id", date: "order_date", amount: "amount" };
  const isFile = typeof where === "string";
  if (!isFile) Object.assign(process.env, where.env);
  const { stdout, ...usage } = await runNode(
    built("../../bundle/clv.js"),
    [
      ...["run", "--asOf", "2024-12-30", "--json", "--runsDir", runs, "--uncertainty.intervals", "false"],
      ...Object.entries(columns).flatMap(([role, name]) => [`--columns.${role}`, name]),
      ...(isFile ? [`--source.paths`, where] : inSpark),
      ...["--publish", isFile ? `duckdb:${join(runs, "w.duckdb")}` : "spark:scores"],
    ],
    bench.work,
  );
  await rm(runs, { recursive: true });
  const printed = JSON.parse(stdout);
  return {
    ...usage,
    rows: printed.rows.input,
    customers: printed.customers,
    histories: printed.histories,
    stages: printed.seconds,
    receivedMb: (printed.received ?? 0) / 1e6,
    logLikelihood: printed.purchase.logLikelihood,
    clv: printed.totals.horizons.at(-1).clv,
  };
}
