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
  /** its standard error by Greenwood's formula; 0 before the first ending and after the last subscriber */
  readonly standardError: Float64Array;
}

/**
 * Kaplan-Meier estimate of the survival function of a contract: subscribers count for as long as they are known.
 *     S(k) = product over j <= k of (1 - ended_j / atRisk_j)
 *     Var S(k) = S(k)^2 * sum over j <= k of ended_j / (atRisk_j (atRisk_j - ended_j))
 * Kaplan & Meier (1958), Journal of the American Statistical Association 53, 457-481; Greenwood (1926).
 * @param h whole periods: T opportunities met, t_x of them taken, t_x = T subscribes still
 * @returns as many rows as opportunities that anybody met
 * @example kaplanMeier(historiesFrom([0, 1, 2], [0, 1, 2], [2, 1, 2])).survival // 0.6667, 0.6667
 */
export function kaplanMeier(h: Histories): SurvivalCurve {
  const { renewed, ended } = renewalCounts(h);
  const atRisk = renewed.map((n, k) => n + ended[k]!);
  const survival = new Float64Array(renewed.length);
  const standardError = new Float64Array(renewed.length);
  let share = 1;
  let greenwood = 0;
  for (let k = 0; k < renewed.length; k++) {
    share *= renewed[k]! / atRisk[k]!;
    survival[k] = share;
    if (share === 0) continue;
    greenwood += ended[k]! / (atRisk[k]! * renewed[k]!);
    standardError[k] = share * Math.sqrt(greenwood);
  }
  return { atRisk, ended: ended.slice(), survival, standardError };
}
