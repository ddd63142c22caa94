import { ascending, type Column, checkColumns } from "../columns.js";

/** Values of one sample, or the bins of a histogram (any rising positions) with their counts. */
export interface Sample {
  readonly values: Column;
  /** customers with each value; 1 when absent */
  readonly weights?: Column;
}

export interface KolmogorovSmirnov {
  /** largest distance of the two distribution functions, in [0, 1] */
  readonly statistic: number;
  /** the value at which it is reached */
  readonly at: number;
  /** P(a distance as large, were both of one distribution): small where they differ */
  readonly pValue: number;
}

/**
 * Two-sample Kolmogorov-Smirnov test: do two samples come from one distribution? The p-value is that of the limit with
 * Stephens' correction, good from about 10 values each; with equal values, as in histograms, the true one is smaller, so the test
 * errs on the side of no alarm. Weights are customers that were seen: with a million of them any difference is significant, so
 * look at the distance too.
 * Kolmogorov (1933), Smirnov (1948); Stephens (1970), Use of the Kolmogorov-Smirnov Statistics without Extensive Tables.
 * @throws RangeError where a sample is empty or has NaN
 * @example kolmogorovSmirnov({ values: [1, 2, 3, 4] }, { values: [4, 5] }).statistic // 0.75
 */
export function kolmogorovSmirnov(a: Sample, b: Sample): KolmogorovSmirnov {
  checkColumns({ values: a.values }, a.weights, "first sample");
  checkColumns({ values: b.values }, b.weights, "second sample");
  const [first, second] = [steps(a), steps(b)];
  let [i, j] = [0, 0];
  let [reachedA, reachedB] = [0, 0];
  let [statistic, at] = [0, Number.NaN];
  while (i < first.values.length || j < second.values.length) {
    const value = Math.min(first.values[i] ?? Infinity, second.values[j] ?? Infinity);
    for (; first.values[i] === value; i++) reachedA += first.weights[i]!;
    for (; second.values[j] === value; j++) reachedB += second.weights[j]!;
    const distance = Math.abs(reachedA / first.total - reachedB / second.total);
    if (!(distance > statistic) && !Number.isNaN(at)) continue;
    [statistic, at] = [distance, value];
  }
  const effective = Math.sqrt((first.total * second.total) / (first.total + second.total));
  return { statistic, at, pValue: kolmogorovTail((effective + 0.12 + 0.11 / effective) * statistic) };
}

/**
 * P(K > x) of Kolmogorov's distribution: 2 sum of (-1)^(k-1) e^(-2 k^2 x^2), and for small x, where that converges slowly, one minus
 *     sqrt(2 pi) / x sum of e^(-(2k-1)^2 pi^2 / (8 x^2))
 * @example kolmogorovTail(1.3581) // 0.05
 */
export function kolmogorovTail(x: number): number {
  if (!(x > 0)) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 7; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 1; k <= 6; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * x) ** 2);
  return sum;
}

/** Values in rising order with their weights, without those of weight 0. */
function steps({ values, weights }: Sample): { values: number[]; weights: number[]; total: number } {
  const order = [...ascending(values)].filter((i) => weights === undefined || weights[i]! > 0);
  const weighted = order.map((i) => (weights === undefined ? 1 : weights[i]!));
  return {
    values: order.map((i) => values[i]!),
    weights: weighted,
    total: weighted.reduce((s, w) => s + w, 0),
  };
}
