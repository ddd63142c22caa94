import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { built, type Measured, run, runNode } from "./child.js";
import { cleanLog, type Log, messyLog } from "./log.js";
import type { Bench } from "./outcome.js";
import { median } from "./table.js";

export const memoryLimit = "1200MB";

export interface ClvRun extends Omit<Measured, "stdout"> {
  readonly stages: Readonly<Record<string, number>>;
  readonly customers: number;
  readonly histories: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly purchase: { readonly params: Readonly<Record<string, number>> };
  readonly totals: { readonly horizons: readonly { readonly days: number; readonly clv: number }[] };
}

/** Runs of the clean log, in this process's life only once each unless asked for again. */
export interface CleanRuns {
  readonly runs: readonly ClvRun[];
  readonly seconds: number;
  readonly peakMb: number;
}

export function cleanRuns(runs: readonly ClvRun[]): CleanRuns {
  return {
    runs,
    seconds: median(runs.map((r) => r.seconds)),
    peakMb: Math.max(...runs.map((r) => r.peakMb)),
  };
}

/** `clv run` of the clean log with the columns given, published to a DuckDB warehouse; its files are removed after. */
export async function runClean(bench: Bench, intervals = false): Promise<ClvRun> {
  const log = await cleanLog(bench);
  const config = join(bench.work, "clean.yaml");
  const settings = {
    source: { paths: [log.path] },
    columns: { customer: "customer_id", date: "order_date", amount: "amount" },
  };
  await writeFile(config, JSON.stringify(settings)); // JSON is YAML
  return runClv(bench, log, config, intervals);
}

/** The same of the messy log, as `clv init` says: order id, currency and attributes are mapped. */
export async function runMessy(bench: Bench): Promise<ClvRun & { readonly log: Log }> {
  const log = await messyLog(bench);
  const config = join(log.folder, "clv.yaml");
  await run(process.execPath, [built("../../bundle/clv.js"), "init", log.path, "--out", config]);
  return { ...(await runClv(bench, log, config, false)), log };
}

async function runClv(bench: Bench, log: Log, config: string, intervals: boolean): Promise<ClvRun> {
  const runs = join(bench.work, "runs");
  const flags = {
    asOf: log.asOf,
    runsDir: runs,
    publish: `duckdb:${join(runs, "warehouse.duckdb")}`,
    "engine.memoryLimit": memoryLimit,
    "engine.threads": `${bench.threads}`,
    "uncertainty.intervals": `${intervals}`,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout, ...usage } = await runNode(
    built("../../bundle/clv.js"),
    ["run", "--config", config, "--json", ...args],
    bench.work,
  );
  await rm(runs, { recursive: true, force: true });
  const {
    seconds: stages,
    customers,
    histories,
    rows,
    purchase,
    totals,
  } = JSON.parse(stdout) as Omit<ClvRun, "seconds"> & {
    readonly seconds: ClvRun["stages"];
  };
  return { ...usage, stages, customers, histories, rows, purchase: { params: purchase.params }, totals };
}
