import { rm } from "node:fs/promises";
import { join } from "node:path";
import { built, type Measured, runNode } from "./child.js";
import { cleanLog } from "./log.js";
import type { Bench, Outcome } from "./outcome.js";
import { digits } from "./table.js";

const models = ["bg-nbd", "mbg-nbd", "bg-cnbd-k", "pareto-nbd", "ggompertz-nbd", "nbd"] as const;
const origins = 3;

/** (l) Validation of six models at three origins: the stage alone, after a run that is fitted already. */
export async function caseValidate(bench: Bench): Promise<Outcome> {
  const log = await cleanLog(bench);
  const runs = join(bench.work, "validate-runs");
  const run = (command: string): Promise<Measured> =>
    runNode(
      built("../../bundle/clv.js"),
      [
        ...[command, log.path, "--asOf", log.asOf, "--json", "--runsDir", runs],
        ...["--validate.origins", `${origins}`, ...models.flatMap((name) => ["--validate.models", name])],
        ...["--validate.totalOrigins", "0", "--engine.threads", `${bench.threads}`],
      ],
      bench.work,
    );
  bench.say(`(l) fitting ${digits(log.rows)} orders`);
  await run("fit");
  bench.say(`(l) validating ${models.length} models at ${origins} origins`);
  const { stdout, ...usage } = await run("validate");
  await rm(runs, { recursive: true });
  const { customers, seconds: stages, validation } = JSON.parse(stdout);
  const seconds: number = stages.validate;
  return {
    json: { rows: log.rows, customers, models, origins, ...usage, seconds, chosen: validation.chosen },
    tables: [
      {
        title: `(l) clv validate; ${digits(log.rows)} orders, ${digits(customers)} customers, ${bench.threads} threads`,
        columns: ["models", "origins", "holdout days", "scored", "seconds", "CPU s", "peak MB", "chosen"],
        rows: [
          [
            digits(models.length),
            digits(origins),
            digits(validation.holdoutDays),
            digits(validation.origins[0].scored),
            digits(seconds, 1),
            digits(usage.cpuSeconds, 1),
            digits(usage.peakMb),
            validation.chosen,
          ],
        ],
        notes: [
          "seconds of the stage; CPU and memory of the whole process, which keeps what was fitted before",
        ],
      },
    ],
    targets: [{ name: "validation of six models at three origins, s", value: seconds, atMost: 180 }],
    skipped: [],
  };
}
