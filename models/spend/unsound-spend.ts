import type { Fit, SpendHistories } from "../model.js";
import { kappa } from "./credibility.js";
import { fitCredibility, meanLimit } from "./fit-credibility.js";
import { type GammaGammaParam, gammaGamma } from "./gamma-gamma.js";

/** The thresholds behind "Gamma-Gamma does not describe these data". Far outside of what sound data give, in any currency. */
export const soundSpendLimits = {
  /** variance of purchases about the own mean, over its square: less (a tenth of the mean) is a price of one's own */
  ownPrice: 0.01,
  /** q of Gamma-Gamma, whose mean runs away near 1; where it is huge, no own mean counts */
  q: { least: 1.05, most: 3000 },
  /** population mean of the model over the mean of customers, either way: q near 1 has a mean made of customers nobody saw */
  meanRatio: 1.5,
  /** mean difference in the weight of own means between the model and the variances of the data */
  weight: 1 / 3,
} as const;

/**
 * Why a fitted Gamma-Gamma is no sound model of the data; null where it is. It is not where the fit failed, where customers
 * pay a price of their own (no first purchase can then be ignored), where q is near 1 or huge, where its population mean is not that of the customers,
 * or where it trusts their own means much less or more than the variances within and between customers say.
 * @param h repeat spend that it was fitted to
 * @param within variance of purchases as withinVariance gives it; null where it is not known
 */
export function whyUnsound(
  fit: Fit<GammaGammaParam>,
  h: SpendHistories,
  within: number | null,
): string | null {
  if (fit.verdict.status === "failed") return fit.verdict.reasons.join("; ");
  const limits = soundSpendLimits;
  if (within !== null && within < limits.ownPrice)
    return `purchases of one customer vary by ${percent(Math.sqrt(within))} about their mean: everyone pays a price of their own`;
  const population = gammaGamma.populationMean(fit.params);
  const mean = customerMean(h);
  const ratio = population / mean;
  if (!(ratio < limits.meanRatio && ratio > 1 / limits.meanRatio))
    return `its population mean is ${population.toPrecision(4)} (q = ${fit.params.q.toPrecision(4)}), while customers spend ${mean.toPrecision(4)} a purchase on average`;
  const { q } = fit.params;
  if (q < limits.q.least)
    return `q = ${q.toPrecision(4)}: its population mean is made of customers nobody has seen`;
  const moments = within === null ? null : fitCredibility(h, within);
  const weights = moments && weightsOf(fit.params, kappa(moments.params), h);
  if (weights !== null && weights.apart > limits.weight)
    return `it gives a customer's own mean a weight of ${weights.model.toFixed(2)} on average, while the variances within and between customers say ${weights.data.toFixed(2)}`;
  return q > limits.q.most ? `q = ${q.toPrecision(4)}: it does not look at a customer's own mean` : null;
}

/** Mean weights of own means over customers: the model's, what the variances say, and their distance. */
function weightsOf(
  params: Fit<GammaGammaParam>["params"],
  k: number,
  h: SpendHistories,
): { readonly model: number; readonly data: number; readonly apart: number } {
  let customers = 0;
  let model = 0;
  let data = 0;
  let apart = 0;
  for (let i = 0; i < h.x.length; i++) {
    const fitted = gammaGamma.credibility(params, h.x[i]!);
    const found = h.x[i]! / (h.x[i]! + k);
    customers += h.n[i]!;
    model += h.n[i]! * fitted;
    data += h.n[i]! * found;
    apart += h.n[i]! * Math.abs(fitted - found);
  }
  return { model: model / customers, data: data / customers, apart: apart / customers };
}

/** The mean of customers' own means, with the limit of meanLimit. */
function customerMean(h: SpendHistories): number {
  const limit = meanLimit(h);
  let sum = 0;
  let customers = 0;
  for (let i = 0; i < h.x.length; i++) {
    sum += h.n[i]! * Math.min(limit, h.z[i]! / h.x[i]!);
    customers += h.n[i]!;
  }
  return sum / customers;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
