import { type BareJob, type BareRun, bareJobs, runBare } from "./bare-duckdb.js";
import { othersCpuSeconds } from "./child.js";
import { type ClvRun, cleanRuns, runClean, runMessy } from "./clv-run.js";
import { cleanLog } from "./log.js";
import type { Bench, Outcome, Skipped } from "./outcome.js";
import { digits, median, type Table, times } from "./table.js";

const names: Readonly<Record<BareJob, string>> = {
  oneStatement: "DuckDB, one statement: scan, two-level group-by, Parquet write of the result",
  separately: "DuckDB, two statements: file to Parquet; two-level group-by from the file",
};

/** (a) `clv run` of 20 M rows beside what a bare DuckDB needs for scan, group-by and Parquet write of the same file. */
export async function caseRun(bench: Bench): Promise<Outcome> {
  const log = await cleanLog(bench);
  const clv: ClvRun[] = [];
  const bare: Record<BareJob, BareRun[]> = { oneStatement: [], separately: [] };
  for (let i = 1; i <= bench.options.repeat; i++) {
    bench.say(`(a) clv run, repetition ${i} of ${bench.options.repeat}`);
    clv.push(await runClean(bench));
    for (const job of bareJobs) {
      bench.say(`(a) bare DuckDB, ${job}, repetition ${i} of ${bench.options.repeat}`);
      bare[job].push(await runBare(bench, job));
    }
  }
  const clean = await bench.once("clean runs", async () => cleanRuns(clv));
  bench.say("(a) clv run with intervals");
  const withIntervals = await runClean(bench, true);
  const messy = await attemptMessy(bench);

  const ratios = ratiosTo(clv);
  const row = (name: string, runs: readonly Usage[]): string[] => [
    name,
    digits(median(runs.map((r) => r.seconds)), 2),
    digits(Math.min(...runs.map((r) => r.seconds)), 2),
    digits(median(runs.map((r) => r.cpuSeconds)), 2),
    digits(median(runs.map(othersCpuSeconds)), 2),
    digits(Math.max(...runs.map((r) => r.peakMb))),
  ];
  const rows = [row("clv run, published to DuckDB", clv)];
  for (const job of bareJobs) {
    const { median, least, cpu } = ratios(bare[job]);
    rows.push([...row(names[job], bare[job]), times(median), times(least), times(cpu)]);
  }
  rows.push(row("clv run with intervals of every prediction", [withIntervals]));
  if ("seconds" in messy) rows.push(row(`clv run with all warts, ${digits(messy.log.rows)} rows`, [messy]));
  const table: Table = {
    title: `(a) ${digits(log.rows)} rows, ${digits(log.customers)} customers, ${digits(log.bytes / 1e6)} MB of CSV, ${bench.threads} threads`,
    columns: [
      "",
      "seconds",
      "least",
      "CPU s",
      "others' CPU s",
      "peak MB",
      "clv run takes",
      "by least",
      "by CPU",
    ],
    rows,
    notes: [
      `seconds of clv run by stage: ${stageText(clv)}`,
      `with intervals: ${stageText([withIntervals])}`,
      ...("seconds" in messy ? [`with all warts: ${stageText([messy])}`] : []),
      `medians of ${bench.options.repeat}, but for the least seconds and the largest peak`,
    ],
  };
  return {
    json: {
      log: { rows: log.rows, customers: log.customers, bytes: log.bytes },
      clv: { seconds: clean.seconds, peakMb: clean.peakMb, runs: clv },
      duckdb: bare,
      ratio: { oneStatement: ratios(bare.oneStatement), separately: ratios(bare.separately) },
      withIntervals,
      warts: "seconds" in messy ? messy : null,
    },
    tables: [table],
    targets: [
      { name: "clv run / DuckDB, two statements", value: ratios(bare.separately).median, atMost: 2.5 },
      { name: "clv run / DuckDB, one statement", value: ratios(bare.oneStatement).median, atMost: 2.5 },
      { name: "peak memory of clv run, MB", value: clean.peakMb, atMost: 2500 },
    ],
    skipped: "why" in messy ? [messy] : [],
  };
}

type Usage = Omit<BareRun, "statements">;

/** How much longer than others `ours` takes: by median seconds, by the least and by CPU time. */
function ratiosTo(ours: readonly Usage[]) {
  const over = (theirs: readonly Usage[], figure: (runs: readonly Usage[]) => number): number =>
    figure(ours) / figure(theirs);
  return (theirs: readonly Usage[]) => ({
    median: over(theirs, (runs) => median(runs.map((r) => r.seconds))),
    least: over(theirs, (runs) => Math.min(...runs.map((r) => r.seconds))),
    cpu: over(theirs, (runs) => median(runs.map((r) => r.cpuSeconds))),
  });
}

/** A failure there must not cost the figures that are there already. */
async function attemptMessy(bench: Bench): Promise<Awaited<ReturnType<typeof runMessy>> | Skipped> {
  bench.say("(a) clv run of a log with all warts");
  return runMessy(bench).catch(
    (error: Error): Skipped => ({ what: "(a) clv run with all warts", why: `it failed: ${error.message}` }),
  );
}

function stageText(runs: readonly ClvRun[]): string {
  return Object.keys(runs[0]!.stages)
    .map((name) => `${name} ${digits(median(runs.map((r) => r.stages[name]!)), 2)}`)
    .join(", ");
}
