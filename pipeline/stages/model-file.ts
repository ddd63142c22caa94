import {
  type Fit,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  type SpendIndependence,
} from "../../models/index.js";
import type { Period } from "../sql/period-index.js";

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

/** How a candidate did on the holdout when `purchase.model` is auto. */
export interface CandidateScore {
  readonly model: string;
  readonly status: Fit["verdict"]["status"];
  /** of the calibration histories, in days */
  readonly logLikelihood: number;
  readonly aic: number | null;
  /** mean over customers of ln P(y | history): what decides */
  readonly logScore: number;
  readonly meanAbsoluteError: number;
  /** expected over actual holdout purchases, minus 1; null where there were none */
  readonly bias: number | null;
  readonly chosen: boolean;
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
    /** Length of an opportunity of a discrete model; null in continuous time. */
    readonly period: Period | null;
    /** The model that the config names. */
    readonly asked: string;
    /** Why another model than the one asked for is used; null where it is that one. */
    readonly leftBecause: string | null;
    /** Every candidate's holdout, best first; null unless the model was chosen. */
    readonly candidates: readonly CandidateScore[] | null;
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

/** The purchase model that a model file was fitted with. */
export function fittedPurchaseModel(m: ModelFile): PurchaseModel {
  return purchaseModel(m.purchase.model as PurchaseModelName);
}
