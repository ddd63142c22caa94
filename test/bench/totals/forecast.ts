import type { Histories, Params, PurchaseModel } from "../../../models/index.js";

/** Quantiles of every total that is forecast. */
export const levels = [0.025, 0.1, 0.5, 0.9, 0.975] as const;

/** What a method says at a cut. */
export interface CutForecast {
  /** models used, for people */
  readonly models: string;
  /** by horizon: quantiles at `levels` */
  readonly purchases: readonly (readonly number[])[];
  readonly value: readonly (readonly number[])[];
  readonly customers: CustomerForecast;
}

/** What is said of single customers: the histories as the model sees them, and how far it looks, by horizon. */
export interface CustomerForecast {
  readonly model: PurchaseModel;
  readonly params: Params;
  readonly histories: Histories;
  readonly spans: readonly number[];
}
