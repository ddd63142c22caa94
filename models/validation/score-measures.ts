/** Which values of a measure are good: low ones, high ones, or those near a target. */
export type Better = "lower" | "higher" | "target";

export interface ScoreMeasure<Name extends string = string> {
  readonly name: Name;
  /** for headings of tables */
  readonly title: string;
  readonly better: Better;
  /** what "target" means; absent otherwise */
  readonly target?: number;
  /** how a value is written: a share as per cent, a plain number, or in the unit of the forecast */
  readonly unit: "share" | "number" | "forecast";
}

/**
 * Every scalar measure of a forecast, in the order of tables. `topCapture` is the share of the actual total that the tenth of customers
 * of highest forecast brought; `logScore` the mean of ln P(Y = y), of counts only; `brier` that of the probability of being
 * active; coverage is that of the PIT values where they are given, so that whole numbers have no slack.
 */
export const scoreMeasures = [
  { name: "bias", title: "bias", better: "target", target: 0, unit: "share" },
  { name: "mae", title: "MAE", better: "lower", unit: "forecast" },
  { name: "rmse", title: "RMSE", better: "lower", unit: "forecast" },
  { name: "msle", title: "MSLE", better: "lower", unit: "number" },
  { name: "spearman", title: "Spearman", better: "higher", unit: "number" },
  { name: "normalisedGini", title: "Gini", better: "higher", unit: "number" },
  { name: "topCapture", title: "top 10 %", better: "higher", unit: "share" },
  { name: "decileMape", title: "decile MAPE", better: "lower", unit: "share" },
  { name: "logScore", title: "log score", better: "higher", unit: "number" },
  { name: "brier", title: "Brier", better: "lower", unit: "number" },
  { name: "coverage80", title: "in 80 %", better: "target", target: 0.8, unit: "share" },
  { name: "coverage95", title: "in 95 %", better: "target", target: 0.95, unit: "share" },
  { name: "width80", title: "width 80 %", better: "lower", unit: "forecast" },
  { name: "width95", title: "width 95 %", better: "lower", unit: "forecast" },
] as const satisfies readonly ScoreMeasure[];

export type MeasureName = (typeof scoreMeasures)[number]["name"];

/** A value for each measure; null where it is not defined, or where what it needs was not given. */
export type Measures = Readonly<Record<MeasureName, number | null>>;

/** How bad a value of a measure is: 0 or more away from the target, or the value with the sign that makes lower better. */
export function lossOf(measure: ScoreMeasure, value: number): number {
  if (measure.better === "target") return Math.abs(value - (measure.target ?? 0));
  return measure.better === "lower" ? value : -value;
}
