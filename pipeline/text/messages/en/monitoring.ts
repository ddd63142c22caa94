import { count, fourDigits, shortPercent, signedPercent } from "../../format.js";

/** What a run measures against the one before it. */
export const monitoring = {
  "monitoring.stop": "STOP",
  "monitoring.warning": "warning",
  "monitoring.ok": "ok",
  "monitoring.measure": "measure",
  "monitoring.now": "now",
  "monitoring.was": "was",
  "monitoring.wasIs": "was / is",
  "monitoring.title": (asOf: string) => `Against the run as of ${asOf}`,
  "monitoring.tiers": "Customers by tier",
  "monitoring.volume": (now: number, then: number) =>
    `${fourDigits(now)} orders a day, ${signedPercent(now / then - 1)} against ${fourDigits(then)}`,
  "monitoring.newCustomers": (now: number, then: number) =>
    `${shortPercent(now)} of the buyers are new, against ${shortPercent(then)}`,
  "monitoring.season.orders": (found: string, was: number, factor: number) =>
    `${found}: the ${fourDigits(was)} of then times ${fourDigits(factor)}, as earlier years moved between these seasons`,
  "monitoring.season.share": (found: string, was: number) =>
    `${found}: the ${shortPercent(was)} of then as earlier years moved between these seasons`,
  "monitoring.meanAmount": (now: number, change: number, then: number) =>
    `a typical amount is ${fourDigits(now)}, ${signedPercent(change)} against ${fourDigits(then)}`,
  "monitoring.amounts": "amounts",
  "monitoring.gaps": "days between purchases",
  "monitoring.psi": (what: string, psi: number) =>
    `the distribution of ${what} moved by a PSI of ${fourDigits(psi)}`,
  "monitoring.ks": (what: string, distance: number) =>
    `the distribution of ${what} moved by a Kolmogorov–Smirnov distance of ${fourDigits(distance)}`,
  "monitoring.parameter": (name: string, before: number, after: number) =>
    `${name} ${fourDigits(before)} to ${fourDigits(after)}`,
  "monitoring.parameters": (
    model: string,
    {
      distance,
      freedom,
      pValue,
    }: { readonly distance: number; readonly freedom: number; readonly pValue: number },
    moved: readonly string[],
  ) =>
    `parameters of ${model} moved by ${fourDigits(distance)} standard errors over ${freedom} ${freedom === 1 ? "direction" : "directions"} (p ${fourDigits(pValue)}): ${moved.join(", ")}`,
  "monitoring.meanClv": (days: number, now: number, then: number) =>
    `the mean CLV of the next ${days} days is ${fourDigits(now)}, ${signedPercent(now / then - 1)} against ${fourDigits(then)}`,
  "monitoring.meanPurchases": (days: number, now: number, then: number) =>
    `the mean of expected purchases in the next ${days} days is ${fourDigits(now)}, ${signedPercent(now / then - 1)} against ${fourDigits(then)}`,
  "monitoring.tierChurn": (share: number) => tierChurn(share),
  "monitoring.tierChurn.most": (share: number, from: string, to: string, customers: number) =>
    `${tierChurn(share)}, most from ${from} to ${to} (${count(customers)})`,
  "monitoring.because.chance": "chance brings as much",
  "monitoring.because.few": "too few to judge",
  "monitoring.because.small": "too small a move to matter",
  "monitoring.purchases": (days: number, actual: number, expected: number) =>
    `purchases ${sinceLastRun(days, actual, expected)}`,
  "monitoring.revenue": (days: number, actual: number, expected: number) =>
    `revenue ${sinceLastRun(days, actual, expected)}`,
};

function sinceLastRun(days: number, actual: number, expected: number): string {
  return `of the last run's customers in ${days} ${days === 1 ? "day" : "days"}: ${fourDigits(actual)}, ${signedPercent(actual / expected - 1)} against the ${fourDigits(expected)} expected`;
}

function tierChurn(share: number): string {
  return `${shortPercent(share)} of the customers of both runs changed tier`;
}
