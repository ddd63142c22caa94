import { built, runNode } from "./child.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits, median } from "./table.js";
import type { TimedZiln, ZilnJob } from "./ziln-program.js";

const full = 200_000;
const epochs = 10;
/** Longest training at full size, in seconds. */
const limit = 60;

/** (g) A ZILN network trained from transactions, and predictions of all customers. */
export async function caseZiln(bench: Bench): Promise<Outcome> {
  const customers = bench.size(full);
  bench.say(`a ZILN network of ${digits(customers)} customers`);
  const job: ZilnJob = { customers, epochs, folder: bench.work };
  const runs: (TimedZiln & { readonly peakMb: number })[] = [];
  for (let i = 0; i < bench.options.repeat; i++) {
    const { stdout, peakMb } = await runNode(built("./ziln-program.js"), [JSON.stringify(job)], bench.work);
    runs.push({ ...(JSON.parse(stdout) as TimedZiln), peakMb });
  }
  const first = runs[0]!;
  const middle = (of: (run: TimedZiln) => number): number => median(runs.map(of));
  const trainSeconds = middle((r) => r.trainSeconds);
  return {
    json: { ziln: runs },
    tables: [
      {
        title: `(g) ZILN network, ${first.inputs}-64-32-3, ${epochs} epochs in batches of ${digits(first.batchSize)} by ${first.backend}`,
        columns: ["", "features s", "s/epoch", "training s", "prediction s", "peak MB", "loss"],
        rows: [
          [
            `${digits(first.transactions)} transactions, ${digits(first.trainedOn)} customers`,
            digits(
              middle((r) => r.featureSeconds),
              1,
            ),
            digits(
              middle((r) => median(r.epochSeconds)),
              2,
            ),
            digits(trainSeconds, 1),
            digits(
              middle((r) => r.predictSeconds),
              1,
            ),
            digits(median(runs.map((r) => r.peakMb))),
            `${first.startLoss.toFixed(3)} to ${first.loss.toFixed(3)}`,
          ],
        ],
        notes: [
          "training: features by DuckDB, epochs, files; trained on customers who had bought 90 days before the end",
          `prediction: features of all ${digits(first.customers)} customers, network, table in the engine`,
        ],
      },
    ],
    targets: [
      {
        name: `ZILN training, ${digits(full)} customers and ${epochs} epochs, s`,
        value: trainSeconds,
        atMost: limit,
      },
    ],
    skipped: [],
  };
}
