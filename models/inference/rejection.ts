import type { Fit, Likelihood } from "../model.js";
import { chiSquareTail } from "../numeric/incomplete-gamma.js";
import { likelihoodRatioTest } from "./likelihood-ratio.js";

/** A likelihood that was fitted, with an estimate: within its range, at a limit, or under a prior. */
export interface Candidate<D> {
  readonly model: Likelihood<string, D>;
  readonly fit: Fit;
}

/** p-value below which a likelihood-ratio test rejects the simpler of two models. */
export const rejectionLevel = 0.01;

/**
 * The first of some fits to the same data that rejects a simpler one, by a likelihood-ratio test at 1 %: fits of models that
 * contain it, and of the same model with no fewer free parameters (it may be at a limit, or lean on a prior). Models that contain
 * others do so at a boundary of their range, so the p-value is that of the mixture of Self & Liang (1987). A fit with as
 * many parameters, moved by a prior, is rejected where it lies outside of the 99 % region of the likelihood.
 * @returns null where none rejects it
 */
export function rejectedBy<D>(simpler: Candidate<D>, others: readonly Candidate<D>[]): Candidate<D> | null {
  return others.find((other) => other !== simpler && rejects(other, simpler)) ?? null;
}

function rejects<D>(outer: Candidate<D>, inner: Candidate<D>): boolean {
  const extra = free(outer.fit) - free(inner.fit);
  if (outer.fit.starts === 0 || inner.fit.starts === 0 || extra < 0) return false;
  const same = outer.model.name === inner.model.name;
  if (!same && !contains(outer.model, inner.model.name)) return false;
  if (extra > 0) return likelihoodRatioTest(outer.fit, inner.fit, { boundary: true }).pValue < rejectionLevel;
  const statistic = 2 * (outer.fit.logLikelihood - inner.fit.logLikelihood);
  return same && chiSquareTail(Math.max(0, statistic), free(inner.fit)) < rejectionLevel;
}

const free = (fit: Fit): number => fit.freeParameters ?? 0;

/** Whether a model contains the one of this name, directly or through another. */
export function contains<D>(outer: Likelihood<string, D>, name: string): boolean {
  return (outer.contains ?? []).some(({ inner }) => inner.name === name || contains(inner, name));
}
