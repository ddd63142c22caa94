import type { Config } from "../config.js";

/** What a run does about its model. */
export type Action = "score" | "refit" | "validate";

export interface Decision {
  /** score: with the champion as it is; refit: fit anew; validate: fit anew and backtest. */
  readonly action: Action;
  /** In words, with the numbers that led to it. */
  readonly reasons: readonly string[];
}

export interface PolicyInputs {
  readonly asOf: string;
  readonly customers: number;
  readonly repeatPurchases: number;
  /** Drifts of the input since the champion was fitted that are beyond their warning level, in words. */
  readonly drift: readonly string[];
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

const validateAfterDays = { retail: 91, subscription: 30 } as const;

/**
 * Whether the run scores with the champion, fits anew, or fits and validates: by age, growth and drift. The first model scores
 * at once; the first refit is validated, and from then on as often as the policy says.
 * @example decide(inputs, config.retrain).reasons // ["the model is 35 days old; a refit is due after 30"]
 */
export function decide(inputs: PolicyInputs, { when, policy }: Config["retrain"]): Decision {
  const { champion, asOf } = inputs;
  if (champion === null) return { action: "refit", reasons: ["there is no model yet"] };
  if (asOf < champion.fittedAsOf)
    return {
      action: "refit",
      reasons: [
        `the champion knows days up to ${champion.fittedAsOf}, after this run's ${asOf}: the run fits a model of its own, which stays no champion`,
      ],
    };
  if (when === "never") return { action: "score", reasons: ['retrain.when is "never"'] };
  const validation = validationDue(inputs.asOf, champion, policy);
  if (validation !== null) return { action: "validate", reasons: [validation] };
  const due = [
    ...(when === "always" ? ['retrain.when is "always"'] : []),
    ...ageDue(asOf, champion.fittedAsOf, policy.refitAfterDays),
    ...growthDue("customers", inputs.customers, champion.customers, policy.growth),
    ...growthDue("repeat purchases", inputs.repeatPurchases, champion.repeatPurchases, policy.growth),
    ...(policy.onDrift ? inputs.drift : []),
  ];
  if (due.length > 0 && champion.validatedAsOf === null)
    return { action: "validate", reasons: [...due, "no model was validated yet"] };
  if (due.length > 0) return { action: "refit", reasons: due };
  const age = daysBetween(champion.fittedAsOf, asOf);
  return {
    action: "score",
    reasons: [
      age === 0
        ? `the model was fitted to this very day ${asOf}`
        : `the model is ${days(age)} old; a refit is due after ${policy.refitAfterDays}`,
    ],
  };
}

function validationDue(
  asOf: string,
  { validatedAsOf, firstAsOf }: NonNullable<PolicyInputs["champion"]>,
  policy: Config["retrain"]["policy"],
): string | null {
  const after = policy.validateAfterDays ?? validateAfterDays[policy.business];
  const since = daysBetween(validatedAsOf ?? firstAsOf, asOf);
  if (since < after) return null;
  const what = validatedAsOf === null ? "the first model was fitted" : "the last validation was";
  return `${what} ${days(since)} ago; a full validation is due after ${after}`;
}

function ageDue(asOf: string, fittedAsOf: string, after: number): string[] {
  const age = daysBetween(fittedAsOf, asOf);
  return age >= after ? [`the model is ${days(age)} old; a refit is due after ${after}`] : [];
}

function growthDue(what: string, now: number, then: number, limit: number): string[] {
  const growth = now / then - 1;
  if (!(growth >= limit)) return [];
  return [
    `${what} grew by ${percent(growth)} since the fit, from ${count(then)} to ${count(now)}; a refit is due from ${percent(limit)} on`,
  ];
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

const days = (n: number): string => `${n} ${n === 1 ? "day" : "days"}`;
const percent = (share: number): string => `${Math.round(1000 * share) / 10} %`;
const count = (n: number): string => n.toLocaleString("en-US");
