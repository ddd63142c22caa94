import type { Fit, Likelihood, Params, Weighted } from "../../../models/index.js";

/** Less than this, a warm fit is as likely as the point where a cold one starts. */
const leastGain = -1e-6;

/**
 * A fit that starts from an earlier model's parameters. Where it ends in doubt, or less likely than the point that a cold
 * search begins at, the cold fit is made too; the one beyond doubt is taken, else the likelier one.
 * @param start parameters of an earlier fit, in the time unit of the data; null, or those of another model, for a cold fit
 * @param fitted the fit from a start, or from the model's own
 */
export function warmFit<K extends string, D extends Weighted, F extends { readonly fit: Fit }>(
  likelihood: Likelihood<K, D>,
  data: D,
  start: Params | null,
  fitted: (start: { readonly start?: Params<K> }) => F,
): F {
  const values = likelihood.params.map((k) => start?.[k] ?? Number.NaN);
  if (!values.every((v) => v > 0 && v < Infinity)) return fitted({});
  const from = Object.fromEntries(likelihood.params.map((k, i) => [k, values[i]!])) as Params<K>;
  const warm = fitted({ start: from });
  if (warm.fit.model === likelihood.name && isSound(warm)) {
    const origin = likelihood.logLikelihood(likelihood.start(data), data);
    if (!(warm.fit.logLikelihood - origin < leastGain)) return warm;
  }
  const cold = fitted({});
  if (isSound(warm) !== isSound(cold)) return isSound(warm) ? warm : cold;
  return warm.fit.logLikelihood > cold.fit.logLikelihood - leastGain ? warm : cold;
}

function isSound({ fit }: { readonly fit: Fit }): boolean {
  return fit.verdict.status === "identified";
}
