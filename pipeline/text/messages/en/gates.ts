import { points, rounded, shortPercent, signedPercent } from "../../format.js";

/** The gates that a new model has to pass. */
export const gates = {
  "gates.gate": "gate",
  "gates.found": "found, and wanted",
  "gates.foundAndWanted": (found: string, wanted: string) => `${found}; wanted: ${wanted}`,
  "gates.passed": "passed",
  "gates.refused": "REFUSED",
  "gates.notMeasured": "not measured",
  "gates.none": "-",
  "gates.within": (share: number) => `within ±${shortPercent(share)}`,
  "gates.withinPoints": (share: number) => `within ±${points(share)}`,
  "gates.unmeasured": (validatedAsOf: string | null) =>
    `this run did not validate${validatedAsOf === null ? "" : `; the last validation was as of ${validatedAsOf}`}`,
  "gates.unmeasured.nothingBought": "nobody bought anything in a holdout",
  "gates.unmeasured.nothingPaid": "nobody paid anything in a holdout, or the log has no amounts",
  "gates.unmeasured.singleOrigin": "a single origin leaves none to try the correction on",
  "gates.unmeasured.leftOut": (model: string) => `validate.models leaves ${model} out`,
  "gates.unmeasured.notFitted": (model: string, origins: readonly string[]) =>
    `${model} could not be fitted as of ${origins.join(", ")}`,
  "gates.unmeasured.otherChampion": "the champion was changed after the validation",
  "gates.unmeasured.incomparable": (why: string) => `not comparable: ${why}`,
  "gates.unmeasured.noReplicates": "validate.replicates is 0, which leaves chance unknown",
  "gates.unmeasured.noRival": "no naive forecast is there on every origin",
  "gates.incomparable.covariates": "the champion goes by covariates, which backtests leave out",
  "gates.incomparable.intervals":
    "the champion counts customers' own billing intervals, which backtests leave out",
  "gates.incomparable.time": (champion: Period, backtests: Period) =>
    `the champion counts time in ${unit(champion)}, the backtests in ${unit(backtests)}`,
  "gates.incomparable.seen": (fittedAsOf: string, origin: string) =>
    `the champion knows days up to ${fittedAsOf}, after the last origin ${origin}`,
  "gates.against.frozen": (
    model: string,
    { origin, until }: { readonly origin: string; readonly until: string },
    fittedAsOf: string,
  ) => `a ${model} fitted as of ${origin} against the champion of ${fittedAsOf}, to ${until}`,
  "gates.against.kind": (model: string, champion: string, origins: readonly string[]) =>
    `${model} against ${champion}, both fitted as of ${origins.join(", ")}`,
  "gates.identified": "the data identify the parameters",
  "gates.identified.wanted": (verdict: string) => verdict,
  "gates.verdict": (purchases: string) => `purchases ${purchases}`,
  "gates.verdicts": (purchases: string, spend: string | null) =>
    `purchases ${purchases}, spend ${spend ?? "by their mean"}`,
  "gates.worseVerdict": (part: "purchases" | "spend", status: string, codes: readonly string[]) =>
    `${part}: ${status} (${codes.map((code) => verdictWords[code] ?? code).join("; ")})`,
  "gates.worseVerdicts": (parts: readonly string[]) => parts.join("; "),
  "gates.bias.found": (bias: number) => signedPercent(bias),
  "gates.bias": (target: "purchases" | "value", bias: number, holdouts: number) =>
    `${target === "value" ? "value was" : "purchases were"} predicted ${shortPercent(Math.abs(bias))} too ${bias < 0 ? "low" : "high"} over ${holdouts === 1 ? "one holdout" : `${holdouts} holdouts`}`,
  "gates.bias.unsure": (bias: number, low: number, high: number) =>
    `${signedPercent(bias)} may be chance: the holdouts leave room for ${signedPercent(low)} to ${signedPercent(high)}`,
  "gates.coverage.found": (covered: number, level: number) =>
    `${shortPercent(covered)} of ${shortPercent(level)}`,
  "gates.coverage": (of: string, level: number, covered: number, intervals: number) =>
    `the ${shortPercent(level)} intervals of ${of} held ${shortPercent(covered)} of the time, the farthest off of ${intervals}`,
  "gates.totals.found": (covered: number) => `${shortPercent(covered)} held`,
  "gates.totals.wanted": (share: number) => `at least ${shortPercent(share)}`,
  "gates.totals": (of: string, covered: number, totals: number, origins: number) =>
    `the 95 % intervals of totals of ${of} held ${shortPercent(covered)} of the time: ${totals} totals predicted on ${origins} earlier days`,
  "gates.totals.few": (days: number, least: number) =>
    `totals are known of ${days} earlier ${days === 1 ? "day" : "days"}, and ${least} are needed`,
  "gates.rival.found": (loss: number, rival: string) => `error ${signedPercent(loss)} to ${rival}`,
  "gates.rival.wanted": (share: number) => `at most ${signedPercent(share)}`,
  "gates.rival.worse": (target: "purchases" | "value", rival: string, own: number, best: number) =>
    `${rival}, a naive forecast, predicts ${target} better, beyond chance: its RMSE is ${rounded(best, 3)}, the model's ${rounded(own, 3)}`,
  "gates.rival.asGood": (target: "purchases" | "value", rival: string, own: number, best: number) =>
    `the RMSE of ${target} is ${rounded(own, 3)}, that of ${rival}, the best naive forecast, ${rounded(best, 3)}`,
  "gates.champion.wanted": "not significantly worse",
  "gates.champion.none": "there is no champion to compare with",
  "gates.champion.found": (measure: string, difference: number, low: number, high: number) =>
    `${measureWords(measure)} ${rounded(difference, 3)} (${rounded(low, 3)} to ${rounded(high, 3)})`,
  "gates.champion.worse": (measure: string, champion: string, what: string) =>
    `${measureWords(measure)} is worse than that of ${champion} on the same holdout, beyond chance: ${what}`,
  "gates.champion.asGood": (measure: string, champion: string, what: string) =>
    `${measureWords(measure)} is not beyond chance worse than that of ${champion} on the same holdout: ${what}`,
  "gates.quality.found": (stops: number) => (stops === 1 ? "1 stop" : `${stops} stops`),
  "gates.quality.wanted": "no stop",
  "gates.quality": "no check of the data stops the run",
  "gates.quality.stops": (stops: readonly string[]) => stops.join("; "),
  "gates.refusedBefore": (fittedAsOf: string, reason: string) =>
    `refused before on these data, as of ${fittedAsOf}, and not measured since: ${reason}`,
  "gates.because": (gate: string, reason: string) => `${gate}: ${reason}`,
  "gates.all": (reasons: readonly string[]) => reasons.join("; "),
};

type Period = "week" | "month" | "quarter" | "year" | number | null;

function unit(period: Period): string {
  if (period === null) return "days";
  return typeof period === "number" ? `periods of ${period} days` : `${period}s`;
}

function measureWords(measure: string): string {
  return measure === "logScore" ? "the loss in log-score" : measure;
}

/** What each finding about a fit means (models/model.ts, VerdictCode). */
const verdictWords: Readonly<Record<string, string>> = {
  NO_CUSTOMERS: "there are no customers",
  NO_REPEAT_BUYERS: "nobody bought again",
  FEW_REPEAT_BUYERS: "few customers bought again",
  NO_OBSERVATION_TIME: "no customer was observed for any time",
  NO_VARIATION: "all customers are alike",
  NOT_CONVERGED: "the fit did not converge",
  NEAR_SINGULAR: "the data hardly determine the parameters",
  BOUNDARY: "parameters run to the edge of their range",
  WHOLE_AT_BOUND: "a whole parameter is at its bound",
  WEAK_PRIOR: "a weak prior was needed",
  NO_FINITE_MEAN: "the mean spend is infinite",
};
