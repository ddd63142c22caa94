import {
  gammaGamma,
  type Params,
  type PurchaseModel,
  purchaseModels,
  spendHistoriesFrom,
} from "../../models/index.js";
import { columnsFolder } from "./case-fit.js";
import { fitOne } from "./case-models.js";
import { readCustomers } from "./columns.js";
import { type LifetimesFit, type LifetimesJob, lifetimesFit } from "./lifetimes-fit.js";
import type { Bench, Outcome, Skipped, Target } from "./outcome.js";
import { groupKeys } from "./simulated-customers.js";
import { digits, times } from "./table.js";
import type { TimedFit } from "./timed-fit.js";

const million = 1_000_000;
/** Pareto/NBD is not fitted to a million rows, which took minutes when tried, but to their distinct histories and to fewer. */
const jobs: readonly LifetimesJob[] = [
  { model: "bg-nbd", form: "customers", customers: million },
  { model: "bg-nbd", form: "histories", customers: million },
  { model: "mbg-nbd", form: "customers", customers: million },
  { model: "mbg-nbd", form: "histories", customers: million },
  { model: "pareto-nbd", form: "customers", customers: million / 10 },
  { model: "pareto-nbd", form: "histories", customers: million / 10 },
  { model: "pareto-nbd", form: "histories", customers: million },
  { model: "gamma-gamma", form: "customers", customers: million },
];
const timeoutSeconds = 600;

interface Compared {
  readonly job: LifetimesJob;
  readonly ours: TimedFit;
  readonly theirs: LifetimesFit;
  /** The likelihood of their estimates by our formula, summed over customers. */
  readonly theirLogLikelihood: number;
  readonly oursMinusTheirs: number;
  readonly faster: number;
  readonly fasterWithGrouping: number;
}

/** Every model that lifetimes has too, on the customers of (b): time and likelihood. */
export async function comparePeerFits(bench: Bench, python: string): Promise<Outcome> {
  const compared: Compared[] = [];
  const skipped: Skipped[] = [];
  for (const job of jobs) {
    const ours = await fitOne(bench, job.model, "bg-nbd", job.customers);
    try {
      const theirs = await lifetimesFit(bench, python, { ...job, timeoutSeconds });
      compared.push(await compare(bench, job, ours, theirs));
    } catch (error) {
      skipped.push({ what: `(h) lifetimes: ${nameOf(bench, job)}`, why: (error as Error).message });
    }
  }
  return {
    json: { compared },
    tables: [
      {
        title: "(h) fits by lifetimes and here, of the same simulated customers of BG/NBD",
        columns: [
          "",
          "rows",
          "lifetimes ms",
          "clv ms",
          "clv faster by",
          "with grouping",
          "LL of lifetimes' estimates",
          "clv LL - this",
        ],
        rows: compared.map((c) => [
          nameOf(bench, c.job),
          digits(c.theirs.rows),
          digits(1000 * c.theirs.seconds),
          digits(c.ours.firstMs),
          times(c.faster),
          times(c.fasterWithGrouping),
          digits(c.theirLogLikelihood, 4),
          c.oursMinusTheirs.toExponential(1),
        ]),
        notes: [
          "clv ms: first fit in a new process, of the distinct histories; with grouping: plus customers to histories in that process",
          "both log-likelihoods by clv's formula, over all customers; clv's fits come with a covariance, lifetimes' but for Pareto/NBD",
          ...compared.flatMap(({ job, theirs: { tol, failed } }) =>
            failed.map(
              (f) =>
                `${nameOf(bench, job)}: no convergence at tol ${f.tol} after ${digits(f.seconds, 1)} s, not counted; converged at ${tol}`,
            ),
          ),
        ],
      },
    ],
    targets: compared.map(
      ({ job, theirLogLikelihood, oursMinusTheirs }): Target => ({
        name: `LL of clv minus LL of lifetimes, ${nameOf(bench, job)}, relative`,
        value: oursMinusTheirs / Math.abs(theirLogLikelihood),
        atLeast: -1e-12, // rounding of sums over a million customers
      }),
    ),
    skipped,
  };
}

async function compare(
  bench: Bench,
  job: LifetimesJob,
  ours: TimedFit,
  theirs: LifetimesFit,
): Promise<Compared> {
  const logLikelihood = await likelihoodOf(bench, job);
  const own = logLikelihood(ours.params);
  const theirLogLikelihood = logLikelihood(theirs.params);
  // two programs made these customers from one seed; Gamma-Gamma was fitted to narrow bins of spend, and is compared without
  if (!(Math.abs(own - ours.logLikelihood) <= 1e-9 * Math.abs(own)))
    throw new Error(`other customers: LL ${own} of the columns, ${ours.logLikelihood} of the fit`);
  const ms = 1000 * theirs.seconds;
  return {
    job,
    ours,
    theirs,
    theirLogLikelihood,
    oursMinusTheirs: own - theirLogLikelihood,
    faster: ms / ours.firstMs,
    fasterWithGrouping: ms / (ours.firstMs + ours.groupMs),
  };
}

/** The log-likelihood of a job's customers by our formula; of spend customer by customer, so exactly. */
async function likelihoodOf(bench: Bench, job: LifetimesJob): Promise<(p: Params) => number> {
  const { keys, x, z } = await readCustomers(columnsFolder(bench), bench.size(job.customers));
  if (job.model === "gamma-gamma") {
    const spend = spendHistoriesFrom(x, z, 0);
    return (p) => gammaGamma.logLikelihood(p as Params<"p" | "q" | "gamma">, spend);
  }
  const histories = groupKeys(keys);
  const model: PurchaseModel = purchaseModels[job.model] as PurchaseModel<string>;
  return (p) => model.logLikelihood(p, histories);
}

const nameOf = (bench: Bench, { model, form, customers }: LifetimesJob): string =>
  `${model} of ${digits(bench.size(customers))} customers, ${form === "customers" ? "a row each" : "histories with weights"}`;
