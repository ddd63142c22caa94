/**
 * Linear credibility: a customer's own mean over all its purchases, weighed against the mean of all customers.
 * Buehlmann & Straub (1970), Glaubwuerdigkeit fuer Schadensaetze, Mitteilungen der Vereinigung schweizerischer
 * Versicherungsmathematiker 70, with variances relative to squared means, so that nothing depends on the currency.
 */
import type { Params, SpendModel } from "../model.js";

export type CredibilityParam = "mean" | "within" | "between";
type P = Params<CredibilityParam>;

/**
 * mean: of customers' own means, base currency. within: variance of a purchase about the customer's own mean, over the square
 * of that mean, >= 0. between: variance of own means over mean^2, >= 0.
 */
export const credibility: SpendModel<CredibilityParam> = {
  name: "credibility",
  about: {
    title: "Credibility of the own mean",
    assumes: "a customer's purchases, the first one included, vary about a mean of its own, in whatever way",
    useWhen:
      "customers pay a price of their own, or spend is too uneven for Gamma-Gamma, which gives way to it then",
    source: "Buehlmann & Straub (1970)",
  },
  params: ["mean", "within", "between"],
  ownMean: "all",
  populationMean: ({ mean }) => mean,
  credibility: weight,
  expectedSpend(p, x, m) {
    const own = weight(p, x);
    return own * m + (1 - own) * p.mean;
  },
};

/**
 * Purchases at which own mean and population mean weigh the same: E[variance within] / Var[own means]
 *     kappa = within (1 + between) / between
 * @returns 0 where purchases of one customer do not vary; Infinity where only they do
 */
export function kappa({ within, between }: Pick<P, "within" | "between">): number {
  if (within === 0) return 0;
  return between > 0 ? (within * (1 + between)) / between : Infinity;
}

/**
 * Weight of a customer's own mean: n / (n + kappa) over n = x + 1 purchases, exactly 1 where within is 0.
 * @example credibility.credibility({ mean: 50, within: 0.2, between: 0.25 }, 3) // 0.8: kappa is 1
 */
function weight(p: P, x: number): number {
  return 1 / (1 + kappa(p) / (x + 1));
}

const least = 1e-12; // variance that stands for none: a weight of 1 to as many digits

/**
 * The Gamma-Gamma whose E[M] is the same for every customer (Jewell 1974: there, credibility is exact), and whose spread
 * therefore serves for intervals. Its x counts purchases after the first as everywhere, since the first one is already in
 * its q; its z is the customer's total spend, the first purchase included.
 * @param leastWithin the variance that a smaller one within customers counts as
 * @returns p = 1 / within, q = 2 + 1 / between + p, gamma = mean (1 + 1 / between) / p
 */
export function asGammaGamma({ mean, within, between }: P, leastWithin = least): Params<"p" | "q" | "gamma"> {
  const p = 1 / Math.max(within, leastWithin);
  const spread = 1 / Math.max(between, least);
  return { p, q: 2 + spread + p, gamma: (mean * (1 + spread)) / p };
}
