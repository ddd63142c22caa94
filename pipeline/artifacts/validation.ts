import type {
  ActiveScore,
  Fit,
  ForecastScore,
  LevelCorrection,
  MeasureIntervals,
  MeasureName,
  Measures,
  RankedWithout,
  TrackedPeriod,
} from "../../models/index.js";
import type { Period } from "../sql/period-index.js";
import type { Window } from "../stages/validate/origins.js";
import type { Text } from "../text/messages/message.js";
import type { TotalsBacktest } from "./totals-backtest.js";

/** What is forecast: purchases in the holdout, or net spend in it (base currency, not discounted, without margin). */
export type Target = "purchases" | "value";
export const targets = ["purchases", "value"] as const satisfies readonly Target[];
/** What is known by target; nothing of value where the log has no amounts. */
export interface ByTarget<V> {
  readonly purchases: V;
  readonly value?: V;
}

/** Levels of the intervals that are compared with what followed. */
export const validatedLevels = [0.8, 0.95] as const;

/** validation.json: what models and naive rivals would have predicted at earlier dates, compared with what followed. */
export interface Validation {
  readonly format: 1;
  /** Why nothing was validated; null where it was. */
  readonly skipped: string | null;
  readonly asOf: string;
  /** Null where the log has no amounts: purchases alone are forecast. */
  readonly currency: string | null;
  /** Null where nothing was validated. */
  readonly backtest: Backtest | null;
}

export interface Backtest {
  readonly holdoutDays: number;
  /** The holdout in the time of the models: days, or periods. */
  readonly horizon: number;
  /** Length of a period of discrete models; null in continuous time. */
  readonly period: Period | null;
  /** Whether no day lies in two holdouts. */
  readonly disjoint: boolean;
  readonly replicates: number;
  readonly seed: number;
  /** Models in the order in which they were asked for. */
  readonly models: readonly string[];
  /** Best first; those that could not be fitted at some origin come last. */
  readonly ranking: readonly RankedModel[];
  /** The best model; null where none could be fitted at every origin. */
  readonly chosen: string | null;
  /** Whether a few customers decide the ranking; null where no model could be fitted at every origin, absent in files of older versions. */
  readonly few?: FewCustomers | null;
  /** The purchase model that the run fitted. */
  readonly fitted: string;
  /** Earliest first. */
  readonly origins: readonly OriginBacktest[];
  /** The champion's parameters as they are, compared with what followed; null where there is no champion. */
  readonly champion: ChampionBacktest | null;
  /** Every forecast over all origins. */
  readonly overall: readonly OverallForecast[];
  /** The kind of model that the run fitted, compared with the best naive rival; absent in files of older versions. */
  readonly rivals?: ByTarget<RivalComparison | null>;
  /** By model: what to ask for so that intervals hold. */
  readonly corrections: Readonly<Record<string, ModelCorrection>>;
  /** Intervals of the chosen and the fitted model on the last origin, before and after a correction learned without it. */
  readonly coverage: readonly CoverageRow[];
  /** Totals on many earlier days; absent in files of older versions. */
  readonly totals?: TotalsBacktest;
}

/**
 * The champion on the last origin, where it knew nothing of the holdout: the forecast of kind "champion" there, beside the models
 * that were fitted to what was known on that day.
 */
export interface ChampionBacktest {
  readonly version: string;
  /** Its purchase model. */
  readonly model: string;
  /** The last day of the data that it was fitted to. */
  readonly fittedAsOf: string;
  /** Why it is not among the forecasts; null where it is. */
  readonly notComparable: Text | null;
  /** Of the kind of model that the run fitted, as fitted on that origin, to the champion; null where one of them or replicates are missing. */
  readonly differences: ByTarget<Differences> | null;
}

/** A model's mean loss over origins minus that of the rival with the least of it, with the 95 % interval of the difference. */
export interface RivalComparison {
  readonly rival: string;
  readonly measure: MeasureName;
  readonly loss: number;
  readonly best: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
}

/** The ranking again without some customers, with log-scores as means over origins. */
export interface FewCustomers {
  /** Without the 5 % of customers of each origin that the best model predicts worst. */
  readonly withoutWorst: RankedWithout;
  /** Without the few of all origins who carry its lead; null where they are more than a few. */
  readonly withoutCarriers: RankedWithout | null;
}

export interface RankedModel {
  readonly model: string;
  /** mean over origins of the mean over customers of ln P(y | history); null where a fit failed */
  readonly logScore: number | null;
  /** sum over origins; null where a fit failed */
  readonly aic: number | null;
  readonly failed: number;
}

export interface OriginBacktest extends Window {
  /** Customers known on the origin: what models are fitted to. */
  readonly customers: number;
  readonly histories: number;
  /** Customers that forecasts were scored on. */
  readonly scored: number;
  /** How many of the scored bought in the holdout. */
  readonly active: number;
  /** Mean spend per purchase that stands for everyone's where Gamma-Gamma had no usable mean; null where it had, absent without amounts. */
  readonly spendFallback?: number | null;
  readonly forecasts: readonly OriginForecast[];
  /** Customers and what they actually did, by cell; the measures of each forecast are in `forecasts`, in this order. */
  readonly cells: readonly CustomerCell[];
}

/** Some customers of a backtest. */
export interface CustomerCell {
  /** month (or quarter, or year) of the first purchase, class of history, or an attribute */
  readonly by: "cohort" | "history" | "segment";
  /** null unless by segment */
  readonly attribute: string | null;
  /** null for customers without a value of the attribute */
  readonly value: string | null;
  readonly customers: number;
}

export interface OriginForecast {
  /** Of the champion: "champion". */
  readonly name: string;
  readonly kind: ForecastKind;
  /** Of a model that was fitted on the origin; null for others. */
  readonly fit: Pick<Fit, "params" | "logLikelihood" | "aic" | "customers"> | null;
  readonly status: Fit["verdict"]["status"] | null;
  /** Null where the model could not be fitted, or the rival had nothing to learn from. */
  readonly scores: ByTarget<TargetScore> | null;
  /** P(alive) against having bought in the holdout; null for rivals. `scores.purchases.score.active` is that of P(Y > 0). */
  readonly alive: ActiveScore | null;
  /** Repeat purchases by period, from the first day of the log to the end of the holdout; of rivals in the holdout alone. Null for the champion. */
  readonly tracking: readonly TrackedPeriod[] | null;
}

/** champion: a model whose parameters are those of an earlier run. */
export type ForecastKind = "model" | "rival" | "champion";

export interface TargetScore {
  readonly score: ForecastScore;
  /** Null without replicates. */
  readonly intervals: MeasureIntervals | null;
  /** By cell. */
  readonly cells: readonly Measures[];
}

/** Loss (lossOf) minus that of another forecast on the same customers, by measure: above 0 where this one is worse. */
export type Differences = MeasureIntervals;

/** Means over origins, of all but the champion; null where the forecast is missing at one of them. */
export interface OverallForecast {
  readonly name: string;
  readonly kind: "model" | "rival";
  readonly targets: ByTarget<OverallTarget> | null;
}

export interface OverallTarget {
  readonly measures: Measures;
  /** 95 % bootstrap intervals of the means, origins resampled apart; null without replicates. */
  readonly intervals: MeasureIntervals | null;
  /** To the chosen model. Null for that one, and without replicates. */
  readonly differences: Differences | null;
}

/**
 * What to ask of a model for intervals at 80 and 95 %, by class of history (historyClass with `long`), learned from PIT values.
 * Learned at `horizonDays`; at other horizons it is the best that is known.
 */
export interface Correction {
  readonly horizonDays: number;
  /** Above this many days (periods) since the first purchase, who bought once counts as long ago. */
  readonly long: number;
  /** Origins that it was learned from. */
  readonly origins: readonly string[];
  readonly purchases: LevelCorrection;
  /** Absent where the log has no amounts. */
  readonly value?: LevelCorrection;
}

export interface ModelCorrection {
  /** Learned on every origin in a season like the coming one: what scoring is to apply. Null where there is none such. */
  readonly all: Correction | null;
  /** Learned on those before the last one in a season like its own, which it is tried on; null where there are none. */
  readonly tried: Correction | null;
}

/** Whether an interval holds on an origin that its correction has not seen. */
export interface CoverageRow {
  readonly model: string;
  readonly target: Target;
  readonly level: number;
  /** null for all customers */
  readonly historyClass: string | null;
  readonly customers: number;
  /** Share of (randomised) PIT values between the probabilities that the interval's ends were asked at. */
  readonly before: number;
  readonly after: number;
  /** Mean length of the intervals. */
  readonly widthBefore: number;
  readonly widthAfter: number;
}
