import type { Config } from "../config/config.js";
import { message, type Text } from "../text/messages/message.js";
import { daysBetween } from "../time/calendar.js";

/** What a run does about its model. */
export type Action = "score" | "refit" | "validate";

export interface Decision {
  /** score: with the champion as it is; refit: fit again; validate: fit again and backtest. */
  readonly action: Action;
  /** With the numbers that led to it. */
  readonly reasons: readonly Text[];
}

export interface PolicyInputs {
  readonly asOf: string;
  readonly customers: number;
  readonly repeatPurchases: number;
  /** What is beyond its warning level: drifts of the input since the champion was fitted, and misses of the last run's forecast. */
  readonly drift: readonly Drift[];
  /** The champion that was fitted to this very day from other data, in whose place the one before it is taken; null where none was. */
  readonly setAside?: { readonly version: string; readonly validated: boolean } | null;
  /** Null before the first model. */
  readonly champion: {
    readonly version: string;
    /** The last day that it was fitted to. */
    readonly fittedAsOf: string;
    /** The last day of the data of the latest validation, of it or of a champion before it; null where there was none. */
    readonly validatedAsOf: string | null;
    /** The last day that the first model of all was fitted to. */
    readonly firstAsOf: string;
    /** The last model that was fitted, where it was refused. */
    readonly refused?: string | null;
    readonly customers: number;
    readonly repeatPurchases: number;
  } | null;
}

export interface Drift {
  /** amounts: what customers spend; purchases: how often they buy, and who buys. */
  readonly of: "amounts" | "purchases";
  /** With the numbers. */
  readonly text: Text;
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
  const { champion, asOf, setAside = null } = inputs;
  const otherData = setAside === null ? [] : [message("policy.otherData", setAside.version, asOf)];
  if (champion === null)
    return { action: "refit", reasons: otherData.length > 0 ? otherData : [message("policy.noModel")] };
  if (asOf < champion.fittedAsOf)
    return {
      action: "refit",
      reasons: [message("policy.older", champion.fittedAsOf, asOf)],
    };
  if (when === "never") return { action: "score", reasons: [message("policy.never")] };
  const drift = policy.onDrift ? inputs.drift : [];
  const drifted = (of: Drift["of"]): Text[] => drift.filter((d) => d.of === of).map(({ text }) => text);
  const refitAfter = policy.refitAfterDays ?? dueAfterDays[policy.business];
  const due = [
    ...otherData,
    ...(when === "always" ? [message("policy.always")] : []),
    ...ageDue(asOf, champion.fittedAsOf, refitAfter),
    ...growthDue("policy.customersGrew", inputs.customers, champion.customers, policy.growth),
    ...growthDue("policy.purchasesGrew", inputs.repeatPurchases, champion.repeatPurchases, policy.growth),
    ...drifted("amounts"),
  ];
  const validation = [
    ...validationDue(inputs.asOf, champion, policy),
    ...drifted("purchases"),
    ...(setAside?.validated ? [...otherData, message("policy.otherDataValidated", asOf)] : []),
    ...(due.length > 0 && champion.refused ? [...due, message("policy.lastRefused", champion.refused)] : []),
    ...(due.length > 0 && champion.validatedAsOf === null ? [...due, message("policy.neverValidated")] : []),
  ];
  if (validation.length > 0) return { action: "validate", reasons: [...new Set(validation)] };
  if (due.length > 0) return { action: "refit", reasons: due };
  const age = daysBetween(champion.fittedAsOf, asOf);
  return {
    action: "score",
    reasons: [age === 0 ? message("policy.sameDay", asOf) : message("policy.age", age, refitAfter)],
  };
}

function validationDue(
  asOf: string,
  { validatedAsOf, firstAsOf }: NonNullable<PolicyInputs["champion"]>,
  policy: Config["retrain"]["policy"],
): Text[] {
  const after = policy.validateAfterDays ?? dueAfterDays[policy.business];
  const since = daysBetween(validatedAsOf ?? firstAsOf, asOf);
  if (since < after) return [];
  return [message(validatedAsOf === null ? "policy.firstFit" : "policy.lastValidation", since, after)];
}

function ageDue(asOf: string, fittedAsOf: string, after: number): Text[] {
  const age = daysBetween(fittedAsOf, asOf);
  return age >= after ? [message("policy.age", age, after)] : [];
}

function growthDue(
  what: "policy.customersGrew" | "policy.purchasesGrew",
  now: number,
  then: number,
  limit: number,
): Text[] {
  const growth = now / then - 1;
  return growth >= limit ? [message(what, then, now, limit)] : [];
}
