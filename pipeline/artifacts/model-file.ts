import {
  type Coefficient,
  type Design,
  type Fit,
  type FittedCalendar,
  type GammaRegression,
  type HoldoutRival,
  type LikelihoodRatio,
  type LogNormalSpend,
  type MomentFit,
  type PairedDifference,
  type PeriodLevel,
  type Posterior,
  type PurchaseModel,
  type PurchaseModelName,
  purchaseModel,
  type RankedWithout,
  type SpendIndependence,
  type SpendLevel,
  type SpendScore,
} from "../../models/index.js";
import type { ZilnFile } from "../spend/ziln-file.js";
import type { Period } from "../sql/period-index.js";
import type { TotalsLesson } from "./totals-backtest.js";
import type { Correction } from "./validation.js";

export type TimeUnit = "day" | "week" | "month" | "year";

/** Days in each unit in which parameters can be reported. */
export const daysPerUnit: Readonly<Record<TimeUnit, number>> = {
  day: 1,
  week: 7,
  month: 365 / 12,
  year: 365,
};

/** A model of expected spend that reads more than repeat spend. */
export type SpendPredictor =
  | { readonly model: "gamma-regression"; readonly regression: GammaRegression }
  | { readonly model: "log-normal"; readonly logNormal: LogNormalSpend }
  | { readonly model: "ziln"; readonly ziln: ZilnFile };

/** What is used in place of a spend model that has no usable mean: the same mean for everyone. */
export interface SpendFallback {
  readonly meanSpend: number;
  readonly reason: string;
}

/** What is known of the doubt about a model's parameters. */
export interface ParameterDoubt {
  readonly method: "laplace" | "posterior" | "bootstrap";
  /** Equally likely parameters, in days (or periods), over which intervals are averaged. */
  readonly points: readonly Readonly<Record<string, number>>[];
  /** Of a posterior: how the draws were made and how far to trust them. */
  readonly posterior: PosteriorReport | null;
  /** Of a bootstrap: standard errors over the replicates, in days. */
  readonly bootstrap: {
    readonly replicates: number;
    readonly failed: number;
    readonly standardErrors: Readonly<Record<string, number>>;
  } | null;
}

export type PosteriorReport = Pick<
  Posterior,
  | "method"
  | "rHat"
  | "essBulk"
  | "essTail"
  | "paretoK"
  | "acceptance"
  | "divergences"
  | "evaluations"
  | "warnings"
> & {
  readonly draws: number;
  readonly quantiles: Readonly<Record<string, readonly [number, number, number]>>;
};

/** Covariates of a purchase model: how attributes become columns, and what the columns do. */
export interface FittedCovariates {
  readonly design: Design;
  readonly coefficients: readonly Coefficient[];
  /** Twice the gain in log-likelihood over the plain model, against a chance gain; null where all are shrunk or held. */
  readonly test: LikelihoodRatio | null;
}

/** Billing intervals that customers count their periods in, and which parameters each goes by. */
export interface FittedIntervals {
  /** Names of the sets of parameters: that of one stands behind a colon in the parameters, where there are several. */
  readonly sets: readonly string[];
  /** Every interval, in sixteenths of a day, with its customers and its set; most customers first. */
  readonly of: readonly { readonly sixteenths: number; readonly customers: number; readonly set: string }[];
}

/** How a candidate did on the holdout when `purchase.model` is auto. */
export interface CandidateScore {
  readonly model: string;
  readonly status: Fit["verdict"]["status"];
  /** of the calibration histories, in days */
  readonly logLikelihood: number;
  readonly aic: number | null;
  /** mean over customers of ln P(y | history): what decides; null, like the error, where a fit failed */
  readonly logScore: number | null;
  readonly meanAbsoluteError: number | null;
  readonly rootMeanSquaredError: number | null;
  /** expected over actual holdout purchases, minus 1; null where there were none */
  readonly bias: number | null;
  readonly chosen: boolean;
  /** Log-score a customer minus that of the chosen model, and of the next one of the ranking; null where there is none to compare. */
  readonly toChosen: PairedDifference | null;
  readonly toNext: PairedDifference | null;
}

/** How sure the choice of a purchase model is. */
export interface HoldoutChoice {
  readonly days: number;
  readonly customers: number;
  /** How many of them models were scored on: of large bases a sample. */
  readonly scored: number;
  /** Naive forecasts of the same customers, the least squared error first. */
  readonly rivals: readonly (Omit<HoldoutRival, "bias"> & { readonly bias: number | null })[];
  /** Without the 5 % of customers that the best model predicts worst. */
  readonly withoutWorst: RankedWithout;
  /** Without the few who carry its lead; null where they are more than a few. */
  readonly withoutCarriers: RankedWithout | null;
}

/** How a candidate did on the holdout when `spend.model` is auto. */
export interface SpendCandidate extends Readonly<Record<keyof SpendScore, number | null>> {
  readonly model: string;
  /** "unsound": fitted, and not to be believed; like a failed one it is not compared, and its scores are null */
  readonly status: Fit["verdict"]["status"] | "unsound";
  /** Why it was not compared; null where it was. */
  readonly reason: string | null;
  readonly chosen: boolean;
}

/** What `spend.model: auto` compared. */
export interface SpendComparison {
  /** the last day that the models knew */
  readonly cut: string;
  /** customers who bought after it, and their purchases */
  readonly customers: number;
  readonly purchases: number;
  /** best first, then those that were not compared */
  readonly candidates: readonly SpendCandidate[];
}

/** The spend model of model.json. */
export type SpendFile = (Fit | MomentFit) & {
  readonly independence: SpendIndependence;
  readonly fallback: SpendFallback | null;
  /** What gives expected spend in place of the spend model; null where that does. */
  readonly predictor: SpendPredictor | null;
  readonly doubt: ParameterDoubt | null;
  /** How spend per purchase has gone with the months of the calendar; absent without one. */
  readonly level?: SpendLevel;
  /** Why another model than Gamma-Gamma is used; absent where it is, or nothing else was asked for. */
  readonly leftBecause?: string;
  /** Absent unless the model was chosen; null where nothing could be compared, so that Gamma-Gamma stands. */
  readonly compared?: SpendComparison | null;
};

/** model.json: everything that scoring needs and a reader wants to know about the fits. */
export interface ModelFile {
  readonly format: 1;
  /** Changes when, and only when, a score can change: model names, parameters, as-of date. */
  readonly modelVersion: string;
  /** The day that scores are as of. */
  readonly asOf: string;
  /** The last day of the data that it was fitted to: earlier than asOf where a champion scores a later day. */
  readonly fittedAsOf: string;
  /** Null where the log has no amounts. */
  readonly currency: string | null;
  /** Parameters, errors and log-likelihood in `timeUnit`; `dayParams` are what scoring uses. */
  readonly purchase: Fit & {
    readonly timeUnit: TimeUnit;
    readonly dayParams: Readonly<Record<string, number>>;
    /** Length of an opportunity of a discrete model; null in continuous time. */
    readonly period: Period | null;
    /** Null where the fit leaves nothing to say: no covariance. */
    readonly doubt: ParameterDoubt | null;
    /** Null without covariates. */
    readonly covariates: FittedCovariates | null;
    /** Season and level, which parameters and histories are in the time of; absent where days count alike. */
    readonly calendar?: FittedCalendar;
    /** Level of a discrete model by period, which totals know and customers do not; absent in continuous time, and where left out. */
    readonly level?: PeriodLevel;
    /** Why there is no calendar, and no level, where one was asked for. */
    readonly noCalendar?: string;
    /** Where customers count periods in intervals of their own; absent where all count `period`. */
    readonly intervals?: FittedIntervals;
    /** The model that the config names. */
    readonly asked: string;
    /** Why another model than the one asked for is used; null where it is that one. */
    readonly leftBecause: string | null;
    /** Every candidate's holdout, best first; null unless the model was chosen. */
    readonly candidates: readonly CandidateScore[] | null;
    /** What the choice among them rests on; absent unless the model was chosen, and in files of older versions. */
    readonly holdout?: HoldoutChoice;
  };
  /** Null where the log has no amounts: then there is no money anywhere. */
  readonly spend: SpendFile | null;
  /** What a validation of such a model taught about its intervals; null before any. The gate adds it. */
  readonly correction: Correction | null;
  /** What it taught about totals of all customers; absent before any. The gate adds it. */
  readonly totals?: TotalsLesson;
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

/** What stands before the hash in a version: mbg-nbd+gamma-gamma, or mbg-nbd alone without amounts. */
export function modelKind(m: {
  readonly purchase: Pick<ModelFile["purchase"], "model">;
  readonly spend: Pick<SpendFile, "model" | "predictor"> | null;
}): string {
  return [m.purchase.model, ...(m.spend ? [m.spend.predictor?.model ?? m.spend.model] : [])].join("+");
}
