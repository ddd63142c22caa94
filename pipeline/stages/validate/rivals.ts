import {
  arpuLifetime,
  lastPeriodRepeated,
  learnRfmCells,
  ownRate,
  type RivalColumns,
  type RivalForecast,
  type RivalName,
  rfmForecast,
} from "../../../models/index.js";
import type { ScoredCustomers } from "./sample.js";

/**
 * What a team without a model would have predicted, of the customers that forecasts are scored on. RFM cells are learned on the
 * window before the origin, from the customers who were known before that; null where there were none.
 * @param unitDays days in one unit of the histories' time
 */
export function rivalForecasts(
  { rows, columns: c }: ScoredCustomers,
  holdoutDays: number,
  unitDays: number,
): Record<RivalName, RivalForecast | null> {
  const inDays = (column: Float64Array): Float64Array => column.map((t) => t * unitDays);
  const now: RivalColumns = {
    x: c.x,
    tx: inDays(c.t_x),
    T: inDays(c.t_cal),
    totalValue: c.total_spend,
    lastPurchases: c.previous_y,
    lastValue: c.previous_value,
  };
  const older: number[] = [];
  for (let i = 0; i < rows; i++) if (!Number.isNaN(c.earlier_recency[i])) older.push(i);
  const column = (of: (i: number) => number, among: readonly number[]): Float64Array =>
    Float64Array.from(among, of);
  const all = Array.from({ length: rows }, (_, i) => i);
  return {
    "last-period": lastPeriodRepeated(now),
    "own-rate": ownRate(now, holdoutDays),
    "rfm-cells":
      older.length === 0
        ? null
        : rfmForecast(
            learnRfmCells(
              {
                recency: column((i) => c.earlier_recency[i]!, older),
                frequency: column((i) => c.x[i]! + 1 - c.previous_y[i]!, older),
                monetary: column((i) => c.total_spend[i]! - c.previous_value[i]!, older),
              },
              {
                purchases: column((i) => c.previous_y[i]!, older),
                value: column((i) => c.previous_value[i]!, older),
              },
            ),
            {
              recency: column((i) => c.t_cal[i]! - c.t_x[i]!, all),
              frequency: column((i) => c.x[i]! + 1, all),
              monetary: c.total_spend,
            },
          ),
    "arpu-lifetime": arpuLifetime(now, holdoutDays),
  };
}
