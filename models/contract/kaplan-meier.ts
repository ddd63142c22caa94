import type { Histories } from "../model.js";
import { renewalCounts } from "./renewal-counts.js";

/** The share of subscribers surviving each renewal, from the data alone. Row i is opportunity i + 1. */
export interface SurvivalCurve {
  /** subscribers who met this opportunity */
  readonly atRisk: Float64Array;
  /** of them, those who did not renew */
  readonly ended: Float64Array;
  /** estimate of S(k), k = 1, 2, ...: probability of at least k renewals */
  readonly survival: Float64Array;
  /** its standard error by Greenwood's formula; 0 before the first ending, and where nobody is left */
  readonly standardError: Float64Array;
}

/**
 * Kaplan-Meier estimate of the survival function of a contract: subscribers count for as long as they are known.
 *     S(k) = product over j <= k of (1 - ended_j / atRisk_j)
 *     Var S(k) = S(k)^2 * sum over j <= k of ended_j / (atRisk_j (atRisk_j - ended_j))
 * Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481; Greenwood (1926).
 * @param h whole periods: T opportunities met, t_x of them taken, t_x = T subscribes still
 * @returns as many rows as opportunities that any subscriber met
 * @example kaplanMeier(historiesFrom([0, 1, 2], [0, 1, 2], [2, 1, 2])).survival // [0.6667, 0.6667]
 */
export function kaplanMeier(h: Histories): SurvivalCurve {
  const { renewed, ended } = renewalCounts(h);
  const all = renewed.map((n, k) => n + ended[k]!);
  const rows = all.findLastIndex((n) => n > 0) + 1;
  const atRisk = all.slice(0, rows);
  const survival = new Float64Array(rows);
  const standardError = new Float64Array(rows);
  let share = 1;
  let greenwood = 0;
  for (let k = 0; k < rows; k++) {
    share *= renewed[k]! / atRisk[k]!;
    survival[k] = share;
    if (share === 0) continue;
    greenwood += ended[k]! / (atRisk[k]! * renewed[k]!);
    standardError[k] = share * Math.sqrt(greenwood);
  }
  return { atRisk, ended: ended.slice(0, rows), survival, standardError };
}
