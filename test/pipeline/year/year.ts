import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DataChecks } from "../../../pipeline/artifacts/data-checks.js";
import type { GateReport } from "../../../pipeline/artifacts/gate-report.js";
import type { Alert } from "../../../pipeline/monitoring/alerts.js";
import { listRuns } from "../../../pipeline/runs/find-run.js";
import { query, type Row, sha256, warehouseContent } from "../cli/read-back.js";
import { type Order, simulatedOrders } from "./year-log.js";
import { type Step, stepsOf } from "./year-steps.js";

/** What a process of `clv` ended with. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What was expected and what followed since the last run, of the customers of that run. */
export interface Pair {
  readonly expected: number;
  readonly actual: number;
}

/** One run of the year, as its folder and the outputs tell of it. */
export interface MonthlyRun extends Ended, Pick<Step, "month" | "asOf" | "what"> {
  readonly runDir: string;
  readonly seconds: number;
  readonly checks: DataChecks;
  /** Null where the run was stopped before. */
  readonly gate: GateReport | null;
  readonly alerts: readonly Alert[];
  readonly purchases: Pair | null;
  readonly revenue: Pair | null;
  /** Digests of the warehouse and the files, before and after. */
  readonly outputs: readonly [before: string, after: string];
}

/** A slice of clv_scores_history, and what the log truly held by that day. */
export interface Slice {
  readonly asOf: string;
  readonly models: string;
  readonly customers: number;
  readonly revenue: string;
  readonly true: { readonly customers: number; readonly revenue: string };
}

const settings = `source: { paths: [orders] }
columns: { order: order_id, customer: customer_id, date: order_date, amount: amount }
publish: ["duckdb:warehouse.duckdb", "parquet:out"]
value: { horizonsDays: [90] }
validate: { models: [bg-nbd], replicates: 50 }
engine: { threads: 1 }
`;

/**
 * Twelve monthly runs on a growing log, in a folder that is empty before: prices rise, a file comes twice, amounts come in cents,
 * customers change their habits. Settings are as clv comes, but for columns and outputs, and for a shorter horizon and a single model in
 * validations, to save time.
 * @param clv runs the command line in the folder
 */
export async function scriptedYear(
  folder: string,
  clv: (args: readonly string[], cwd: string) => Promise<Ended>,
  onRun: (run: MonthlyRun) => void = () => undefined,
): Promise<{ readonly runs: readonly MonthlyRun[]; readonly slices: readonly Slice[] }> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "clv.yaml"), settings);
  const orders = simulatedOrders();
  const runs: MonthlyRun[] = [];
  for (const step of stepsOf(orders, folder)) {
    await step.deliver();
    const before = await outputsOf(folder);
    const started = Date.now();
    const ended = await clv(
      ["run", "--config", "clv.yaml", "--asOf", step.asOf, ...(step.flags ?? [])],
      folder,
    );
    const seconds = (Date.now() - started) / 1000;
    const run = await readRun(folder, step, ended, seconds, before);
    runs.push(run);
    onRun(run);
  }
  return { runs, slices: await slicesOf(folder, orders) };
}

async function readRun(
  folder: string,
  { month, asOf, what }: Step,
  ended: Ended,
  seconds: number,
  before: string,
): Promise<MonthlyRun> {
  const [latest] = await listRuns(join(folder, "runs"));
  if (latest === undefined) throw new Error(`no run was started: ${ended.err}`);
  const { runDir, manifest } = latest;
  const json = async <T>(name: string): Promise<T> => JSON.parse(await readFile(join(runDir, name), "utf8"));
  const alerts = (await readFile(join(runDir, "alerts.jsonl"), "utf8")).split("\n").filter(Boolean);
  const checks = await json<DataChecks>("checks.json");
  const pair = (name: string): Pair | null => {
    const found = checks.scoreboard.find((m) => m.measure === name);
    return found ? { expected: Number(found.reference), actual: Number(found.value) } : null;
  };
  return {
    month,
    asOf,
    what,
    ...ended,
    runDir,
    seconds,
    checks,
    gate: manifest.stages.gate ? await json<GateReport>("gate.json") : null,
    alerts: alerts.map((line) => JSON.parse(line) as Alert),
    purchases: pair("actual_purchases"),
    revenue: pair("actual_revenue"),
    outputs: [before, await outputsOf(folder)],
  };
}

/** The warehouse's rows and the bytes of the files. */
async function outputsOf(folder: string): Promise<string> {
  const out = join(folder, "out");
  const files = await readdir(out, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = files
    .filter((f) => f.isFile())
    .map((f) => join(f.parentPath, f.name))
    .sort();
  if (paths.length === 0) return "nothing";
  const hashes = await Promise.all(paths.map(async (path) => `${path} ${await sha256(path)}`));
  const rows = await warehouseContent(join(folder, "warehouse.duckdb"));
  return createHash("sha256")
    .update(JSON.stringify([hashes, rows]))
    .digest("hex");
}

async function slicesOf(folder: string, orders: readonly Order[]): Promise<Slice[]> {
  const rows = await query(
    `select cast(as_of as varchar) as as_of, count(*)::integer as n, string_agg(distinct model_version, ' ') as models,
cast(sum(historic_value) as decimal(18, 2)) as revenue from clv_scores_history group by all order by 1`,
    join(folder, "warehouse.duckdb"),
  );
  return rows.map((row: Row): Slice => {
    const asOf = String(row.as_of);
    const until = orders.filter((o) => o.day <= asOf);
    const cents = until.reduce((sum, o) => sum + o.cents, 0);
    return {
      asOf,
      models: String(row.models),
      customers: Number(row.n),
      revenue: String(row.revenue),
      true: { customers: new Set(until.map((o) => o.customer)).size, revenue: (cents / 100).toFixed(2) },
    };
  });
}
