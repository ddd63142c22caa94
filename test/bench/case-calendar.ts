import { rm } from "node:fs/promises";
import { join } from "node:path";
import { built, type Measured, runNode } from "./child.js";
import { memoryLimit } from "./clv-run.js";
import { cleanLog } from "./log.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits } from "./table.js";

const stages = ["summarize", "fit", "score"] as const;
const origins = 12;

interface Contender {
  readonly name: string;
  readonly measured: Omit<Measured, "stdout">;
  /** seconds of the stages that a calendar is in */
  readonly seconds: Readonly<Record<string, number>>;
}

/** (m) What the calendar adds to a run with intervals, and what 12 rolling origins of totals cost beside it. */
export async function caseCalendar(bench: Bench): Promise<Outcome> {
  const log = await cleanLog(bench);
  const runs = join(bench.work, "calendar-runs");
  const run = async (name: string, command: string, flags: readonly string[]): Promise<Contender> => {
    bench.say(`(m) ${name}: ${digits(log.rows)} orders`);
    const { stdout, ...measured } = await runNode(
      built("../../bundle/clv.js"),
      [
        ...[command, log.path, "--asOf", log.asOf, "--json", "--runsDir", runs],
        ...["--engine.memoryLimit", memoryLimit, "--engine.threads", `${bench.threads}`, ...flags],
      ],
      bench.work,
    );
    await rm(runs, { recursive: true });
    return { name, measured, seconds: JSON.parse(stdout).seconds };
  };
  const off = await run("without a calendar", "run", ["--purchase.calendar", "off"]);
  const on = await run("with a calendar", "run", []);
  const rolling = await run(`and ${origins} rolling origins`, "validate", [
    ...["--validate.origins", "1", "--validate.models", "bg-nbd", "--validate.replicates", "0"],
    ...["--validate.totalOrigins", `${origins}`],
  ]);
  const none = await run("and none", "validate", [
    ...["--validate.origins", "1", "--validate.models", "bg-nbd", "--validate.replicates", "0"],
    ...["--validate.totalOrigins", "0"],
  ]);
  const fitAndScore = (c: Contender): number => stages.reduce((sum, stage) => sum + c.seconds[stage]!, 0);
  const all = [off, on, none, rolling];
  const added = fitAndScore(on) / fitAndScore(off);
  const rollingCpu = rolling.measured.cpuSeconds - none.measured.cpuSeconds;
  return {
    json: { rows: log.rows, contenders: all, summarizeFitAndScore: added, rollingCpu },
    tables: [
      {
        title: `(m) the calendar; ${digits(log.rows)} orders, ${bench.threads} threads, ${memoryLimit}`,
        columns: ["", "CPU s", "seconds", "peak MB", ...stages.map((stage) => `${stage} s`)],
        rows: all.map(({ name, measured, seconds }) => [
          name,
          digits(measured.cpuSeconds, 1),
          digits(measured.seconds, 1),
          digits(measured.peakMb),
          ...stages.map((stage) => digits(seconds[stage] ?? 0, 1)),
        ]),
        notes: [
          `summarize, fit and score with a calendar take ${digits(added, 2)} times as long as without`,
          `${origins} rolling origins of totals take ${digits(rollingCpu, 1)} s of CPU, ${digits(rollingCpu / on.measured.cpuSeconds, 2)} of a run`,
        ],
      },
    ],
    targets: [
      { name: "summarize, fit and score with a calendar, of those without", value: added, atMost: 1.5 },
    ],
    skipped: [],
  };
}
