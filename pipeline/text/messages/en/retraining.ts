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
  "policy.customersGrew": (growth: number, then: number, now: number, limit: number) =>
    grew("customers", growth, then, now, limit),
  "policy.purchasesGrew": (growth: number, then: number, now: number, limit: number) =>
    grew("repeat purchases", growth, then, now, limit),
  "champion.kept": (champion: string) => `Champion ${champion}`,
  "champion.first": (champion: string, reason: string) => `Champion ${champion}: ${reason}`,
  "champion.refit": (champion: string, reason: string) => `New champion ${champion}: ${reason}`,
  "champion.refused": (champion: string, challenger: string) =>
    `Champion ${champion} stays; ${challenger} is refused`,
  "champion.changed": (event: string, to: string, fittedAsOf: string, from: string) =>
    `${event}: ${to} (fitted as of ${fittedAsOf}) is champion, in place of ${from}.`,
  "champion.changed.next":
    "The next run scores with it, and fits again where the policy says so; `clv score` scores the latest data with it now.",
  "champion.own": (champion: string) => `${champion} scores this run alone and is no champion`,
};

const days = (n: number): string => `${n} ${n === 1 ? "day" : "days"}`;

function grew(what: string, growth: number, then: number, now: number, limit: number): string {
  return `${what} grew by ${shortPercent(growth)} since the fit, from ${count(then)} to ${count(now)}; a refit is due from ${shortPercent(limit)} on`;
}
