import type { Fit, SpendIndependence } from "../../models/index.js";

export type TimeUnit = "day" | "week" | "month" | "year";

/** Days in each unit in which parameters can be reported. */
export const daysPerUnit: Readonly<Record<TimeUnit, number>> = {
  day: 1,
  week: 7,
  month: 365 / 12,
  year: 365,
};

/** What is used in place of a spend model that has no usable mean: the same mean for everyone. */
export interface SpendFallback {
  readonly meanSpend: number;
  readonly reason: string;
}

/** model.json: everything that scoring needs and a reader wants to know about the fits. */
export interface ModelFile {
  readonly format: 1;
  /** Changes when, and only when, a score can change: model names, parameters, as-of date. */
  readonly modelVersion: string;
  readonly asOf: string;
  readonly currency: string;
  /** Parameters, errors and log-likelihood in `timeUnit`; `dayParams` are what scoring uses. */
  readonly purchase: Fit & {
    readonly timeUnit: TimeUnit;
    readonly dayParams: Readonly<Record<string, number>>;
  };
  readonly spend: Fit & { readonly independence: SpendIndependence; readonly fallback: SpendFallback | null };
  readonly data: {
    readonly customers: number;
    readonly histories: number;
    readonly repeatCustomers: number;
    readonly spendRows: number;
    readonly fingerprint: string;
  };
}
