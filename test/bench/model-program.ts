/** Simulates customers of one model, groups them and fits one model to them. usage: model-program.js JOB, a ModelJob as JSON; prints a TimedModelFit as JSON. */
import {
  fit as estimate,
  type Fit,
  gammaGamma,
  type Likelihood,
  type Params,
  purchaseModel,
  seededRandom,
  spendHistoriesFrom,
} from "../../models/index.js";
import { groupKeys, repeatsOf, simulateCustomers, simulateSpend, truth } from "./simulated-customers.js";
import { type TimedFit, timed, timedFit } from "./timed-fit.js";
import { truths } from "./truths.js";

export type FittedName = keyof typeof truths;
type PurchaseName = Exclude<FittedName, "gamma-gamma">;

export interface ModelJob {
  /** What is fitted. */
  readonly model: FittedName;
  /** The model that the customers are simulated from; spend is always from Gamma-Gamma. */
  readonly world: PurchaseName;
  readonly customers: number;
  readonly seed: number;
  /** Fits after the first one. */
  readonly repeats: number;
}

export interface TimedModelFit extends TimedFit {
  /** At the parameters that the customers were simulated from; null where those are another model's. */
  readonly logLikelihoodOfTruth: number | null;
}

const job = JSON.parse(process.argv[2] ?? "") as ModelJob;
process.stdout.write(`${JSON.stringify(run(job))}\n`);

function run({ model, world, customers, seed }: ModelJob): TimedModelFit {
  const random = seededRandom(seed);
  const { keys, logGaps } = simulateCustomers(purchaseModel(world), truths[world], customers, random);
  if (model === "gamma-gamma") {
    const z = simulateSpend(keys, random);
    const x = Float64Array.from(keys, repeatsOf);
    const [rows, groupMs] = timed(() => spendHistoriesFrom(x, z));
    return measure(gammaGamma, rows, groupMs, truth.spend);
  }
  const fitted = purchaseModel(model);
  const gaps = fitted.needs.includes("logGaps") ? logGaps : undefined;
  const [histories, groupMs] = timed(() => groupKeys(keys, gaps));
  return measure(fitted, histories, groupMs, model === world ? truths[world] : null);
}

/** A copy of the object for each call, since tables made from the data are kept with it. */
function measure<D extends { readonly n: Float64Array }>(
  likelihood: Likelihood<string, D>,
  data: D,
  groupMs: number,
  parameters: Params | null,
): TimedModelFit {
  const fitted = timedFit((): Fit => estimate(likelihood, { ...data }), groupMs, job.repeats);
  return { ...fitted, logLikelihoodOfTruth: parameters && likelihood.logLikelihood(parameters, data) };
}
