import { shortPercent } from "../../format.js";

/** Totals predicted on many earlier days, and whether they may be believed. */
export const rolling = {
  "rolling.none": "validate.totalOrigins is 0",
  "rolling.discrete": (model: string) => `${model} counts periods, and totals are tried day by day alone`,
  "rolling.tooShort": (days: number) =>
    `the log is too short: 150 days to learn from and ${days} to compare with are needed`,
  "rolling.noRepeats": "no customer had bought again by then",
  "rolling.noFit": (reasons: readonly string[]) => `no model could be fitted: ${reasons.join("; ")}`,
  "rolling.left": (origin: string, why: string) => `totals as of ${origin} are left out: ${why}`,
  "rolling.warn": (why: string) =>
    `the log does not support a forecast of the total, whose ranges may be far off: ${why}`,
  "rolling.title": (days: number, model: string) =>
    `Totals of all customers as ${model} would have predicted them on ${days === 1 ? "one earlier day" : `${days} earlier days`}, in per cent: of ranges that held, and of what followed their interval score, half of the 80 % range, bias and error; plain is without a calendar`,
  "rolling.row": (target: "purchases" | "value", days: number) => `${target}, ${days} days`,
  "rolling.row.month": (target: "purchases" | "value") => `${target}, a month`,
  "rolling.totals": "totals",
  "rolling.held80": "80 %",
  "rolling.held95": "95 %",
  "rolling.score": "score",
  "rolling.half": "half",
  "rolling.plain80": "plain 80 %",
  "rolling.bias": "bias",
  "rolling.error": "error",
  "rolling.plainError": "plain",
  "rolling.lastPeriod": "last period",
  "rolling.lastYear": "last year",
  "rolling.verdict.facts": (
    target: "purchases" | "value",
    origins: number,
    covered95: number,
    covered80: number,
    error: { readonly days: number; readonly share: number } | null,
  ) =>
    `on ${origins} earlier days the 95 % ranges of ${target} held ${shortPercent(covered95)} of the totals and the 80 % ranges ${shortPercent(covered80)}${error === null ? "" : `; over ${error.days} days totals were off by ${shortPercent(error.share)} on average`}`,
  "rolling.verdict.believed": (facts: string) => `The total may be believed within its ranges: ${facts}.`,
  "rolling.verdict.careful": (facts: string) =>
    `The total may be believed with care, as its ranges were too narrow: ${facts}.`,
  "rolling.verdict.notBelieved": (facts: string) =>
    `The total may not be believed, as its ranges hardly held: ${facts}.`,
  "rolling.verdict.unsupported": (why: string) =>
    `The total may not be believed, as the log does not support a forecast of it: ${why}.`,
  "rolling.verdict.few": (days: number, least: number) =>
    `Whether the total may be believed was not measured: totals of ${days} earlier ${days === 1 ? "day" : "days"} are known, and ${least} are needed.`,
  "rolling.verdict.none": (why: string) => `Whether the total may be believed was not measured: ${why}.`,
  "rolling.widened": (k: number) =>
    `Ranges of totals are up to ${rounded(k)} times as wide as the model makes them, since earlier totals were farther off than it expects.`,
  "rolling.totalRange": (total: string, low: string, high: string) =>
    `${total} (80 % range ${low} to ${high})`,
  "rolling.rivalTotal": (
    target: "purchases" | "value",
    days: number,
    rival: string,
    total: string,
    errors: string,
  ) =>
    `The total of ${target} of the next ${days} days is ${total}, that of a naive forecast, ${rival}, which predicted earlier ones better beyond chance: ${errors}.`,
  "rolling.unsupported": (
    target: "purchases" | "value",
    days: number,
    origin: string,
    logError: number,
    k: number,
  ) =>
    `${target} of the ${days} days after ${origin} ${target === "value" ? "was" : "were"} ${times(logError)} what was predicted then${k > 1.05 ? `, and errors were ${rounded(k)} times as large as the model expects` : ""}`,
};

const rounded = (k: number): string => (Math.round(10 * k) / 10).toFixed(1);

/** @param log ln(actual / predicted) */
function times(log: number): string {
  const ratio = Math.exp(log);
  return ratio >= 2 ? `${rounded(ratio)} times` : `${Math.round(100 * ratio)} % of`;
}
