import type { Random } from "../model.js";
import { chiSquareTail } from "../numeric/incomplete-gamma.js";
import { type Column, checkColumns, weightedMean } from "./columns.js";

/**
 * Randomised probability integral transform of counts: u = P(Y < y) + V P(Y = y) with V uniform. Uniform on [0, 1) if
 * and only if the forecast distributions are right: a hump means intervals too wide, a bowl too narrow, a slope bias.
 * Smith (1985); Czado, Gneiting & Held (2009), "Predictive Model Assessment for Count Data", Biometrics 65.
 * @param below P(Y < y) of each customer's forecast at the actual outcome
 * @param mass  P(Y = y)
 * @example randomisedPit([0.2], [0.5], () => 0.5) // [0.45]
 */
export function randomisedPit(below: Column, mass: Column, random: Random): Float64Array {
  checkColumns({ below, mass }, undefined, "forecast distributions");
  const pit = new Float64Array(below.length);
  for (let i = 0; i < pit.length; i++) {
    const u = below[i]! + random() * mass[i]!;
    if (!(0 <= u && u <= 1 + 1e-9))
      throw new RangeError(
        `P(Y < y) = ${below[i]} and P(Y = y) = ${mass[i]} in row ${i} are no distribution`,
      );
    pit[i] = Math.min(u, 1);
  }
  return pit;
}

/**
 * Heights of the PIT histogram without chance: each customer is spread evenly over its own [P(Y < y), P(Y <= y)].
 * They have mean 1; all 1 is perfect. Czado, Gneiting & Held (2009), the nonrandomised PIT.
 * @param weights customers that each entry stands for; 1 when absent
 * @example pitHistogram([0], [0.5], undefined, 4) // [2, 2, 0, 0]
 */
export function pitHistogram(below: Column, mass: Column, weights?: Column, bins = 10): number[] {
  checkColumns({ below, mass }, weights, "forecast distributions");
  const reached = (i: number, u: number): number => {
    if (u <= below[i]!) return 0;
    return u >= below[i]! + mass[i]! ? 1 : (u - below[i]!) / mass[i]!;
  };
  return Array.from({ length: bins }, (_, b) => {
    const from = b / bins;
    const to = b === bins - 1 ? Infinity : (b + 1) / bins;
    return bins * weightedMean(below.length, (i) => reached(i, to) - reached(i, from), weights);
  });
}

/**
 * Share of PIT values in the central interval of a level: the coverage of the central intervals without the slack of
 * whole numbers.
 * @param level in (0, 1)
 * @example centralCoverage([0.05, 0.5, 0.6, 0.99], 0.8) // 0.5
 */
export function centralCoverage(pit: Column, level: number): number {
  checkColumns({ pit }, undefined, "PIT values");
  const tail = (1 - level) / 2;
  return weightedMean(pit.length, (i) => (tail <= pit[i]! && pit[i]! <= 1 - tail ? 1 : 0));
}

export interface Uniformity {
  readonly statistic: number;
  readonly freedom: number;
  /** P(a statistic as large, were the values uniform): small where the forecast distributions are wrong */
  readonly pValue: number;
}

/** Customers a bin below which the chi-square test does not hold. */
export const leastPitsABin = 5;

/** Kish's effective number of customers, (sum w)^2 / sum w^2: that of the entries where all weights are equal. */
export function effectiveCustomers(entries: number, weights?: Column): number {
  if (weights === undefined) return entries;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < entries; i++) {
    sum += weights[i]!;
    squares += weights[i]! ** 2;
  }
  return sum ** 2 / squares;
}

/**
 * Pearson's chi-square test that values in [0, 1] are uniform, over bins of equal width.
 * @param values of independent customers, at least five a bin
 * @param weights how much each value counts; the test is then that of the effective number of customers
 * @example uniformityTest([0.1, 0.3, 0.6, 0.9, 0.2, 0.4, 0.7, 0.8, 0.05, 0.95], 2).pValue // 1
 */
export function uniformityTest(values: Column, bins = 20, weights?: Column): Uniformity {
  checkColumns({ values }, weights, "PIT values");
  const customers = effectiveCustomers(values.length, weights);
  if (!(customers >= leastPitsABin * bins))
    throw new RangeError(`${values.length} values are too few for ${bins} bins`);
  const counts = new Float64Array(bins);
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!(0 <= value && value <= 1))
      throw new RangeError(`a PIT value is in [0, 1]; got ${value} in row ${i}`);
    const weight = weights === undefined ? 1 : weights[i]!;
    counts[Math.min(bins - 1, Math.floor(value * bins))]! += weight;
    total += weight;
  }
  const expected = total / bins;
  const deviation = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const statistic = (deviation * customers) / total;
  return { statistic, freedom: bins - 1, pValue: chiSquareTail(statistic, bins - 1) };
}
