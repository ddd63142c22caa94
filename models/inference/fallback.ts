import type { Fit, Likelihood } from "../model.js";
import { type FitOptions, type FittedModels, fitLeaning, fitSharing } from "./fit.js";
import { fitAtLimits, limitsOf, limitText } from "./limits.js";
import { type Candidate, rejectedBy } from "./rejection.js";
import type { Weighted } from "./sample.js";
import { isDoubtful, lessBad } from "./verdict.js";

/** A fit, and the way that led from the model that was meant to the one that is used. */
export interface FallbackFit<D> {
  /** name of the model asked for */
  readonly meant: string;
  /** the model that `fit` is of: the one asked for, or one it contains */
  readonly used: Likelihood<string, D>;
  readonly fit: Fit;
  /** the fits that were left for the one used, that of the model asked for first; empty when its own was good enough */
  readonly left: readonly Fit[];
  /** why another fit is used, or why none is better; null when it is that of the model asked for, without doubt */
  readonly reason: string | null;
}

/**
 * The fit of a model, or, where that is in doubt (NOT_CONVERGED, NEAR_SINGULAR or BOUNDARY), the nearest one beyond doubt that the
 * data do not reject: a contained model that is as likely; the model at a limit where it is sound with fewer parameters (one rate,
 * one dropout probability); a contained model; the model with a weak prior. Each has to pass a likelihood-ratio test at 1 % against
 * every fit tried before it, so that doubt about one part of a model never costs another part that the data speak for.
 * Where the data are thin the weak prior comes first. Data that no model can be fitted to (NO_REPEAT_BUYERS and the like)
 * are no reason to fall back, nor are few repeat buyers alone. When nothing passes the result is the least bad fit that the
 * data do not reject, and the caller decides by its verdict.
 * @param options a prior given as numbers is kept as it is: no other is tried, and no limit
 * @example fitWithFallback(ggompertzNbd, histories).fit.model // "pareto-nbd" where the hazard of leaving does not grow
 */
export function fitWithFallback<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  options: FitOptions<K> = {},
): FallbackFit<D> {
  const meant = likelihood as Likelihood<string, D>;
  const fitted: FittedModels = new Map((options.nested ?? []).map((f) => [f.model, f]));
  const descent: Descent<D> = { meant, data, options: { prior: "auto", ...options }, fitted, tried: [] };
  const best = settle(meant, descent) ?? leaning(descent) ?? leastBad(descent);
  const left = descent.tried.filter((t) => t !== best).map((t) => t.fit);
  return { meant: meant.name, used: best.model, fit: best.fit, left, reason: why(descent.tried, best) };
}

/** A contained model that is that much less likely, in log-likelihood, is what the containing one has become. */
const sameLikelihood = 1e-2;

/** The way inwards from one model, and what was tried on it. */
interface Descent<D> {
  readonly meant: Likelihood<string, D>;
  readonly data: D;
  readonly options: FitOptions<string>;
  readonly fitted: FittedModels;
  readonly tried: Candidate<D>[];
}

/** The model's own estimate where it is sound, else what it contains or is at a limit; null where nothing is sound. */
function settle<D extends Weighted>(model: Likelihood<string, D>, descent: Descent<D>): Candidate<D> | null {
  const { meant, fitted, tried } = descent;
  const own = { model, fit: ownFit(model, descent) };
  tried.push(own);
  if (isSound(own, descent)) return own;
  if (!isDoubtful(own.fit.verdict)) return model === meant ? own : null;
  const inner = (model.contains ?? []).map((nested) => nested.inner);
  const become = inner.filter(({ name }) => {
    const known = fitted.get(name);
    return known !== undefined && own.fit.logLikelihood - known.logLikelihood < sameLikelihood;
  });
  const others = inner.filter((m) => !become.includes(m));
  return firstSound(become, descent) ?? soundLimit(own, descent) ?? firstSound(others, descent);
}

function firstSound<D extends Weighted>(
  models: readonly Likelihood<string, D>[],
  descent: Descent<D>,
): Candidate<D> | null {
  for (const model of models) {
    const known = descent.tried.some((t) => t.model.name === model.name);
    const found = known ? null : settle(model, descent);
    if (found !== null) return found;
  }
  return null;
}

/** The likeliest of the model's limits that are sound; null where none is, or a prior speaks of the parameters. */
function soundLimit<D extends Weighted>({ model }: Candidate<D>, descent: Descent<D>): Candidate<D> | null {
  const { data, options, tried } = descent;
  if (typeof options.prior === "object" && Object.keys(options.prior).length > 0) return null;
  const own = inside(model, descent);
  for (const limits of byNumber(limitsOf(model, own.fixed))) {
    const fits = limits.map((at) => ({ model, fit: fitAtLimits(at, model, data, own) }));
    tried.push(...fits);
    const sound = fits.filter((limit) => isSound(limit, descent));
    if (sound.length > 0) return sound.reduce((a, b) => (b.fit.logLikelihood > a.fit.logLikelihood ? b : a));
  }
  return null;
}

/** Single limits, then pairs: these only where no single one is sound. */
function byNumber<T>(sets: readonly (readonly T[])[]): (readonly (readonly T[])[])[] {
  return [1, 2].map((size) => sets.filter((set) => set.length === size));
}

/** The first of the models tried that a weak prior makes sound; null where none is, or a prior was given. */
function leaning<D extends Weighted>(descent: Descent<D>): Candidate<D> | null {
  const { data, options, fitted, tried } = descent;
  if (options.prior !== "auto") return null;
  const doubtful = tried.filter(
    ({ fit }) => isDoubtful(fit.verdict) && fit.limits === undefined && fit.prior === undefined,
  );
  for (const { model } of doubtful) {
    const fit = fitLeaning(model, data, inside(model, descent), fitted, "the data");
    const candidate = { model, fit };
    tried.push(candidate);
    if (isSound(candidate, descent)) return candidate;
  }
  return null;
}

/** Of all that was tried the easiest to believe that the data do not reject. */
function leastBad<D>({ tried }: Descent<D>): Candidate<D> {
  const standing = tried.filter((t) => rejectedBy(t, tried) === null);
  return (standing.length > 0 ? standing : tried)
    .map((candidate) => ({ candidate, verdict: candidate.fit.verdict }))
    .reduce((a, b) => lessBad(a, b)).candidate;
}

function isSound<D>(candidate: Candidate<D>, { tried }: Descent<D>): boolean {
  const { verdict } = candidate.fit;
  return verdict.status !== "failed" && !isDoubtful(verdict) && rejectedBy(candidate, tried) === null;
}

function ownFit<D extends Weighted>(model: Likelihood<string, D>, descent: Descent<D>): Fit {
  const { meant, data, options, fitted } = descent;
  const known = fitted.get(model.name);
  if (known?.verdict.status === "identified") return known;
  if (model === meant) return fitSharing(model, data, options, fitted);
  const { prior = {} } = options;
  return fitSharing(model, data, { ...inside(model, descent), prior }, fitted);
}

/** The options of a fit other than the first. What the caller fixed is of the model meant alone. */
function inside<D>(model: Likelihood<string, D>, { meant, options }: Descent<D>): FitOptions<string> {
  const { start: _, prior: __, nested: ___, fixed, ...rest } = options;
  return model === meant && fixed !== undefined ? { ...rest, fixed } : rest;
}

function why<D>(tried: readonly Candidate<D>[], used: Candidate<D>): string | null {
  const meant = tried[0]!;
  const { codes, reasons } = meant.fit.verdict;
  const because = `${meant.model.name} is in doubt (${codes.join(", ")}): ${reasons.join("; ")}`;
  if (used.model !== meant.model) return `${used.model.name} is used: ${because}`;
  if (used.fit.limits !== undefined) return `${limitText(used.fit)}; inside its range ${because}`;
  if (used !== meant) return `${used.model.name} leans on a weak prior: ${because}`;
  if (!isDoubtful(meant.fit.verdict)) return null;
  const others = [...new Set(tried.slice(1).map((t) => t.model.name))].filter(
    (name) => name !== used.model.name,
  );
  const none = others.length > 0 ? `${others.join(", ")} no better` : "it contains no simpler model";
  return `${because}; ${none}`;
}
