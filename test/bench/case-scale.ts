import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { built, type Measured, run, runNode } from "./child.js";
import { memoryLimit } from "./clv-run.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits, type Table } from "./table.js";

interface ScaleRun extends Omit<Measured, "stdout"> {
  readonly rows: number;
  readonly logMb: number;
  readonly customers: number;
  readonly histories: number;
  readonly stages: Readonly<Record<string, number>>;
  /** Most that the run folder held at one time, spilled data included, in MB. */
  readonly diskMb: number;
}

const sizes = [1e6, 1e7, 1e8];

/** (j) What grows with what: `clv run` with everything as it comes, on logs of 1, 10 and 100 million orders. */
export async function caseScale(bench: Bench): Promise<Outcome> {
  const runs: ScaleRun[] = [];
  for (const rows of sizes) runs.push(await runAt(bench, bench.size(rows)));
  const table: Table = {
    title: `(j) clv run by size of the log, engine.memoryLimit ${memoryLimit}, ${bench.threads} threads, with intervals, published to DuckDB`,
    columns: [
      "orders",
      "log MB",
      "customers",
      "histories",
      "seconds",
      "CPU s",
      "peak MB",
      "disk MB",
      "stages",
    ],
    rows: runs.map((r) => [
      digits(r.rows),
      digits(r.logMb),
      digits(r.customers),
      digits(r.histories),
      digits(r.seconds, 1),
      digits(r.cpuSeconds, 1),
      digits(r.peakMb),
      digits(r.diskMb),
      Object.entries(r.stages)
        .map(([name, seconds]) => `${name} ${digits(seconds, 1)}`)
        .join(", "),
    ]),
    notes: ["disk: the most that runsDir held at one time, with the warehouse and what was spilled"],
  };
  const largest = runs.at(-1)!;
  return {
    json: { runs },
    tables: [table],
    targets: [{ name: "peak memory of clv run on 100 M orders, MB", value: largest.peakMb, atMost: 4000 }],
    skipped: [],
  };
}

async function runAt(bench: Bench, rows: number): Promise<ScaleRun> {
  const log = join(bench.work, "scale");
  const runs = join(bench.work, "scale-runs");
  bench.say(`(j) simulating ${digits(rows)} orders`);
  await run(process.execPath, [
    ...[built("../../bundle/clv.js"), "simulate", "--out", log],
    ...["--rows", `${rows}`, "--columns", "minimal"],
  ]);
  const path = join(log, "transactions.csv");
  const { size } = await stat(path);
  bench.say(`(j) clv run of ${digits(rows)} orders`);
  const disk = watchFolder(runs);
  const { stdout, ...usage } = await runNode(
    built("../../bundle/clv.js"),
    [
      ...["run", path, "--asOf", "2024-12-30", "--json", "--runsDir", runs],
      ...["--publish", `duckdb:${join(runs, "warehouse.duckdb")}`],
      ...["--engine.memoryLimit", memoryLimit, "--engine.threads", `${bench.threads}`],
    ],
    bench.work,
  ).finally(() => disk.stop());
  const { customers, histories, seconds: stages, rows: account } = JSON.parse(stdout);
  await rm(runs, { recursive: true });
  await rm(log, { recursive: true });
  const diskMb = disk.most() / 1e6;
  return { ...usage, rows: account.input, logMb: size / 1e6, customers, histories, stages, diskMb };
}

/** Looks twice a second how much a folder holds. */
function watchFolder(folder: string): { stop(): void; most(): number } {
  let most = 0;
  const timer = setInterval(() => {
    void bytesIn(folder).then((bytes) => {
      most = Math.max(most, bytes);
    });
  }, 500);
  return { stop: () => clearInterval(timer), most: () => most };
}

async function bytesIn(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        // blocks, since spill files may have holes
        (found) => (found.isFile() ? 512 * found.blocks : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
