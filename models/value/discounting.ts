/** Days in a year of the discount rate: calendar years of 365 days, so a horizon of 365 days is one year exactly. */
export const daysPerYear = 365;

/**
 * Continuous discount rate per day that equals an annual effective rate: delta = ln(1 + annual) / 365.
 * Models take delta per their own time unit: with weeks of a 52-week year pass Math.log(1 + annual) / 52.
 * @param annualRate a fraction, > -1: 0.1 is 10 % a year
 * @example dailyRate(0.1) // 0.00026112378, ln 1.1 / 365
 */
export function dailyRate(annualRate: number): number {
  if (!(annualRate > -1 && annualRate < Infinity))
    throw new RangeError(`an annual rate is a fraction above -1; got ${annualRate}`);
  return Math.log1p(annualRate) / daysPerYear;
}

/**
 * What one unit of money at time t is worth today: e^(-delta t).
 * @example presentValue(dailyRate(0.1), 365) // 0.9090909090909091
 */
export function presentValue(delta: number, t: number): number {
  return Math.exp(-delta * t);
}
