import { setImmediate } from "node:timers/promises";
import { seededRandom } from "../../models/numeric/random.js";
import {
  type TrainedZiln,
  trainZiln,
  type ZilnData,
  type ZilnOptions,
  zilnDefaults,
} from "../../models/spend/train-ziln.js";
import { ClvError } from "../errors.js";
import type { AttributeValue } from "../sql/attribute-value.js";
import { behaviourCount, behaviourWindows } from "../sql/behaviour-windows.js";
import type { StageContext } from "../stage.js";
import { dayAfter } from "../time/calendar.js";
import { trainingData } from "./feature-batches.js";
import { levelCovariates } from "./level-covariates.js";
import { openTensorFlow, type TensorBackend } from "./tf-backend.js";
import { writeZiln, type ZilnFile } from "./ziln-file.js";
import { zilnValues } from "./ziln-values.js";

export interface ZilnInputs {
  /** yyyy-mm-dd; the features of the training data are as of horizonDays before it */
  readonly asOf: string;
  readonly horizonDays: number;
  readonly attributes: readonly string[];
  /** See behaviourWindows. */
  readonly attributeValue?: AttributeValue;
  readonly customers: number;
  readonly seed: number;
  /** Customers trained on at most; a larger population is sampled by the hash of customer_id. Default 400,000. */
  readonly maxCustomers?: number;
  /** What differs from `zilnDefaults`; batchSize by default goes down with the customers. */
  readonly options?: Partial<ZilnOptions>;
  readonly backends?: readonly TensorBackend[];
}

/** Fewer customers than this teach a network nothing that holds. */
export const fewestCustomers = 500;

type TrainContext = Pick<StageContext, "engine" | "runDir" | "signal" | "log" | "warn">;

/**
 * Trains a network to predict from behaviour up to asOf - horizonDays what customers spent in the horizonDays after, and
 * writes ziln.json and ziln.weights.bin into the run folder. The same on the same backend for the same transactions, options
 * and seed, whatever the number of threads.
 * @throws ClvError FIT_FAILED when the history is too short or too few customers spend
 */
export async function trainZilnModel(context: TrainContext, inputs: ZilnInputs): Promise<ZilnFile> {
  const { runDir, signal, log } = context;
  const cut = dayAfter(inputs.asOf, -inputs.horizonDays);
  const { data, encoding, population } = await readTraining(context, inputs, cut);
  const options: ZilnOptions = {
    ...zilnDefaults,
    batchSize: batchSizeFor(data.rows),
    ...inputs.options,
  };
  const spenders = data.values.reduce((sum, v) => sum + (v > 0 ? 1 : 0), 0);
  if (data.rows < fewestCustomers || spenders < fewestCustomers / 10)
    throw new ClvError(
      "FIT_FAILED",
      `ziln cannot be trained: ${data.rows} customers bought up to ${cut}, ${inputs.horizonDays} days before asOf, and ` +
        `${spenders} of them after; it needs ${fewestCustomers} and ${fewestCustomers / 10}. Use a shorter horizon, more history or another spend model.`,
    );
  const backend = await openTensorFlow(log, inputs.backends);
  const trained = await run(data, options, inputs.seed, signal, log);
  const largestValue = data.values.reduce((a, b) => Math.max(a, b), 0);
  const { validation } = trained;
  const held = new Float32Array(validation.length * data.inputs);
  validation.forEach((row, i) => {
    held.set(data.features.subarray(row * data.inputs, (row + 1) * data.inputs), i * data.inputs);
  });
  const predicted = zilnValues(trained.network, held, validation.length, largestValue).values;
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, v) => sum + v, 0) / validation.length;
  const file = await writeZiln(runDir, trained.network, {
    format: 1,
    model: "ziln",
    horizonDays: inputs.horizonDays,
    cut,
    backend,
    encoding,
    largestValue,
    training: {
      customers: data.rows,
      population,
      spenders,
      options,
      seed: inputs.seed,
      startLoss: trained.startLoss,
      epochs: trained.epochs,
      best: trained.best,
      validation: {
        customers: validation.length,
        meanValue: mean(Array.from(validation, (row) => data.values[row]!)),
        meanPredicted: mean(predicted),
      },
    },
  });
  if (trained.best === 0)
    context.warn("ziln learned nothing: no epoch was better than one distribution for all customers");
  return file;
}

async function readTraining(
  { engine, signal, log }: TrainContext,
  { attributes, attributeValue, asOf, customers, maxCustomers = 400_000 }: ZilnInputs,
  cut: string,
): Promise<{ population: number } & Awaited<ReturnType<typeof trainingData>>> {
  const transactions = engine.dialect.table("transactions");
  const [count] = await engine.rows(behaviourCount(transactions, cut), signal);
  const population = Number(count?.customers);
  const levels = await levelCovariates(engine, attributes, { who: "all", customers }, signal);
  const share = Math.min(1, maxCustomers / Math.max(1, population));
  const sample = share < 1 ? { millionths: Math.round(1e6 * share) } : null;
  // the share of a sample varies: five standard errors and a little more are room for it
  const expected = population * share;
  const capacity = sample === null ? population : Math.ceil(expected + 5 * Math.sqrt(expected) + 100);
  const statement = behaviourWindows(engine.dialect, transactions, {
    cut,
    until: asOf,
    attributes,
    ...(attributeValue && { attributeValue }),
    sample,
    ordered: true,
  });
  const read = await trainingData(engine.query(statement, signal), levels, capacity);
  const sampled = sample === null ? "" : ` of ${population}`;
  log(`ziln: ${read.data.rows}${sampled} customers as of ${cut}, ${read.data.inputs} inputs`);
  return { ...read, population };
}

/** Trains batch by batch, so that an interrupt is heard; says each epoch's losses. */
async function run(
  data: ZilnData,
  options: ZilnOptions,
  seed: number,
  signal: AbortSignal,
  log: (message: string) => void,
): Promise<TrainedZiln> {
  const steps = trainZiln(data, options, seededRandom(seed));
  try {
    for (;;) {
      const { value, done } = steps.next();
      if (done === true) return value;
      if (value !== null)
        log(
          `ziln: epoch ${value.epoch} of at most ${options.epochs}, loss ${value.trainingLoss.toFixed(4)}, ` +
            `on customers kept apart ${value.validationLoss.toFixed(4)}`,
        );
      await setImmediate();
      if (signal.aborted) throw new ClvError("INTERRUPTED", "interrupted while ziln was trained");
    }
  } finally {
    steps.return(undefined as never);
  }
}

/** A power of two that makes about 32 steps an epoch, from 64 to 4,096. */
function batchSizeFor(rows: number): number {
  return Math.min(4096, Math.max(64, 2 ** Math.floor(Math.log2(Math.max(1, rows) / 32))));
}
