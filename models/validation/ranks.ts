import { ascending, type Column, weightedMean } from "./columns.js";

/**
 * Ranks from 1, equal values sharing the mean of theirs. An entry of weight w stands for w customers of that value.
 * @example averageRanks([10, 30, 10]) // [1.5, 3, 1.5]
 */
export function averageRanks(values: Column, weights?: Column): Float64Array {
  const ranks = new Float64Array(values.length);
  const order = ascending(values);
  let before = 0;
  for (let start = 0; start < order.length; ) {
    let end = start;
    let together = 0;
    while (end < order.length && values[order[end]!] === values[order[start]!]) {
      together += weights === undefined ? 1 : weights[order[end]!]!;
      end++;
    }
    for (let i = start; i < end; i++) ranks[order[i]!] = before + (together + 1) / 2;
    before += together;
    start = end;
  }
  return ranks;
}

/** Pearson's correlation; NaN where a column does not vary. */
export function correlation(u: Column, v: Column, weights?: Column): number {
  const n = u.length;
  const mean = (value: (i: number) => number): number => weightedMean(n, value, weights);
  const [uMean, vMean] = [mean((i) => u[i]!), mean((i) => v[i]!)];
  const both = mean((i) => (u[i]! - uMean) * (v[i]! - vMean));
  const uu = mean((i) => (u[i]! - uMean) ** 2);
  const vv = mean((i) => (v[i]! - vMean) ** 2);
  return uu > 0 && vv > 0 ? Math.max(-1, Math.min(1, both / Math.sqrt(uu * vv))) : Number.NaN;
}
