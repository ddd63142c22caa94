/**
 * Gamma-Gamma: a customer's spend per purchase is Gamma(p, nu), nu ~ Gamma(q, gamma), independent of how often it buys.
 * Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value, brucehardie.com/notes/025 (FH below).
 */
import type { Finding, Likelihood, Params, SpendHistories, SpendModel } from "../model.js";
import { digamma, logGamma } from "../numeric/special.js";
import { inspectSpend } from "./inspect.js";
import { spendTotals } from "./spend-totals.js";

export type GammaGammaParam = "p" | "q" | "gamma";
type P = Params<GammaGammaParam>;

export const gammaGamma: SpendModel<GammaGammaParam> & Likelihood<GammaGammaParam, SpendHistories> = {
  name: "gamma-gamma",
  about: {
    title: "Gamma-Gamma",
    assumes: "each customer has a mean spend of its own, unrelated to how often it buys",
    useWhen: "the standard choice; needs customers with repeat purchases of positive spend",
    source: "Fader & Hardie (2013)",
  },
  params: ["p", "q", "gamma"],
  ownMean: "repeat",
  start,
  logLikelihood,
  inspect: inspectSpend,
  inspectEstimate,
  populationMean,
  credibility,
  expectedSpend,
};

/** p and q at typical values, gamma so that the population mean is that of the data. */
function start(h: SpendHistories): P {
  let spend = 0;
  let purchases = 0;
  for (let i = 0; i < h.n.length; i++) {
    spend += h.n[i]! * h.z[i]!;
    purchases += h.n[i]! * h.x[i]!;
  }
  const p = 3;
  const q = 3;
  return { p, q, gamma: purchases > 0 && spend > 0 ? ((spend / purchases) * (q - 1)) / p : 1 };
}

/**
 * Log-density of mean spend m = z / x, summed over customers.
 *     ln L = ln Gamma(px+q) - ln Gamma(px) - ln Gamma(q) + q ln gamma + (px-1) ln z + ln x - (px+q) ln(gamma+z)
 * FH eq. 1a with z = x m. Over a row, the means of ln z and ln(gamma+z) are expanded to third order about the row's mean
 * z, which is exact for one customer:  mean ln(c+z_i) = ln(c+z) - m2 / 2(c+z)^2 + m3 / 3(c+z)^3.
 */
function logLikelihood({ p, q, gamma }: P, h: SpendHistories, gradient?: Float64Array): number {
  const totals = spendTotals(h);
  const { x, customers, logSpend, end } = totals;
  const logGammaQ = logGamma(q);
  const digammaQ = digamma(q);
  const logScale = Math.log(gamma);
  let sum = 0;
  let dp = 0;
  let dq = 0;
  let dgamma = 0;
  let row = 0;
  for (let i = 0; i < x.length; i++) {
    const n = customers[i]!;
    const shape = p * x[i]!;
    let logShifted = 0; // sum over customers of ln(gamma + z)
    let inverse = 0; // and of 1 / (gamma + z)
    for (; row < end[i]!; row++) {
      const at = totals.order[row]!;
      const shifted = 1 / (gamma + h.z[at]!);
      const second = h.m2[at]! * shifted * shifted;
      const third = h.m3[at]! * shifted * shifted * shifted;
      logShifted += h.n[at]! * (Math.log(gamma + h.z[at]!) - second / 2 + third / 3);
      inverse += h.n[at]! * shifted * (1 + second - third);
    }
    const both = digamma(shape + q);
    sum += n * (logGamma(shape + q) - logGamma(shape) - logGammaQ + q * logScale + Math.log(x[i]!));
    sum += (shape - 1) * logSpend[i]! - (shape + q) * logShifted;
    dp += x[i]! * (n * (both - digamma(shape)) + logSpend[i]! - logShifted);
    dq += n * (both - digammaQ + logScale) - logShifted;
    dgamma += (n * q) / gamma - (shape + q) * inverse;
  }
  if (gradient !== undefined) {
    gradient[0] = dp;
    gradient[1] = dq;
    gradient[2] = dgamma;
  }
  return sum;
}

function inspectEstimate({ q }: P): Finding[] {
  if (q > 1) return [];
  const reason = `q = ${q.toPrecision(4)} <= 1: mean spend over the population is infinite; use the average spend of the data instead`;
  return [{ code: "NO_FINITE_MEAN", reason, fatal: true }];
}

/**
 * E[M] = p gamma / (q - 1): expected spend per purchase of a customer nothing is known of. FH eq. 3.
 * @returns base currency; NaN where q <= 1, since the mean is then infinite
 * @example gammaGamma.populationMean({ p: 6.25, q: 3.74, gamma: 15.44 }) // 35.22
 */
function populationMean({ p, q, gamma }: P): number {
  return q > 1 ? (p * gamma) / (q - 1) : Number.NaN;
}

/**
 * Weight of a customer's own mean spend in E[M | x, m]: px / (px + q - 1). FH eq. 5.
 * @returns in [0, 1); NaN where q <= 1, since there is no population mean to weigh it against
 * @example gammaGamma.credibility({ p: 6.25, q: 3.74, gamma: 15.44 }, 2) // 0.8202
 */
function credibility({ p, q }: P, x: number): number {
  return q > 1 ? (p * x) / (p * x + q - 1) : Number.NaN;
}

/**
 * E[M | x, m] = p (gamma + x m) / (px + q - 1): expected spend per future purchase. FH eq. 5.
 * @param m mean spend over the x repeat purchases; ignored at x = 0
 * @returns base currency; the population mean at x = 0; NaN where q <= 1
 * @example gammaGamma.expectedSpend({ p: 6.25, q: 3.74, gamma: 15.44 }, 2, 22.35) // 24.66
 */
function expectedSpend(params: P, x: number, m: number): number {
  const { p, q, gamma } = params;
  if (x === 0) return populationMean(params);
  return q > 1 ? (p * (gamma + x * m)) / (p * x + q - 1) : Number.NaN;
}
