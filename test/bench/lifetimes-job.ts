import { type Finished, othersCpuSeconds, run, sourceFile } from "./child.js";
import { cleanRuns, runClean } from "./clv-run.js";
import { cleanLog } from "./log.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits, median, times } from "./table.js";

/** What lifetimes_job.py prints. */
interface PythonJob {
  readonly rows: number;
  readonly customers: number;
  readonly purchase: PythonFit;
  readonly spend: PythonFit;
  readonly clv: number;
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

interface TimedJob extends PythonJob, Pick<Finished, "machineCpuSeconds"> {
  /** From the start of Python to its end. */
  readonly total: number;
}

interface PythonFit {
  readonly params: Readonly<Record<string, number>>;
  readonly tol: number;
  readonly failed: readonly { readonly tol: number; readonly seconds: number }[];
}

const horizonDays = 365;
const annualRate = 0.1;
const summaries = {
  pandas: "pandas group-by, lifetimes",
  lifetimes: "lifetimes throughout, its own RFM summary",
} as const;

/** The whole job on the log of (a): transactions, RFM, both fits, CLV over a year. */
export async function compareJobs(bench: Bench, python: string): Promise<Outcome> {
  const log = await cleanLog(bench);
  const ours = await bench.once("clean runs", async () => {
    bench.say("(c) clv run");
    return cleanRuns([await runClean(bench)]);
  });
  const theirs: Partial<Record<keyof typeof summaries, TimedJob>> = {};
  for (const how of ["pandas", "lifetimes"] as const) {
    bench.say(`(c) the same job: ${summaries[how]}`);
    const args = [sourceFile("lifetimes_job.py"), log.path, log.asOf, `${horizonDays}`, `${annualRate}`, how];
    const {
      stdout,
      seconds: total,
      machineCpuSeconds,
    } = await run(python, args, { PYTHONDONTWRITEBYTECODE: "1" });
    theirs[how] = { ...(JSON.parse(stdout) as PythonJob), total, machineCpuSeconds };
  }
  const jobs = Object.entries(theirs) as [keyof typeof summaries, TimedJob][];
  const clv = ours.runs[0]!.totals.horizons.find((h) => h.days === horizonDays)?.clv ?? Number.NaN;
  const stepText = (job: PythonJob): string =>
    Object.entries(job.seconds)
      .map(([name, seconds]) => `${name} ${digits(seconds, 1)}`)
      .join(", ");
  return {
    json: {
      clv: { seconds: ours.seconds, peakMb: ours.peakMb, clv365: clv, params: ours.runs[0]!.purchase.params },
      python: theirs,
    },
    tables: [
      {
        title: `(c) the same job on the file of (a): ${digits(log.rows)} transactions to the CLV of ${digits(log.customers)} customers`,
        columns: [
          "",
          "seconds",
          "CPU s",
          "others' CPU s",
          "peak MB",
          "clv run is faster by",
          `CLV over ${horizonDays} days`,
        ],
        rows: [
          [
            "clv run, which also checks every row and publishes",
            digits(ours.seconds, 2),
            digits(median(ours.runs.map((r) => r.cpuSeconds)), 2),
            digits(median(ours.runs.map(othersCpuSeconds)), 2),
            digits(ours.peakMb),
            "",
            digits(clv),
          ],
          ...jobs.map(([how, job]) => [
            summaries[how],
            digits(job.total, 2),
            digits(job.cpuSeconds, 2),
            digits(othersCpuSeconds(job), 2),
            digits(job.peakMb),
            times(job.total / ours.seconds),
            digits(job.clv),
          ]),
        ],
        notes: [
          ...jobs.map(([how, job]) => `seconds, ${summaries[how]}: ${stepText(job)}`),
          "lifetimes discounts by month of 30 days, clv within the day: their CLV differ by that and by the horizon of 360 days",
        ],
      },
    ],
    targets: jobs
      .filter(([how]) => how === "pandas")
      .map(([, job]) => ({
        name: "clv run faster than pandas and lifetimes",
        value: job.total / ours.seconds,
        atLeast: 5,
      })),
    skipped: [],
  };
}
