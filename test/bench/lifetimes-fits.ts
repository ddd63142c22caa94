import {
  type BgNbdParam,
  bgNbd,
  type GammaGammaParam,
  gammaGamma,
  type Params,
  spendHistoriesFrom,
} from "../../models/index.js";
import { columnsFolder, fitCustomers } from "./case-fit.js";
import { readCustomers } from "./columns.js";
import { type LifetimesFit, type LifetimesJob, lifetimesFit } from "./lifetimes-fit.js";
import type { Bench, Outcome, Target } from "./outcome.js";
import { groupKeys } from "./simulated-customers.js";
import { digits, times } from "./table.js";
import type { TimedFit } from "./timed-fit.js";

/** Fits of the same million customers by lifetimes and here, and both log-likelihoods by both formulas. */
export async function compareFits(bench: Bench, python: string): Promise<Outcome> {
  const { customers, repeatCustomers, purchase, spend } = await fitCustomers(bench, 1_000_000);
  if (spend === null) throw new Error("the fit of a million customers came without spend");
  const theirs = (job: Omit<LifetimesJob, "customers">): Promise<LifetimesFit> =>
    lifetimesFit(bench, python, { ...job, customers: 1_000_000 });
  const plainFit = await theirs({ model: "bg-nbd", form: "customers" });
  const weightedFit = await theirs({ model: "bg-nbd", form: "histories" });
  const spendFit = await theirs({ model: "gamma-gamma", form: "customers" });
  const likelihood = await likelihoods(columnsFolder(bench), customers);

  const compare = <K extends string>(
    name: string,
    fit: LifetimesFit,
    ours: TimedFit,
    byUs: (p: Params<K>) => number,
  ) => ({
    name,
    ...fit,
    logLikelihoodByUs: byUs(fit.params as Params<K>),
    oursMinusTheirs: byUs(ours.params as Params<K>) - byUs(fit.params as Params<K>),
    faster: (1000 * fit.seconds) / ours.firstMs,
    fasterWithGrouping: (1000 * fit.seconds) / (ours.firstMs + ours.groupMs),
  });
  const compared = [
    compare("BG/NBD, lifetimes, a row per customer", plainFit, purchase, likelihood.purchase),
    compare("BG/NBD, lifetimes, distinct histories with weights", weightedFit, purchase, likelihood.purchase),
    compare("Gamma-Gamma, lifetimes, a row per repeat customer", spendFit, spend, likelihood.spend),
  ] as const;
  const [plain, , gammaGammaRow] = compared;
  const own = (name: string, fit: TimedFit): string[] => [
    name,
    digits(fit.firstMs),
    digits(fit.logLikelihood, 4),
    "",
    "",
    "",
    "",
  ];
  const other = (c: (typeof compared)[number]): string[] => [
    c.name,
    digits(1000 * c.seconds),
    digits(c.logLikelihoodByUs, 4),
    digits(c.logLikelihood, 4),
    c.oursMinusTheirs.toExponential(1),
    times(c.faster),
    times(c.fasterWithGrouping),
  ];
  return {
    json: {
      customers,
      repeatCustomers,
      clv: { purchase, spend },
      lifetimes: compared,
    },
    tables: [
      {
        title: `(c) fits of the same ${digits(customers)} customers (${digits(repeatCustomers)} of them repeat buyers)`,
        columns: [
          "",
          "ms",
          "LL by clv's formula",
          "LL by lifetimes' own",
          "clv LL - this",
          "clv faster by",
          "with grouping",
        ],
        rows: [
          own("BG/NBD, clv, first call", purchase),
          ...compared.slice(0, 2).map(other),
          own("Gamma-Gamma, clv, first call", spend),
          other(gammaGammaRow),
        ],
        notes: [
          "faster by: first fit in a new process; with grouping: plus customers to rows in that process",
          ...compared.flatMap(({ name, tol, failed }) =>
            failed.map(
              (f) =>
                `${name}: no convergence at tol ${f.tol} after ${digits(f.seconds, 1)} s, not counted; converged at ${tol}`,
            ),
          ),
        ],
      },
    ],
    targets: [
      { name: "BG/NBD fit faster than lifetimes", value: plain.faster, atLeast: 20 },
      { name: "Gamma-Gamma fit faster than lifetimes", value: gammaGammaRow.faster, atLeast: 10 },
      ...compared.map(
        ({ name, logLikelihoodByUs, oursMinusTheirs }): Target => ({
          name: `LL of clv minus LL of ${name}, relative`,
          value: oursMinusTheirs / Math.abs(logLikelihoodByUs),
          atLeast: -1e-12, // rounding of sums over a million customers
        }),
      ),
    ],
    skipped: [],
  };
}

/** The log-likelihoods of the customers in `folder` by our formulas; spend customer by customer, so exactly. */
async function likelihoods(folder: string, customers: number) {
  const { keys, x, z } = await readCustomers(folder, customers);
  const histories = groupKeys(keys);
  const spend = spendHistoriesFrom(x, z, 0);
  return {
    purchase: (p: Params<BgNbdParam>): number => bgNbd.logLikelihood(p, histories),
    spend: (p: Params<GammaGammaParam>): number => gammaGamma.logLikelihood(p, spend),
  };
}
