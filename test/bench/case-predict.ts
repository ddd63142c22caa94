import { built, runNode } from "./child.js";
import type { Bench, Outcome } from "./outcome.js";
import type { PredictJob, TimedPrediction } from "./predict-program.js";
import { digits, median } from "./table.js";

const full = 1_000_000;
const repeats = 3;

interface Result extends TimedPrediction {
  readonly threads: number;
  readonly intervals: boolean;
  readonly peakMb: number;
  readonly cpuSeconds: number;
}

/** (f) Predictions with BG/NBD for every history over three horizons, with and without intervals, on one thread and two. */
export async function casePredict(bench: Bench): Promise<Outcome> {
  const customers = bench.size(full);
  const results: Result[] = [];
  for (const intervals of [false, true])
    for (const threads of [1, 2]) {
      bench.say(
        `(f) predictions of ${digits(customers)} customers, ${threads} thread(s)${intervals ? ", intervals" : ""}`,
      );
      const job: PredictJob = { customers, seed: 1, threads, intervals, repeats };
      const program = built("./predict-program.js");
      const { stdout, peakMb, cpuSeconds } = await runNode(program, [JSON.stringify(job)], bench.work);
      results.push({ threads, intervals, peakMb, cpuSeconds, ...(JSON.parse(stdout) as TimedPrediction) });
    }
  const [, , one, two] = results as [Result, Result, Result, Result];
  const same = one.sha256 === two.sha256 && results[0]!.sha256 === results[1]!.sha256;
  return {
    json: { customers, results },
    tables: [
      {
        title: `(f) predictions; ${digits(customers)} simulated customers, ${digits(one.rows)} histories, horizons of 90, 365 and 730 days`,
        columns: ["", "threads", "first ms", "median ms", "peak MB"],
        rows: results.map((r) => [
          r.intervals ? "with 80 and 95 % intervals of purchases and value" : "expectations alone",
          digits(r.threads),
          digits(r.firstMs),
          digits(median(r.repeatMs)),
          digits(r.peakMb),
        ]),
        notes: [
          `first: the first call in a new process, with the start of the threads; median: of ${repeats} further calls`,
          `one thread and two give ${same ? "the same bytes" : "DIFFERENT bytes"}`,
        ],
      },
    ],
    targets: [
      {
        name: `predictions with intervals of ${digits(full)} customers, 2 threads, s`,
        value: two.firstMs / 1000,
        atMost: 2,
      },
      { name: "one thread and two give the same bytes", value: same ? 1 : 0, atLeast: 1 },
    ],
    skipped: [],
  };
}
