import { smoothSum } from "./smooth-sum.js";

const negligible = 45; // discounted by e^-45

/**
 * Sum of e^(-delta k) S(k) over the periods k = 1, 2, ..., t: expected periods to come, each discounted to now.
 * S is a survival function seen from now, S(0) = 1, and falls; so what is left beyond delta k = 45, where the sum for
 * ever is cut, is below e^-44 of it. Twelve digits.
 * @param logSurvival ln S(k), also between whole numbers
 * @param t     periods, >= 0; a part of a period counts nothing; Infinity needs delta > 0
 * @param delta continuous discount rate per period, >= 0
 * @example discountedSurvival((k) => k * Math.log(0.8), Infinity, Math.log(1.1)) // 2.6667, q/(1-q) with q = .8/1.1
 */
export function discountedSurvival(logSurvival: (k: number) => number, t: number, delta: number): number {
  return smoothSum((k) => Math.exp(logSurvival(k) - delta * k), periodsThatCount(t, delta));
}

/**
 * The same sum with every term multiplied by k: minus the derivative of discountedSurvival in delta.
 * @example periodWeightedSurvival((k) => k * Math.log(0.8), Infinity, Math.log(1.1)) // 9.7778, q/(1-q)^2
 */
export function periodWeightedSurvival(logSurvival: (k: number) => number, t: number, delta: number): number {
  return smoothSum((k) => k * Math.exp(logSurvival(k) - delta * k), periodsThatCount(t, delta));
}

function periodsThatCount(t: number, delta: number): number {
  if (!(t >= 0 && delta >= 0 && (t < Infinity || delta > 0))) {
    throw new RangeError(
      `periods to come need t >= 0 and delta >= 0, delta > 0 when t is infinite; got t = ${t}, delta = ${delta}`,
    );
  }
  const whole = Math.floor(t);
  return delta > 0 ? Math.min(whole, Math.ceil(negligible / delta)) : whole;
}
