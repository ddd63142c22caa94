import type { Config } from "../config/config.js";
import { say } from "../text/messages/say.js";
import { daysBetween } from "../time/calendar.js";

/** What a run does about its model. */
export type Action = "score" | "refit" | "validate";

export interface Decision {
  /** score: with the champion as it is; refit: fit again; validate: fit again and backtest. */
  readonly action: Action;
  /** In words, with the numbers that led to it. */
  readonly reasons: readonly string[];
}

export interface PolicyInputs {
  readonly asOf: string;
  readonly customers: number;
  readonly repeatPurchases: number;
  /** What is beyond its warning level: drifts of the input since the champion was fitted, and misses of the last run's forecast. */
  readonly drift: readonly Drift[];
  /** Null before the first model. */
  readonly champion: {
    readonly version: string;
    /** The last day that it was fitted to. */
    readonly fittedAsOf: string;
    /** The last day of the data of the latest validation, of it or of a champion before it; null where there was none. */
    readonly validatedAsOf: string | null;
    /** The last day that the first model of all was fitted to. */
    readonly firstAsOf: string;
    readonly customers: number;
    readonly repeatPurchases: number;
  } | null;
}

export interface Drift {
  /** amounts: what customers spend; purchases: how often they buy, and who buys. */
  readonly of: "amounts" | "purchases";
  /** In words, with the numbers. */
  readonly text: string;
}

/** The shortest quarter and the shortest month, so that what a monthly schedule calls one is one in February too. */
const dueAfterDays = { retail: 89, subscription: 28 } as const;

/**
 * Whether the run scores with the champion, fits again, or fits and validates: by age, growth and drift. The first model scores
 * at once; the first refit is validated, and from then on as often as the policy says. Where customers buy otherwise than they did,
 * forecasts are in doubt, so that is validated too; other amounts are learned by a refit.
 * @example decide(inputs, config.retrain).reasons // ["the model is 95 days old; a refit is due after 89"]
 */
export function decide(inputs: PolicyInputs, { when, policy }: Config["retrain"]): Decision {
  const { champion, asOf } = inputs;
  if (champion === null) return { action: "refit", reasons: [say("policy.noModel")] };
  if (asOf < champion.fittedAsOf)
    return {
      action: "refit",
      reasons: [say("policy.older", champion.fittedAsOf, asOf)],
    };
  if (when === "never") return { action: "score", reasons: [say("policy.never")] };
  const drift = policy.onDrift ? inputs.drift : [];
  const drifted = (of: Drift["of"]): string[] => drift.filter((d) => d.of === of).map(({ text }) => text);
  const refitAfter = policy.refitAfterDays ?? dueAfterDays[policy.business];
  const due = [
    ...(when === "always" ? [say("policy.always")] : []),
    ...ageDue(asOf, champion.fittedAsOf, refitAfter),
    ...growthDue("policy.customersGrew", inputs.customers, champion.customers, policy.growth),
    ...growthDue("policy.purchasesGrew", inputs.repeatPurchases, champion.repeatPurchases, policy.growth),
    ...drifted("amounts"),
  ];
  const validation = [
    ...validationDue(inputs.asOf, champion, policy),
    ...drifted("purchases"),
    ...(due.length > 0 && champion.validatedAsOf === null ? [...due, say("policy.neverValidated")] : []),
  ];
  if (validation.length > 0) return { action: "validate", reasons: validation };
  if (due.length > 0) return { action: "refit", reasons: due };
  const age = daysBetween(champion.fittedAsOf, asOf);
  return {
    action: "score",
    reasons: [age === 0 ? say("policy.sameDay", asOf) : say("policy.age", age, refitAfter)],
  };
}

function validationDue(
  asOf: string,
  { validatedAsOf, firstAsOf }: NonNullable<PolicyInputs["champion"]>,
  policy: Config["retrain"]["policy"],
): string[] {
  const after = policy.validateAfterDays ?? dueAfterDays[policy.business];
  const since = daysBetween(validatedAsOf ?? firstAsOf, asOf);
  if (since < after) return [];
  return [say(validatedAsOf === null ? "policy.firstFit" : "policy.lastValidation", since, after)];
}

function ageDue(asOf: string, fittedAsOf: string, after: number): string[] {
  const age = daysBetween(fittedAsOf, asOf);
  return age >= after ? [say("policy.age", age, after)] : [];
}

function growthDue(
  what: "policy.customersGrew" | "policy.purchasesGrew",
  now: number,
  then: number,
  limit: number,
): string[] {
  const growth = now / then - 1;
  return growth >= limit ? [say(what, growth, then, now, limit)] : [];
}
