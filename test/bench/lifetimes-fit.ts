import { columnsFolder } from "./case-fit.js";
import { run, sourceFile } from "./child.js";
import type { Bench } from "./outcome.js";
import { digits } from "./table.js";

export type LifetimesModel = "bg-nbd" | "mbg-nbd" | "pareto-nbd" | "gamma-gamma";

/** What lifetimes_fits.py prints. */
export interface LifetimesFit {
  readonly rows: number;
  readonly params: Readonly<Record<string, number>>;
  /** By lifetimes' own formula, summed over customers. */
  readonly logLikelihood: number;
  readonly seconds: number;
  readonly tol: number;
  readonly failed: readonly { readonly tol: number; readonly seconds: number }[];
  readonly peakMb: number;
}

export interface LifetimesJob {
  readonly model: LifetimesModel;
  /** A row per customer, or the distinct histories with weights. */
  readonly form: "customers" | "histories";
  /** The first of the million customers of (b), at full size. */
  readonly customers: number;
  readonly timeoutSeconds?: number;
}

/** One fit of lifetimes in a Python of its own, once for all cases. Needs the columns that `fitCustomers` leaves. */
export function lifetimesFit(bench: Bench, python: string, job: LifetimesJob): Promise<LifetimesFit> {
  const { model, form, timeoutSeconds } = job;
  const customers = bench.size(job.customers);
  return bench.once(`lifetimes ${model} ${form} ${customers}`, async () => {
    bench.say(
      `lifetimes: ${model} of ${digits(customers)} ${form === "customers" ? "customers" : "customers' histories"}`,
    );
    const args = [sourceFile("lifetimes_fits.py"), columnsFolder(bench), `${customers}`, model, form];
    const { stdout } = await run(python, args, { PYTHONDONTWRITEBYTECODE: "1" }, timeoutSeconds);
    return JSON.parse(stdout) as LifetimesFit;
  });
}
