/** Runs SQL statements on a bare DuckDB, one after the other. usage: duckdb-program.js JOB, a DuckDbJob as JSON; prints their seconds. */
import { DuckDBInstance } from "@duckdb/node-api";

export interface DuckDbJob {
  readonly threads: number;
  readonly memoryLimit: string;
  readonly spillDirectory: string;
  /** SQL by name, in the order in which they run. */
  readonly statements: Readonly<Record<string, string>>;
}

const job = JSON.parse(process.argv[2] ?? "") as DuckDbJob;
const instance = await DuckDBInstance.create(":memory:", {
  threads: `${job.threads}`,
  memory_limit: job.memoryLimit,
  temp_directory: job.spillDirectory,
  preserve_insertion_order: "false",
});
const connection = await instance.connect();
const seconds: Record<string, number> = {};
for (const [name, statement] of Object.entries(job.statements)) {
  const start = performance.now();
  await connection.run(statement);
  seconds[name] = (performance.now() - start) / 1000;
}
connection.closeSync();
instance.closeSync();
process.stdout.write(`${JSON.stringify(seconds)}\n`);
