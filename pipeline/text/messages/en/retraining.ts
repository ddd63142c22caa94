import { count, shortPercent } from "../../format.js";

/** What a run did about its model, and why. */
export const retraining = {
  "decision.score": "Scored with the champion as it is",
  "decision.refit": "A new fit",
  "decision.validate": "A new fit, with a full validation",
  "policy.noModel": "there is no model yet",
  "policy.older": (fittedAsOf: string, asOf: string) =>
    `the champion knows days up to ${fittedAsOf}, after this run's ${asOf}: the run fits a model of its own, which stays no champion`,
  "policy.never": 'retrain.when is "never"',
  "policy.always": 'retrain.when is "always"',
  "policy.neverValidated": "no model was validated yet",
  "policy.sameDay": (asOf: string) => `the model was fitted to this very day ${asOf}`,
  "policy.age": (age: number, after: number) =>
    `the model is ${days(age)} old; a refit is due after ${after}`,
  "policy.firstFit": (ago: number, after: number) =>
    `the first model was fitted ${days(ago)} ago; a full validation is due after ${after}`,
  "policy.lastValidation": (ago: number, after: number) =>
    `the last validation was ${days(ago)} ago; a full validation is due after ${after}`,
  "policy.customersGrew": (then: number, now: number, limit: number) => grew("customers", then, now, limit),
  "policy.purchasesGrew": (then: number, now: number, limit: number) =>
    grew("repeat purchases", then, now, limit),
  "policy.driftSinceFit": (what: string) => `drift since the fit: ${what}`,
  "policy.otherData": (champion: string, asOf: string) =>
    `${champion} was fitted to this very day ${asOf} from other data`,
  "policy.otherDataValidated": (asOf: string) => `the validation as of ${asOf} was of other data`,
  "policy.lastRefused": (version: string) => `the last fit ${version} was refused, so this one is validated`,
  "judged.first": "the first model",
  "judged.firstInSpite": (because: string) => `the first model, in spite of ${because}`,
  "judged.passed": "all gates are passed",
  "judged.noneRefuses": "no gate refuses it; some measured nothing",
  "judged.unmeasuredSince": (version: string, gates: readonly string[]) =>
    `no gate refuses it, but ${version} was refused before by ${gates.join(", ")}, which this run did not measure`,
  "judged.before": (version: string) =>
    `a person has taken another champion than what was fitted to these data: ${version} is left aside`,
  "judged.setAside": (version: string) => `${version} was fitted to the same day from other data`,
  "judged.byHand": (from: string) => `by hand, in place of ${from}`,
  "judged.byHandRefused": (from: string, gates: readonly string[]) =>
    `by hand, in place of ${from}, though it was refused (${gates.join(", ")})`,
  "judged.back": (from: string) => `back from ${from}, by hand`,
  "judged.backRefused": (from: string, gates: readonly string[]) =>
    `back from ${from}, by hand, though it was not passed (${gates.join(", ")})`,
  "judged.reasons": (reasons: readonly string[]) => reasons.join("; "),
  "champion.warnRefused": (challenger: string, champion: string, gates: string) =>
    `${challenger} is refused, ${champion} scores:\n${gates}`,
  "champion.overridden": (champion: string, gates: readonly string[]) =>
    `${champion} scores though it does not pass: ${gates.join(", ")}`,
  "champion.kept": (champion: string) => `Champion ${champion}`,
  "champion.first": (champion: string, reason: string) => `Champion ${champion}: ${reason}`,
  "champion.refit": (champion: string, reason: string) => `New champion ${champion}: ${reason}`,
  "champion.refused": (champion: string, challenger: string) =>
    `Champion ${champion} stays; ${challenger} is refused`,
  "champion.changed": (event: string, to: string, fittedAsOf: string, from: string) =>
    `${event}: ${to} (fitted as of ${fittedAsOf}) is champion, in place of ${from}.`,
  "champion.changed.next":
    "The next run scores with it, and fits again where the policy says so; `clv score` scores the latest data with it now.",
  "champion.changed.refused": (to: string, gates: readonly string[]) =>
    `${to} did not pass when it was judged: ${gates.join(", ")}. Each run that it scores says so.`,
  "champion.own": (champion: string) => `${champion} scores this run alone and is no champion`,
};

const days = (n: number): string => `${n} ${n === 1 ? "day" : "days"}`;

function grew(what: string, then: number, now: number, limit: number): string {
  return `${what} grew by ${shortPercent(now / then - 1)} since the fit, from ${count(then)} to ${count(now)}; a refit is due from ${shortPercent(limit)} on`;
}
