import type { Fit } from "../../../models/model.js";

/** What is wrong with a fit whatever its data: numbers that are not finite, a verdict that does not say why. Empty when sound. */
export function unsoundness(f: Fit): string[] {
  const wrong: string[] = [];
  const numbers: Readonly<Record<string, readonly number[]>> = {
    params: Object.values(f.params),
    scaledGradient: Object.values(f.scaledGradient),
    standardErrors: Object.values(f.standardErrors ?? {}),
    covariance: f.covariance?.flat() ?? [],
    logLikelihood: [f.logLikelihood, f.aic ?? 0, f.bic ?? 0],
    profile: (f.profile ?? []).map((p) => p.logLikelihood),
  };
  for (const [name, values] of Object.entries(numbers))
    if (!values.every(Number.isFinite)) wrong.push(`${name} has ${values.find((v) => !Number.isFinite(v))}`);
  if (Number.isNaN(f.condition)) wrong.push("condition is NaN");
  const { status, codes, reasons } = f.verdict;
  if ((status === "identified") !== (codes.length === 0))
    wrong.push(`${status} with codes ${codes.join(", ")}`);
  if (reasons.length < codes.length) wrong.push("a code without a reason");
  if (/NaN|undefined|Infinity/.test(reasons.join())) wrong.push(`reason: ${reasons.join("; ")}`);
  if (status === "identified" && f.standardErrors === null) wrong.push("identified without standard errors");
  return wrong;
}
