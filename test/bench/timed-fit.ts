import type { Fit } from "../../models/index.js";
import { median } from "./table.js";

export interface TimedFit {
  readonly rows: number;
  readonly evaluations: number;
  /** The first call of this process: nothing is compiled or warm. */
  readonly firstMs: number;
  readonly repeatMs: readonly number[];
  /** From customers to rows, which the SQL engine does in a run. */
  readonly groupMs: number;
  readonly params: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>> | null;
  readonly logLikelihood: number;
  readonly verdict: string;
}

/** How long `work` takes, after a garbage collection where the process allows one. */
export function timed<T>(work: () => T): [result: T, ms: number] {
  globalThis.gc?.();
  const start = performance.now();
  const result = work();
  return [result, performance.now() - start];
}

/** One fit for the first call, and `repeats` more. `work` makes a new object of its data for each, since tables are kept with it. */
export function timedFit(work: () => Fit, groupMs: number, repeats: number): TimedFit {
  const [{ rows, evaluations, params, standardErrors, logLikelihood, verdict }, firstMs] = timed(work);
  const repeatMs = Array.from({ length: repeats }, () => timed(work)[1]);
  return {
    rows,
    evaluations,
    firstMs,
    repeatMs,
    groupMs,
    params,
    standardErrors,
    logLikelihood,
    verdict: verdict.status,
  };
}

/** The same fit from several processes: medians of what each did once, and all further calls. */
export function together<F extends TimedFit>(fits: readonly F[]): F {
  return {
    ...fits[0]!,
    firstMs: median(fits.map((f) => f.firstMs)),
    groupMs: median(fits.map((f) => f.groupMs)),
    repeatMs: fits.flatMap((f) => f.repeatMs),
  };
}
