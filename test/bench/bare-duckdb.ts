import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { built, type Measured, runNode } from "./child.js";
import { memoryLimit } from "./clv-run.js";
import type { DuckDbJob } from "./duckdb-program.js";
import { cleanLog } from "./log.js";
import type { Bench } from "./outcome.js";

export interface BareRun extends Omit<Measured, "stdout"> {
  readonly statements: Readonly<Record<string, number>>;
}

/**
 * What DuckDB alone needs: `oneStatement` scans the log with its types, groups it by customer and day and then by
 * customer, and writes the customers to Parquet; `separately` copies the typed log to Parquet, then makes the same
 * customers from the log as a table.
 */
export const bareJobs = ["oneStatement", "separately"] as const;
export type BareJob = (typeof bareJobs)[number];

/** One of the jobs in a process of its own, with the threads and the memory that `clv run` is given. */
export async function runBare(bench: Bench, job: BareJob): Promise<BareRun> {
  const log = await cleanLog(bench);
  const folder = join(bench.work, "bare");
  await mkdir(folder, { recursive: true });
  const scan = `read_csv('${quoted(log.path)}', auto_detect = false, header = true, delim = ',', quote = '"', escape = '"',
    columns = {customer_id: 'VARCHAR', order_date: 'DATE', amount: 'DECIMAL(18,4)'})`;
  const customers = `select customer_id, min(order_date) as first_day, max(order_date) as last_day, count(*) - 1 as x,
    sum(amount) as total_spend, arg_min(amount, order_date) as first_amount
    from (select customer_id, order_date, sum(amount) as amount from ${scan} group by customer_id, order_date)
    group by customer_id`;
  const parquet = (select: string, name: string): string =>
    `copy (${select}) to '${quoted(join(folder, name))}' (format parquet)`;
  const statements: Readonly<Record<BareJob, Readonly<Record<string, string>>>> = {
    oneStatement: { customers: parquet(customers, "customers.parquet") },
    separately: {
      copy: parquet(`select * from ${scan}`, "transactions.parquet"),
      groupBy: `create temp table customers as ${customers}`,
    },
  };
  const given: DuckDbJob = {
    threads: bench.threads,
    memoryLimit,
    spillDirectory: join(folder, "spill"),
    statements: statements[job],
  };
  const { stdout, ...usage } = await runNode(
    built("./duckdb-program.js"),
    [JSON.stringify(given)],
    bench.work,
  );
  await rm(folder, { recursive: true });
  return { ...usage, statements: JSON.parse(stdout) as BareRun["statements"] };
}

const quoted = (path: string): string => path.replaceAll("'", "''");
