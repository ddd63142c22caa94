import type { LogEffect } from "./level-effects.js";
import { baseColumn, type DriverFit, emptyColumn, predictorError } from "./quasi-poisson.js";

/**
 * ln E[y] of somebody of whom some features are not known, and how sure it is of people like that. An unknown level is taken as one of
 * those there are, with their shares: its effect is their mean. Its variance is theirs about that mean, beside the doubt about the
 * level of which least is known: it is never surer than a level that is known.
 * @param levels by feature; null for a level that is none of those fitted
 * @param shares by feature and level, adding up to 1 over those that are in the fit
 * @returns null where a level is known whose outcomes add up to nothing
 */
export function newcomerPredictor(
  fit: DriverFit,
  levels: readonly (number | null)[],
  shares: readonly (readonly number[])[],
): LogEffect | null {
  let mean = fit.coefficients[0]!;
  let between = 0;
  for (const [f, level] of levels.entries()) {
    const own = fit.columns[f]!;
    if (level !== null && own[level] === emptyColumn) return null;
    const effects = own.map((j) => (j > 0 ? fit.coefficients[j]! : 0));
    const weights: readonly number[] =
      level === null ? shares[f]! : effects.map((_, l) => (l === level ? 1 : 0));
    const effect = effects.reduce((sum, b, l) => sum + weights[l]! * b, 0);
    between += effects.reduce((sum, b, l) => sum + weights[l]! * (b - effect) ** 2, 0);
    mean += effect;
  }
  return { mean, error: Math.sqrt(predictorError(fit, leastKnown(fit, levels)) ** 2 + between) };
}

/** The same with the level of which least is known for each one that is not. */
function leastKnown(fit: DriverFit, levels: readonly (number | null)[]): number[] {
  const chosen = levels.map((level, f) => level ?? fit.columns[f]!.indexOf(baseColumn));
  for (const [f, level] of levels.entries()) {
    if (level !== null) continue;
    const errors = fit.columns[f]!.map((_, l) => predictorError(fit, chosen.with(f, l)));
    chosen[f] = errors.indexOf(Math.max(...errors));
  }
  return chosen;
}
