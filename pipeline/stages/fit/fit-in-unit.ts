import { type AtLimit, type Fit, type PurchaseModel, rescaleLogLikelihood } from "../../../models/index.js";
import { daysPerUnit, type TimeUnit } from "../../artifacts/model-file.js";

/** A fit in days as it reads in another time unit; discrete models have no unit of time in their parameters. */
export function fitInUnit(f: Fit, model: PurchaseModel, unit: TimeUnit, repeatPurchases: number): Fit {
  const days = daysPerUnit[unit];
  if (days === 1 || model.time === "discrete") return f;
  const scaleOf = (k: string): number => days ** -(model.timeExponent[k] ?? 0); // coefficients have no unit
  const rescaled = (p: Readonly<Record<string, number>>): Record<string, number> =>
    Object.fromEntries(Object.entries(p).map(([k, v]) => [k, v * scaleOf(k)]));
  const scale = Object.keys(f.params).map(scaleOf);
  const logLikelihood = rescaleLogLikelihood(f.logLikelihood, repeatPurchases, days);
  const shift = 2 * (f.logLikelihood - logLikelihood);
  return {
    ...f,
    params: rescaled(f.params),
    ...(f.prior && {
      prior: Object.fromEntries(
        Object.entries(f.prior).map(([k, p]) => [k, p && { ...p, mean: p.mean + Math.log(scaleOf(k)) }]),
      ) as NonNullable<Fit["prior"]>,
    }),
    ...(f.profile && {
      profile: f.profile.map((p) => ({
        ...p,
        logLikelihood: rescaleLogLikelihood(p.logLikelihood, repeatPurchases, days),
      })),
    }),
    logLikelihood,
    ...(f.aic !== undefined && { aic: f.aic + shift }),
    ...(f.bic !== undefined && { bic: f.bic + shift }),
    ...(f.limits && { limits: f.limits.map((limit) => perUnit(limit, days)) }),
    standardErrors: f.standardErrors && rescaled(f.standardErrors),
    covariance: f.covariance?.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]!)) ?? null,
  };
}

function perUnit(limit: AtLimit, days: number): AtLimit {
  if (limit.instead === null) return limit;
  const { value, standardError, timeExponent } = limit.instead;
  const scale = days ** -timeExponent;
  const error = standardError && standardError * scale;
  return { ...limit, instead: { ...limit.instead, value: value * scale, standardError: error } };
}
