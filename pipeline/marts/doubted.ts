import { normalQuantile } from "../../models/index.js";
import { intervalBounds } from "../sql/interval-columns.js";
import type { ValueRow } from "./values-table.js";

/**
 * A figure with its bounds beside it, as columns of `bounded`: quantiles of the log-normal distribution with this mean and variance.
 * @param relative variance over the square of the mean
 */
export function doubtedValues(
  name: string,
  mean: number | null,
  relative: number,
  intervals: boolean,
): ValueRow {
  const spread = Math.sqrt(Math.log1p(relative));
  const bound = (level: number): number | null =>
    !intervals || mean === null || !Number.isFinite(mean)
      ? null
      : mean * Math.exp(spread * normalQuantile(level) - (spread * spread) / 2);
  return {
    [name]: mean,
    ...Object.fromEntries(intervalBounds.map((b) => [`${name}_${b.name}`, bound(b.level)])),
  };
}

/** The relative variance of a product of independent figures. */
export function ofProduct(...relative: readonly number[]): number {
  return relative.reduce((product, v) => product * (1 + v), 1) - 1;
}

/** Variance over the square of the mean; 0 where there is one value or none. */
export function relativeVariance(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  if (!(mean > 0)) return 0;
  return values.reduce((sum, v) => sum + (v / mean - 1) ** 2, 0) / values.length;
}
