import { built, runNode } from "./child.js";
import type { FittedName, ModelJob, TimedModelFit } from "./model-program.js";
import type { Bench, Outcome, Target } from "./outcome.js";
import { digits, median } from "./table.js";
import { together } from "./timed-fit.js";

const full = 1_000_000;

/** Longest times of a first fit at full size, in ms. */
const limits: Readonly<Record<FittedName, number>> = {
  "bg-nbd": 400,
  "mbg-nbd": 400,
  "bg-cnbd-k": 3000,
  "mbg-cnbd-k": 3000,
  "pareto-nbd": 3000,
  "ggompertz-nbd": 15_000,
  nbd: 400,
  "gamma-gamma": 150,
};
const models = Object.keys(limits) as FittedName[];
const slow: readonly FittedName[] = ["pareto-nbd", "ggompertz-nbd", "bg-cnbd-k", "mbg-cnbd-k"];

interface Row {
  readonly model: FittedName;
  readonly world: ModelJob["world"];
  readonly fit: TimedModelFit;
}

/** (d) Every model of a million customers: those of (b), who are BG/NBD's, and customers of its own. */
export async function caseModels(bench: Bench): Promise<Outcome> {
  const rows: Row[] = [];
  for (const model of models) {
    rows.push({ model, world: "bg-nbd", fit: await fitOne(bench, model, "bg-nbd", full) });
    if (model !== "bg-nbd" && model !== "gamma-gamma")
      rows.push({ model, world: model, fit: await fitOne(bench, model, model, full) });
  }
  const customers = digits(bench.size(full));
  return {
    json: { customers: bench.size(full), fits: rows },
    tables: [
      {
        title: `(d) maximum likelihood with covariance of ${customers} simulated customers seen by the day, T uniform over 0 to 730 days`,
        columns: [
          "",
          "customers of",
          "rows",
          "evaluations",
          "first ms",
          "median ms",
          "ms/evaluation",
          "LL",
          "LL - LL(truth)",
          "verdict",
        ],
        rows: rows.map(({ model, world, fit }) => {
          const ms = median(fit.repeatMs);
          const truth = fit.logLikelihoodOfTruth;
          const { k } = fit.params;
          return [
            k === undefined ? model : `${model}, k = ${k}`,
            world,
            digits(fit.rows),
            digits(fit.evaluations),
            digits(fit.firstMs),
            digits(ms),
            digits(ms / fit.evaluations, 2),
            digits(fit.logLikelihood, 1),
            truth === null ? "" : digits(fit.logLikelihood - truth, 1),
            fit.verdict,
          ];
        }),
        notes: [
          `first: the first call in a new process, the median of ${bench.options.repeat}; median: of 5 further calls, 2 for the slower models`,
          "evaluations: over all rows; regular buyers with the search over k, doubtful fits with those from other starts and of contained models",
          "LL(truth): at the parameters of the simulation, for times that no day has rounded",
        ],
      },
    ],
    targets: rows.map(
      ({ model, world, fit }): Target => ({
        name: `first ${model} fit of ${digits(full)} customers of ${world}, ms`,
        value: fit.firstMs,
        atMost: limits[model],
      }),
    ),
    skipped: [],
  };
}

/** One model fitted to customers of one world in a process of its own, once for all cases. */
export function fitOne(
  bench: Bench,
  model: FittedName,
  world: ModelJob["world"],
  size: number,
): Promise<TimedModelFit> {
  return bench.once(`${model} fit of ${size} customers of ${world}`, async () => {
    const customers = bench.size(size);
    bench.say(`fit of ${model} to ${digits(customers)} customers of ${world}`);
    const job: ModelJob = { model, world, customers, seed: 1, repeats: slow.includes(model) ? 2 : 5 };
    const fits: TimedModelFit[] = [];
    for (let i = 0; i < bench.options.repeat; i++) {
      const { stdout } = await runNode(built("./model-program.js"), [JSON.stringify(job)], bench.work);
      fits.push(JSON.parse(stdout) as TimedModelFit);
    }
    return together(fits);
  });
}
