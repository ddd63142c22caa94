import type { SpendHistories } from "../model.js";

/** |correlation| above which the independence that Gamma-Gamma assumes deserves a second look. */
export const notableCorrelation = 0.2;

export interface SpendIndependence {
  /** Pearson correlation over repeat buyers of x and mean spend z / x; null when either does not vary */
  readonly correlation: number | null;
  readonly customers: number;
  /** whether |correlation| is at or below the threshold, or is unknown */
  readonly acceptable: boolean;
  readonly threshold: number;
  /** the finding in one plain sentence */
  readonly sentence: string;
}

/**
 * Checks that how often customers buy is unrelated to how much they spend, as Gamma-Gamma assumes:
 * the correlation of x and z / x, from the sums of the rows. Fader & Hardie (2013), section 2; on the CDNOW sample it is 0.114.
 * @example spendIndependence(spendHistoriesFrom([1, 2, 3], [10, 20, 30])).correlation // null: everyone spends 10
 */
export function spendIndependence(h: SpendHistories): SpendIndependence {
  let customers = 0;
  let meanX = 0;
  let meanSpend = 0;
  for (let i = 0; i < h.n.length; i++) {
    customers += h.n[i]!;
    meanX += h.n[i]! * h.x[i]!;
    meanSpend += (h.n[i]! * h.z[i]!) / h.x[i]!;
  }
  meanX /= customers;
  meanSpend /= customers;
  let xx = 0;
  let mm = 0;
  let xm = 0;
  for (let i = 0; i < h.n.length; i++) {
    const x = h.x[i]!;
    const dx = x - meanX;
    const dm = h.z[i]! / x - meanSpend;
    xx += h.n[i]! * dx * dx;
    mm += h.n[i]! * (dm * dm + h.m2[i]! / (x * x));
    xm += h.n[i]! * dx * dm;
  }
  const varies = customers > 1 && xx > 0 && mm > 1e-24 * customers * meanSpend * meanSpend;
  const correlation = varies ? xm / Math.sqrt(xx * mm) : null;
  const acceptable = correlation === null || Math.abs(correlation) <= notableCorrelation;
  return {
    correlation,
    customers,
    acceptable,
    threshold: notableCorrelation,
    sentence: sentenceOf(correlation, customers),
  };
}

function sentenceOf(correlation: number | null, customers: number): string {
  if (correlation === null)
    return `Purchases or mean spend do not vary among ${customers} repeat buyers, so their correlation is unknown.`;
  const figure = `The correlation between number of purchases and mean spend is ${correlation.toFixed(3)} over ${customers} repeat buyers`;
  if (Math.abs(correlation) <= notableCorrelation)
    return `${figure}: within ${notableCorrelation} of 0, so treating them as independent is reasonable.`;
  return correlation > 0
    ? `${figure}: frequent buyers also spend more per purchase, so the value of the best customers is understated.`
    : `${figure}: frequent buyers spend less per purchase, so the value of the best customers is overstated.`;
}
