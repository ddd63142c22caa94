import type { Params } from "../model.js";
import type { SpendSpread } from "./future.js";

/** A point of the doubt about parameters and its share of the probability. */
export interface WeightedParams<K extends string = string> {
  readonly params: Params<K>;
  readonly weight: number;
}

/** What intervals to give, and what goes into them besides chance in purchases. */
export interface IntervalOptions<K extends string = string> {
  /** Quantiles to give, in (0, 1): 0.1 and 0.9 are the ends of the central 80 % interval. */
  readonly levels: readonly number[];
  readonly spend: SpendSpread;
  /** Points over which the distributions are averaged, weights adding up to 1; when absent, the estimate alone. */
  readonly points?: readonly WeightedParams<K>[];
}

/** Predictions per distinct history; every column has the length of the histories. Lists are by horizon, then by level. */
export interface HistoryPredictions {
  readonly pAlive: Float64Array;
  /** Expected purchases in each horizon, by horizon. */
  readonly expected: readonly Float64Array[];
  /** Discounted expected purchases in each horizon, by horizon. */
  readonly discounted: readonly Float64Array[];
  /** Discounted expected purchases for ever; NaN throughout when delta is 0, where it need not be finite. */
  readonly residual: Float64Array;
  /** Var[Y(t)] given the parameters, by horizon; none without intervals. */
  readonly variance: readonly Float64Array[];
  /** Quantiles of Y(t): whole numbers of purchases. */
  readonly purchaseQuantiles: readonly (readonly Float64Array[])[];
  /**
   * Quantiles of the discounted sum spent over E[M | x, m], the expected spend per purchase: margin times E[M | x, m] times
   * this is the quantile of CLV. It compares with `discounted`, its mean.
   */
  readonly valueQuantiles: readonly (readonly Float64Array[])[];
}

/** Columns of zeros for so many rows; residual is NaN until known. */
export function emptyPredictions(rows: number, horizons: number, levels: number): HistoryPredictions {
  const column = (): Float64Array => new Float64Array(rows);
  const many = (count: number): Float64Array[] => Array.from({ length: count }, column);
  const byLevel = (): Float64Array[][] => Array.from({ length: horizons }, () => many(levels));
  return {
    pAlive: column(),
    expected: many(horizons),
    discounted: many(horizons),
    residual: column().fill(Number.NaN),
    variance: many(levels > 0 ? horizons : 0),
    purchaseQuantiles: byLevel(),
    valueQuantiles: byLevel(),
  };
}
