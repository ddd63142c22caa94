import type { Fit, Likelihood } from "../model.js";
import { type FitOptions, type FittedModels, fitSharing } from "./fit.js";
import type { Weighted } from "./sample.js";
import { isDoubtful, lessBad } from "./verdict.js";

/** A fit, and the way that led from the model that was meant to the one that is used. */
export interface FallbackFit<D> {
  /** name of the model asked for */
  readonly meant: string;
  /** the model that `fit` is of: the one asked for, or one it contains */
  readonly used: Likelihood<string, D>;
  readonly fit: Fit;
  /** the doubtful fits that were left for a simpler model, the one asked for first; empty when its own was good enough */
  readonly left: readonly Fit[];
  /** why another model is used, or why none is better; null when the fit is that of the model asked for, without doubt */
  readonly reason: string | null;
}

/**
 * The fit of a model, or, where that is not identified (NOT_CONVERGED, NEAR_SINGULAR or BOUNDARY), of the nearest model it
 * contains that is, and so on inwards. A weak prior is tried first where the data are thin. Data that no model
 * can be fitted to (NO_REPEAT_BUYERS and the like) are no reason to fall back, nor are few repeat buyers alone. When
 * none is identified the result is the least bad fit, and the caller decides by its verdict.
 * @example fitWithFallback(ggompertzNbd, histories).fit.model // "pareto-nbd" where the hazard of leaving does not grow
 */
export function fitWithFallback<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K> = {},
): FallbackFit<D> {
  const fitted: FittedModels = new Map((options.nested ?? []).map((f) => [f.model, f]));
  const tried: Tried<D>[] = [];
  descend(likelihood as Likelihood<string, D>, data, { prior: "auto", ...options }, fitted, tried);
  const last = tried[tried.length - 1]!;
  const best = isDoubtful(last.fit.verdict) ? tried.reduce((a, b) => lessBad(a, b)) : last;
  const left = tried.filter((t) => t !== best).map((t) => t.fit);
  return {
    meant: likelihood.name,
    used: best.model,
    fit: best.fit,
    left,
    reason: why(tried[0]!, best, left),
  };
}

interface Tried<D> {
  readonly model: Likelihood<string, D>;
  readonly fit: Fit;
  readonly verdict: Fit["verdict"];
}

/** Tries a model and, while in doubt, those it contains, nearest first; true when the last one tried is beyond doubt. */
function descend<D extends Weighted>(
  model: Likelihood<string, D>,
  data: D,
  options: FitOptions<string>,
  fitted: FittedModels,
  tried: Tried<D>[],
): boolean {
  const known = fitted.get(model.name);
  const fit = known?.verdict.status === "identified" ? known : fitSharing(model, data, options, fitted);
  tried.push({ model, fit, verdict: fit.verdict });
  if (!isDoubtful(fit.verdict)) return true;
  const { start: _, fixed: __, prior, ...rest } = options;
  return (model.contains ?? []).some(
    ({ inner }) =>
      !tried.some((t) => t.model.name === inner.name) &&
      descend(inner, data, { ...rest, prior: prior === undefined ? "auto" : prior }, fitted, tried),
  );
}

function why<D>(meant: Tried<D>, used: Tried<D>, left: readonly Fit[]): string | null {
  const because = `${meant.model.name} is in doubt (${meant.fit.verdict.codes.join(", ")}): ${meant.fit.verdict.reasons.join("; ")}`;
  if (used !== meant) return `${used.model.name} is used: ${because}`;
  if (!isDoubtful(meant.fit.verdict)) return null;
  const none =
    left.length > 0 ? `${left.map((f) => f.model).join(", ")} no better` : "it contains no simpler model";
  return `${because}; ${none}`;
}
