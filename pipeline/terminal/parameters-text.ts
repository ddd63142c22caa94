import type { ModelFile, SpendFile } from "../artifacts/model-file.js";
import { figure, table } from "../text/format.js";
import { say } from "../text/messages/say.js";

/** A table of parameters with their standard errors, the likelihood and the verdict. */
export function parametersText(title: string, fit: ModelFile["purchase"] | SpendFile): string {
  const limits = "limits" in fit ? (fit.limits ?? []) : [];
  const replaced = new Set(limits.flatMap((limit) => limit.replaced));
  const coefficients = "covariates" in fit && fit.covariates !== null; // which are listed apart
  const own = Object.entries(fit.params).filter(
    ([name]) => !(coefficients && name.includes(":")) && !replaced.has(name),
  );
  const row = (name: string, value: number, error: number | null | undefined): string[] => [
    name,
    figure(value),
    errorText(error ?? null),
  ];
  const rows = [
    ...own.map(([name, value]) => row(name, value, fit.standardErrors?.[name])),
    ...limits.flatMap(({ instead: q }) => (q === null ? [] : [row(q.name, q.value, q.standardError)])),
  ];
  const how =
    "logLikelihood" in fit
      ? say("model.logLikelihood", fit.logLikelihood) +
        (fit.aic === undefined ? "" : say("model.criteria", fit.aic, fit.bic))
      : say("model.byMoments");
  const verdict = say("model.verdict", how, fit.customers, fit.verdict.status, fit.verdict.reasons);
  return `${title}\n${table(rows, [false, true, false])}\n  ${verdict}`;
}

/** @param standardError null where there is none */
export function errorText(standardError: number | null): string {
  return standardError === null ? "" : say("model.error", standardError);
}
