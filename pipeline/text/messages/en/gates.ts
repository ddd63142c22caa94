import { points, rounded, shortPercent, signedPercent } from "../../format.js";

/** The gates that a new model has to pass. */
export const gates = {
  "gates.gate": "gate",
  "gates.found": "found",
  "gates.wanted": "wanted",
  "gates.passed": "passed",
  "gates.refused": "REFUSED",
  "gates.within": (share: number) => `within ±${shortPercent(share)}`,
  "gates.withinPoints": (share: number) => `within ±${points(share)}`,
  "gates.unmeasured": (validatedAsOf: string | null) =>
    `not measured: this run did not validate${validatedAsOf === null ? "" : `; the last validation was as of ${validatedAsOf}`}`,
  "gates.identified": "the data identify the parameters",
  "gates.verdicts": (purchases: string, spend: string | null | undefined) =>
    `purchases ${purchases}${spend === undefined ? "" : `, spend ${spend ?? "by their mean"}`}`,
  "gates.worseVerdict": (part: "purchases" | "spend", status: string, reasons: readonly string[]) =>
    `${part}: ${status} (${reasons.join("; ")})`,
  "gates.bias.found": (bias: number) => signedPercent(bias),
  "gates.bias": (bias: number, holdouts: number) =>
    `purchases were predicted ${shortPercent(Math.abs(bias))} too ${bias < 0 ? "low" : "high"} over ${holdouts === 1 ? "one holdout" : `${holdouts} holdouts`}`,
  "gates.coverage.found": (covered: number, level: number) =>
    `${shortPercent(covered)} of ${shortPercent(level)}`,
  "gates.coverage": (of: string, level: number, covered: number, intervals: number) =>
    `the ${shortPercent(level)} intervals of ${of} held ${shortPercent(covered)} of the time, the farthest off of ${intervals}`,
  "gates.champion.wanted": "not significantly worse",
  "gates.champion.none": "there is no champion to compare with",
  "gates.champion.found": (measure: string, difference: number, low: number, high: number) =>
    `${measure} ${rounded(difference, 3)} (${rounded(low, 3)} to ${rounded(high, 3)})`,
  "gates.champion.worse": (measure: string, champion: string, what: string) =>
    `${measure} is worse than that of ${champion} on the same holdout, beyond chance: ${what}`,
  "gates.champion.asGood": (measure: string, champion: string, what: string) =>
    `${measure} is not beyond chance worse than that of ${champion} on the same holdout: ${what}`,
  "gates.quality.found": (stops: number) => (stops === 1 ? "1 stop" : `${stops} stops`),
  "gates.quality.wanted": "no stop",
  "gates.quality": "no check of the data stops the run",
};
