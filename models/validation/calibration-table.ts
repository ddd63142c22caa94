import { type Column, checkColumns } from "./columns.js";
import { shareInGroups } from "./shares.js";

/** Customers of similar forecast. */
export interface CalibrationGroup {
  readonly customers: number;
  readonly meanForecast: number;
  readonly meanActual: number;
  /** |mean forecast - mean actual| / mean actual; NaN where the actual mean is 0 */
  readonly relativeError: number;
}

export interface CalibrationTable {
  /** from the lowest forecasts to the highest */
  readonly groups: readonly CalibrationGroup[];
  /** mean of the relative errors of the groups that have one */
  readonly mape: number;
}

/**
 * Mean forecast and mean outcome in groups of equal size by forecast, and their mean absolute percentage error:
 * the decile chart and decile MAPE of Wang, Liu & Miao (2019). Customers of equal forecast are split in proportion.
 * @param groups 10 for deciles
 * @example calibrationTable([1, 2, 3, 4], [1, 1, 4, 4], undefined, 2).mape // 0.3125: 1.5 for 1 and 3.5 for 4
 */
export function calibrationTable(
  forecast: Column,
  actual: Column,
  weights?: Column,
  groups = 10,
): CalibrationTable {
  checkColumns({ forecast, actual }, weights);
  if (!(Number.isInteger(groups) && groups > 0))
    throw new RangeError(`a number of groups is whole and > 0; got ${groups}`);
  const cuts = Array.from({ length: groups - 1 }, (_, i) => (i + 1) / groups);
  const part = shareInGroups(forecast, cuts, weights);
  const table = Array.from({ length: groups }, (_, group): CalibrationGroup => {
    let customers = 0;
    let f = 0;
    let y = 0;
    for (let i = 0; i < forecast.length; i++) {
      const share = part(i, group);
      if (share === 0) continue;
      const weight = share * (weights === undefined ? 1 : weights[i]!);
      customers += weight;
      f += weight * forecast[i]!;
      y += weight * actual[i]!;
    }
    const [meanForecast, meanActual] = [f / customers, y / customers];
    const relativeError =
      meanActual === 0 ? Number.NaN : Math.abs(meanForecast - meanActual) / Math.abs(meanActual);
    return { customers, meanForecast, meanActual, relativeError };
  });
  const errors = table.map((g) => g.relativeError).filter((e) => !Number.isNaN(e));
  return { groups: table, mape: errors.reduce((sum, e) => sum + e, 0) / errors.length };
}
