import { rounded } from "../../format.js";

/** Backtests: what they were, their measures, and the verdict. */
export const validation = {
  "validation.title": (days: number, disjoint: boolean) =>
    `Backtests: fitted to what was known on each day, compared with the ${days} days after it${disjoint ? "" : ", which overlap"}`,
  "validation.noRepeatBuyers": (origin: string) =>
    `${origin} is left out of the backtests: nobody had bought twice by then, so there was nothing to fit`,
  "validation.origin": "fitted to",
  "validation.until": "compared to",
  "validation.customers": "customers",
  "validation.scored": "scored",
  "validation.bought": "bought",
  "validation.purchases": "Purchases",
  "validation.value": "Value",
  "validation.measures": (target: string, origins: number) =>
    `${target} of each customer${origins === 1 ? "" : `, means over ${origins} origins`} (± half a 95 % interval; * the chosen model)`,
  "validation.chosen": (model: string) => `${model} *`,
  "validation.half": (value: string, half: string) => `${value} ±${half}`,
  "validation.percent": (measure: string) => `${measure} %`,
  "validation.noForecast": "no forecast at some origin",
  "validation.byOrigin": (target: string) => `${target} by origin`,
  "validation.coverage": (model: string, origin: string, learnedOn: readonly string[]) =>
    `Intervals of ${model} that held after ${origin}, per cent: as they are -> with the correction learned on ${learnedOn.join(", ")}`,
  "validation.coverage.customers": "customers",
  "validation.coverage.level": (target: string, level: number) => `${target} ${100 * level} %`,
  "validation.coverage.held": (before: number, after: number) =>
    `${(100 * before).toFixed(1)} -> ${(100 * after).toFixed(1)}`,
  "validation.coverage.all": "all",
  "validation.frozen": "champion (frozen)",
  "validation.fittedAsOf": (model: string, origin: string) => `${model} fitted as of ${origin}`,
  "validation.champion": (
    version: string,
    fittedAsOf: string,
    { origin, until }: { readonly origin: string; readonly until: string },
  ) =>
    `The champion ${version}, fitted as of ${fittedAsOf} and frozen since, on purchases from ${origin} to ${until}`,
  "validation.champion.notComparable": (version: string, fittedAsOf: string, why: string) =>
    `The champion ${version}, fitted as of ${fittedAsOf}, is not compared with what followed: ${why}`,
  "validation.champion.worse": "worse than the champion by",
  "validation.difference": (value: string, low: string, high: string) => `${value} (${low} to ${high})`,
  "validation.best": (model: string) => `Best by log-score: ${model}, which is what this run fitted`,
  "validation.best.notFitted": (model: string, fitted: string) =>
    `Best by log-score: ${model}, this run fitted ${fitted}`,
  "validation.next": (
    model: string,
    next: string,
    value: number,
    interval: { readonly low: number; readonly high: number } | null,
    chance: string,
  ) =>
    `${model} predicts better than ${next}, the next: its log-score a customer is ${value.toFixed(5)}${interval === null ? "" : ` (${interval.low.toFixed(5)} to ${interval.high.toFixed(5)})`} higher, ${chance}; what each did is ${rounded(100 * Math.expm1(value), 2)} % more probable under it`,
  "validation.ofTarget": (target: string, what: string) => `${target}: ${what}`,
  "validation.none": (failures: readonly string[]) =>
    `No model could be fitted at every origin: ${failures.join(", ")}`,
  "validation.failed": (model: string, failed: number, of: number) => `${model} failed at ${failed} of ${of}`,
};
