import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { postgresBinaries, startPostgres } from "../servers/postgres-server.js";
import { built, runNode } from "./child.js";
import type { Bench, Outcome } from "./outcome.js";
import type { PublishBenchJob, TimedPublication } from "./publish-program.js";
import { digits } from "./table.js";

const full = 1_000_000;

interface Result extends Pick<PublishBenchJob, "mode" | "intervals"> {
  readonly publications: readonly TimedPublication[];
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

/** (i) A million scores into a PostgreSQL server that writes through to the disk, from an embedded DuckDB. */
export async function casePublish(bench: Bench): Promise<Outcome> {
  if (postgresBinaries() === null)
    return {
      json: {},
      tables: [],
      targets: [],
      skipped: [{ what: "(i)", why: "PostgreSQL is not installed: apt-get install postgresql" }],
    };
  const customers = bench.size(full);
  const results: Result[] = [];
  const server = await startPostgres({ durable: true });
  try {
    for (const [mode, intervals] of [
      ["swap", false],
      ["swap", true],
      ["upsert", true],
    ] as const) {
      bench.say(`(i) publishing ${digits(customers)} scores, ${mode}, ${described(intervals)}`);
      const schema = `bench_${mode}_${intervals}`;
      const work = join(bench.work, schema);
      await mkdir(work);
      const job: PublishBenchJob = { customers, mode, intervals, schema, work };
      const program = built("./publish-program.js");
      const env = { ...server.env, PGSSLMODE: "disable" };
      const { stdout, peakMb, cpuSeconds } = await runNode(program, [JSON.stringify(job)], work, env);
      results.push({ mode, intervals, publications: JSON.parse(stdout), peakMb, cpuSeconds });
    }
  } finally {
    await server.stop();
  }
  const steps = Object.keys(results[0]!.publications[0]!.steps);
  const worst = Math.max(
    ...results
      .filter((r) => r.mode === "swap")
      .flatMap((r) => r.publications.filter((p) => Object.hasOwn(p.steps, "copy")).map((p) => p.seconds)),
  );
  return {
    json: { customers, results },
    tables: [
      {
        title: `(i) ${digits(customers)} scores into PostgreSQL, seconds`,
        columns: ["", "seconds", ...steps, "peak MB"],
        rows: results.flatMap((r) =>
          r.publications.map((p) => [
            `${r.mode}, ${described(r.intervals)}, ${p.what}`,
            ...[p.seconds, ...steps.map((step) => p.steps[step])].map((s) =>
              s === undefined ? "" : digits(s, 2),
            ),
            digits(r.peakMb),
          ]),
        ),
        notes: [
          "fsync on; the primary key is written with the copy; tidying up comes after the commit and is part of the seconds",
          "peak MB: of the process, DuckDB and making up the scores included",
        ],
      },
    ],
    targets: [{ name: `publishing ${digits(full)} scores (swap), slowest, s`, value: worst, atMost: 5 }],
    skipped: [],
  };
}

const described = (intervals: boolean): string => (intervals ? "48 columns" : "24 columns");
