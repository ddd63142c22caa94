import type { CommonDoubt, NewcomerCurve, RatioEstimate, Stretch } from "../../models/index.js";

/** What customers who come from now on are expected to do, by source. */
export interface Newcomers {
  /** All customers first, then each attribute's values. */
  readonly sources: readonly NewcomerSource[];
  /** Model time from the as-of date to the end of a day after it. */
  elapsed(day: number): number;
  /** What a purchase on a day after the as-of date is worth, compared with expected spend; 1 where the level of spend does not move. */
  worth(day: number): number;
  /** What season and level leave open of totals; null where nothing is known of it. */
  commonOf(stretches: readonly Stretch[]): CommonDoubt | null;
}

/** A figure, and the variance of its error over its square. */
export interface DoubtedFigure {
  readonly value: number;
  readonly variance: number;
}

export interface NewcomerSource {
  /** null for all customers */
  readonly attribute: string | null;
  /** null where customers have none */
  readonly source: string | null;
  /** Those of the last 365 days. */
  readonly customers: number;
  /** Share of revenue. */
  readonly margin: number;
  /** Value of a first purchase and of a later one; null without amounts. */
  readonly firstOrder: DoubtedFigure | null;
  readonly spend: DoubtedFigure | null;
  /** Variance of the value of single orders over the square of their mean, of all customers. */
  readonly orderSpread: number;
  /** What expected repeat purchases are multiplied by: how this source differs in what the model does not know. */
  readonly pace: RatioEstimate;
  /** Repeat purchases by model time since the first one, at each point of parameters, the estimate first. */
  readonly curves: readonly NewcomerCurve[];
  /** Variance of one customer's repeat purchases over their mean, by the same time. */
  readonly dispersion: NewcomerCurve;
  /** Repeat purchases of one who comes on the as-of date, by horizon, the last one for ever (0 days) where that is finite. */
  readonly today: readonly NewcomerHorizon[];
}

export interface NewcomerHorizon {
  readonly days: number;
  /** By point, the estimate first; for ever discounted. */
  readonly purchases: readonly number[];
  /** Discounted, at the level of spend of their days, by point. */
  readonly discounted: readonly number[];
}
