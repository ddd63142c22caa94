import type { Params, PurchaseModel } from "./model.js";

/**
 * The same model in another time unit: a time is divided by the unit, a rate multiplied, a pure number kept.
 * @param unit length of the new unit in the old one: 7 from days to weeks
 * @example rescaleParams(bgNbd, { r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 }, 7).alpha // 4.414
 */
export function rescaleParams<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  unit: number,
): Params<K> {
  if (!(unit > 0 && unit < Infinity)) throw new RangeError(`a time unit is a length above 0; got ${unit}`);
  return Object.fromEntries(model.params.map((k) => [k, p[k] / unit ** model.timeExponent[k]])) as Params<K>;
}

/**
 * A log-likelihood as it reads in another time unit. The density of purchase times has the unit 1/time once per repeat
 * purchase, so LL_new = LL_old + ln(unit) * sum of x; differences between models do not change.
 * @param purchases sum of x over customers
 * @example rescaleLogLikelihood(-14363.53043, 2457, 7) // -9582.429, CDNOW in weeks
 */
export function rescaleLogLikelihood(logLikelihood: number, purchases: number, unit: number): number {
  return logLikelihood + purchases * Math.log(unit);
}
