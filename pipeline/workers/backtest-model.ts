import {
  type Fit,
  fit as fitModel,
  forecastOutcomes,
  type Histories,
  type OutcomeForecasts,
  type Outcomes,
  type Params,
  type PurchaseModelName,
  purchaseModel,
  type TrackedPeriod,
  tracking,
  weakPrior,
} from "../../models/index.js";
import { sharedColumns } from "./shared-columns.js";

/** One origin, which all models share. Columns belong in SharedArrayBuffers. */
export interface BacktestInput {
  /** all customers as of the origin, which models are fitted to */
  readonly histories: Histories;
  /** distinct histories of the customers that forecasts are scored on, sorted, with the class of each */
  readonly scored: Pick<Histories, "x" | "tx" | "T"> & { readonly classes: Float64Array };
  /** what came of these customers */
  readonly outcomes: Outcomes;
  /** length of the holdout in the models' time unit */
  readonly horizon: number;
  /** Gamma-Gamma's p and q; null where everyone's mean spend is the same */
  readonly spend: Params<"p" | "q"> | null;
  readonly prior: "auto" | "off" | "weak";
  /** what to track; null for nothing */
  readonly tracked: TrackedInput | null;
}

/** Customers by first day and repeat purchases by period, in days on one scale. */
export interface TrackedInput {
  readonly firstDays: Float64Array;
  readonly customers: Float64Array;
  readonly start: number;
  readonly ends: Float64Array;
  readonly actual: Float64Array;
}

export interface BacktestItem {
  readonly model: PurchaseModelName;
  /** parameters held at a value */
  readonly fixed: Params;
  /** an estimate made before; null to make it */
  readonly estimate: Fit | null;
  /** quantiles to give, by class */
  readonly purchases: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
}

/** A model's fit and forecasts, in shared columns; null where it could not be fitted. */
export interface ModelBacktest {
  readonly fit: Fit;
  readonly forecasts: OutcomeForecasts | null;
  readonly tracked: readonly TrackedPeriod[] | null;
}

/** Task: fits a model to what was known on the origin and forecasts the holdout. */
export function backtestModel(input: BacktestInput, item: BacktestItem): ModelBacktest {
  const model = purchaseModel(item.model);
  const { histories, scored, outcomes, horizon, spend, prior, tracked } = input;
  const fit =
    item.estimate ??
    fitModel(model, histories, {
      fixed: item.fixed,
      ...(prior === "auto" && { prior }),
      ...(prior === "weak" && { prior: weakPrior(model, histories) }),
    });
  if (fit.verdict.status === "failed") return { fit, forecasts: null, tracked: null };
  const levels = { classes: scored.classes, purchases: item.purchases, value: item.value };
  const found = forecastOutcomes(model, fit.params, scored, horizon, spend, outcomes, levels);
  const { purchaseQuantiles, valueQuantiles, ...columns } = found;
  return {
    fit,
    forecasts: {
      ...sharedColumns(columns),
      purchaseQuantiles: purchaseQuantiles.map(shared),
      valueQuantiles: valueQuantiles.map(shared),
    },
    tracked:
      tracked === null || item.estimate !== null
        ? null
        : tracking(model, fit.params, tracked, tracked.start, tracked.ends, tracked.actual),
  };
}

const shared = (column: Float64Array): Float64Array => sharedColumns({ column }).column;
