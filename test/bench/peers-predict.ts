import { bgNbd, dailyRate, predictHistories } from "../../models/index.js";
import { columnsFolder } from "./case-fit.js";
import { built, run, runNode, sourceFile } from "./child.js";
import { readCustomers } from "./columns.js";
import type { Bench, Outcome, Skipped } from "./outcome.js";
import type { PredictJob, TimedPrediction } from "./predict-program.js";
import { groupKeys, truth } from "./simulated-customers.js";
import { digits, times } from "./table.js";

/** What lifetimes_predict.py prints; seconds by step. */
interface PythonPrediction {
  readonly seconds: Readonly<Record<"alive" | "expected" | "clv" | "distinct", number>>;
  readonly alive: number;
  readonly expected: readonly number[];
  readonly clv: number;
  readonly notNumbers: number;
  readonly peakMb: number;
}

const horizons = [90, 365, 730];
const annualRate = 0.1;
const million = 1_000_000;
const timeoutSeconds = 600;

/** P(alive), E[Y(t)] and value of the customers of (b) at the parameters they were simulated from. */
export async function comparePeerPredictions(bench: Bench, python: string): Promise<Outcome> {
  const customers = bench.size(million);
  const parameters = JSON.stringify(truth);
  bench.say(`(h) predictions by lifetimes of ${digits(customers)} customers`);
  const args = [
    sourceFile("lifetimes_predict.py"),
    columnsFolder(bench),
    parameters,
    JSON.stringify(horizons),
    `${annualRate}`,
  ];
  let theirs: PythonPrediction;
  try {
    const { stdout } = await run(python, args, { PYTHONDONTWRITEBYTECODE: "1" }, timeoutSeconds);
    theirs = JSON.parse(stdout) as PythonPrediction;
  } catch (error) {
    const skipped: Skipped[] = [{ what: "(h) predictions by lifetimes", why: (error as Error).message }];
    return { json: {}, tables: [], targets: [], skipped };
  }
  const seconds = (...steps: (keyof PythonPrediction["seconds"])[]): number =>
    steps.reduce((sum, step) => sum + theirs.seconds[step], 0);
  const whole = seconds("alive", "expected", "clv");
  const ours: (TimedPrediction & { threads: number; intervals: boolean })[] = [];
  for (const [threads, intervals] of [
    [1, false],
    [1, true],
    [bench.threads, true],
  ] as const) {
    bench.say(`(h) predictions here, ${threads} thread(s)${intervals ? ", intervals" : ""}`);
    const job: PredictJob = { customers, seed: 1, threads, intervals, repeats: 1 };
    const { stdout } = await runNode(built("./predict-program.js"), [JSON.stringify(job)], bench.work);
    ours.push({ threads, intervals, ...(JSON.parse(stdout) as TimedPrediction) });
  }
  const difference = await largestDifference(bench, customers, theirs);
  return {
    json: { customers, lifetimes: theirs, clv: ours, largestDifference: difference },
    tables: [
      {
        title: `(h) predictions for ${digits(customers)} customers, horizons of ${horizons.join(", ")} days`,
        columns: ["", "ms", "against lifetimes' whole"],
        rows: [
          ["lifetimes, P(alive) and purchases", digits(1000 * seconds("alive", "expected")), ""],
          ["lifetimes, the same of the distinct histories", digits(1000 * seconds("distinct")), ""],
          ["lifetimes, value over 12 months", digits(1000 * seconds("clv")), ""],
          ["lifetimes, whole: P(alive), purchases, value", digits(1000 * whole), ""],
          ...ours.map(({ firstMs, threads, intervals }) => [
            `clv, P(alive), purchases, discounted purchases, DERT${intervals ? ", intervals of purchases and value" : ""}; ${threads} thread(s)`,
            digits(firstMs),
            `faster by ${times((1000 * whole) / firstMs)}`,
          ]),
        ],
        notes: [
          "clv: first call in a new process, with the start of its threads, a row per distinct history; a run joins them to customers in the engine",
          `sums of P(alive) and of purchases over customers agree to ${difference.toExponential(1)}; lifetimes gave ${digits(theirs.notNumbers)} values that are not numbers`,
        ],
      },
    ],
    targets: [
      {
        name: "largest difference of summed P(alive) and purchases from lifetimes', relative",
        value: difference,
        atMost: 1e-8,
      },
      {
        name: "predictions with intervals faster than lifetimes without",
        value: (1000 * whole) / ours.at(-1)!.firstMs,
        atLeast: 1,
      },
    ],
    skipped: [],
  };
}

async function largestDifference(bench: Bench, customers: number, theirs: PythonPrediction): Promise<number> {
  const { keys } = await readCustomers(columnsFolder(bench), customers);
  const histories = groupKeys(keys);
  const found = predictHistories(bgNbd, truth.purchase, histories, horizons, dailyRate(annualRate));
  const sum = (column: Float64Array): number =>
    column.reduce((total, value, i) => total + histories.n[i]! * value, 0);
  const pairs = [[sum(found.pAlive), theirs.alive] as const].concat(
    found.expected.map((column, j) => [sum(column), theirs.expected[j]!] as const),
  );
  return Math.max(...pairs.map(([own, other]) => Math.abs(own / other - 1)));
}
