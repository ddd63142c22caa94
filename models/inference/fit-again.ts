import type { Fit, Likelihood } from "../model.js";
import { fit as fitModel } from "./fit.js";
import { fitAtSameLimits } from "./limits.js";
import type { Weighted } from "./sample.js";

/**
 * The same fit of data that have changed a little, as histories do with each round of a calendar: from its estimate, with its prior, and
 * at the same limits. Its evaluations are counted with those of the fits before it.
 */
export function fitAgain<D extends Weighted>(
  likelihood: Likelihood<string, D>,
  data: D,
  before: Fit,
  fixed: Readonly<Record<string, number>>,
): Fit {
  if (before.verdict.status === "failed") return before;
  if (before.limits !== undefined) return fitAtSameLimits(before, likelihood, data, { fixed });
  const { prior, params: start } = before;
  const last = fitModel(likelihood, data, { fixed, prior: prior ?? {}, start });
  const found = { ...last, evaluations: before.evaluations + last.evaluations };
  // a prior that was leaned on because the data are thin, which the verdict says
  return prior === undefined || found.verdict.status === "failed"
    ? found
    : { ...found, verdict: before.verdict };
}
