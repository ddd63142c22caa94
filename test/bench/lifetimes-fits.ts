import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type BgNbdParam,
  bgNbd,
  type GammaGammaParam,
  gammaGamma,
  type Params,
  spendHistoriesFrom,
} from "../../models/index.js";
import { columnsFolder, fitCustomers } from "./case-fit.js";
import { run, sourceFile } from "./child.js";
import type { TimedFit } from "./fit-program.js";
import type { Bench, Outcome, Target } from "./outcome.js";
import { digits, times } from "./table.js";

interface PythonFit<K extends string> {
  readonly params: Params<K>;
  /** By lifetimes' own formula, summed over customers. */
  readonly logLikelihood: number;
  readonly seconds: number;
  readonly tol: number;
  readonly failed: readonly { readonly tol: number; readonly seconds: number }[];
}

/** What lifetimes_fits.py prints. */
interface PythonFits {
  readonly bgNbd: PythonFit<BgNbdParam>;
  readonly bgNbdWeighted: PythonFit<BgNbdParam>;
  readonly gammaGamma: PythonFit<GammaGammaParam>;
  readonly peakMb: number;
}

/** Fits of the same million customers by lifetimes and here, and both log-likelihoods by both formulas. */
export async function compareFits(bench: Bench, python: string): Promise<Outcome> {
  const { customers, repeatCustomers, purchase, spend } = await fitCustomers(bench, 1_000_000);
  if (spend === null) throw new Error("the fit of a million customers came without spend");
  const folder = columnsFolder(bench);
  bench.say(`(c) fits of lifetimes to ${digits(customers)} customers`);
  const { stdout } = await run(python, [sourceFile("lifetimes_fits.py"), folder], {
    PYTHONDONTWRITEBYTECODE: "1",
  });
  const theirs = JSON.parse(stdout) as PythonFits;
  const likelihood = await likelihoods(folder);

  const compare = <K extends string>(
    name: string,
    fit: PythonFit<K>,
    ours: TimedFit,
    byUs: (p: Params<K>) => number,
  ) => ({
    name,
    ...fit,
    logLikelihoodByUs: byUs(fit.params),
    oursMinusTheirs: byUs(ours.params as Params<K>) - byUs(fit.params),
    faster: (1000 * fit.seconds) / ours.firstMs,
    fasterWithGrouping: (1000 * fit.seconds) / (ours.firstMs + ours.groupMs),
  });
  const compared = [
    compare("BG/NBD, lifetimes, a row per customer", theirs.bgNbd, purchase, likelihood.purchase),
    compare(
      "BG/NBD, lifetimes, distinct histories with weights",
      theirs.bgNbdWeighted,
      purchase,
      likelihood.purchase,
    ),
    compare("Gamma-Gamma, lifetimes, a row per repeat customer", theirs.gammaGamma, spend, likelihood.spend),
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
      lifetimesPeakMb: theirs.peakMb,
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
async function likelihoods(folder: string) {
  const integers = async (name: string): Promise<Float64Array> => {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, `${name}.i32`));
    return Float64Array.from(new Int32Array(buffer.slice(byteOffset, byteOffset + byteLength)));
  };
  const histories = {
    x: await integers("hx"),
    tx: await integers("htx"),
    T: await integers("hT"),
    n: await integers("hn"),
  };
  const { buffer, byteOffset, byteLength } = await readFile(join(folder, "z.f64"));
  const spend = spendHistoriesFrom(
    await integers("x"),
    new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength)),
    0,
  );
  return {
    purchase: (p: Params<BgNbdParam>): number => bgNbd.logLikelihood(p, histories),
    spend: (p: Params<GammaGammaParam>): number => gammaGamma.logLikelihood(p, spend),
  };
}
