import {
  type Fit,
  fit as fitModel,
  forecastOutcomes,
  type Histories,
  type OutcomeForecasts,
  type Outcomes,
  type Params,
  type PurchaseModel,
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
  /** what these customers did afterwards */
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
  /** parameters estimated before; null to estimate them */
  readonly estimate: Params | null;
  /** quantiles to give, by class */
  readonly purchases: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
}

/** A model's forecasts, in shared columns; null where it could not be fitted. */
export interface ModelBacktest {
  /** null where it was estimated before, which is not tracked either */
  readonly fit: Fit | null;
  readonly forecasts: OutcomeForecasts | null;
  readonly tracked: readonly TrackedPeriod[] | null;
}

/** Task: fits a model to what was known on the origin and forecasts the holdout. */
export function backtestModel(input: BacktestInput, item: BacktestItem): ModelBacktest {
  const model = purchaseModel(item.model);
  const { scored, outcomes, horizon, spend, tracked } = input;
  const fit = item.estimate === null ? fitted(model, input, item) : null;
  if (fit?.verdict.status === "failed") return { fit, forecasts: null, tracked: null };
  const params = item.estimate ?? fit!.params;
  const levels = { classes: scored.classes, purchases: item.purchases, value: item.value };
  const found = forecastOutcomes(model, params, scored, horizon, spend, outcomes, levels);
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
        : tracking(model, params, tracked, tracked.start, tracked.ends, tracked.actual),
  };
}

function fitted(model: PurchaseModel, { histories, prior }: BacktestInput, { fixed }: BacktestItem): Fit {
  return fitModel(model, histories, {
    fixed,
    ...(prior === "auto" && { prior }),
    ...(prior === "weak" && { prior: weakPrior(model, histories) }),
  });
}

const shared = (column: Float64Array): Float64Array => sharedColumns({ column }).column;
