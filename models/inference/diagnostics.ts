import { normalQuantile } from "../numeric/normal-quantile.js";
import { sampleQuantile } from "../numeric/quantile.js";

/** Draws of one quantity: one column a chain, all of one length, at least 4. */
export type ChainColumns = readonly Float64Array[];

/**
 * Rank-normalised split R-hat: how much further the halves of the chains are apart than they are wide, in location or
 * (folded) in scale; 1 where they agree, and above 1.01 they have not mixed.
 * Vehtari, Gelman, Simpson, Carpenter & Buerkner (2021), Rank-normalization, folding, and localization: an improved
 * R-hat, Bayesian Analysis 16(2), 667-718. This and the sizes below follow its definitions.
 */
export function rHat(chains: ChainColumns): number {
  const halves = split(chains);
  const median = sampleQuantile(together(halves).sort(), 0.5);
  const folded = halves.map((half) => half.map((v) => Math.abs(v - median)));
  return Math.max(plainRHat(normalScores(halves)), plainRHat(normalScores(folded)));
}

/** Effective number of independent draws for the middle of the distribution, from rank-normalised split chains. */
export function essBulk(chains: ChainColumns): number {
  return effectiveSampleSize(normalScores(split(chains)));
}

/** Effective number of independent draws for the 5 % and 95 % quantiles, the smaller of the two. */
export function essTail(chains: ChainColumns): number {
  const sorted = together(chains).sort();
  const at = [0.05, 0.95].map((level) => {
    const quantile = sampleQuantile(sorted, level);
    return effectiveSampleSize(split(chains).map((half) => half.map((v) => (v <= quantile ? 1 : 0))));
  });
  return Math.min(...at);
}

/** First and last half of each chain; the middle draw of an odd number is left out. */
function split(chains: ChainColumns): Float64Array[] {
  const length = chains[0]?.length ?? 0;
  if (!(length >= 4 && chains.every((chain) => chain.length === length)))
    throw new RangeError(`chains need the same length of at least 4 draws; the first has ${length}`);
  const half = Math.floor(length / 2);
  return chains.flatMap((chain) => [chain.slice(0, half), chain.slice(length - half)]);
}

function together(chains: ChainColumns): Float64Array {
  return Float64Array.from(chains.flatMap((chain) => [...chain]));
}

/** Each value replaced by the normal quantile of its rank among all, (rank - 3/8) / (S + 1/4); ties share their mean rank. */
function normalScores(chains: ChainColumns): Float64Array[] {
  const all = together(chains);
  const size = all.length;
  const order = Uint32Array.from(all, (_, i) => i).sort((i, j) => all[i]! - all[j]!);
  const scores = new Float64Array(size);
  for (let first = 0; first < size; ) {
    let last = first;
    while (last + 1 < size && all[order[last + 1]!] === all[order[first]!]) last++;
    const score = normalQuantile(((first + last) / 2 + 1 - 0.375) / (size + 0.25));
    for (; first <= last; first++) scores[order[first]!] = score;
  }
  const length = chains[0]!.length;
  return chains.map((_, c) => scores.slice(c * length, (c + 1) * length));
}

/** sqrt(var+ / W) of chains as they are; NaN where no chain varies. */
function plainRHat(chains: ChainColumns): number {
  const { within, pooled } = variances(chains);
  return Math.sqrt(pooled / within);
}

/** W, the mean variance within chains, and var+, the variance of all draws estimated from within and between. */
function variances(chains: ChainColumns): { within: number; pooled: number } {
  const n = chains[0]!.length;
  const means = chains.map((chain) => mean(chain));
  const within = mean(
    chains.map((chain, c) => chain.reduce((sum, v) => sum + (v - means[c]!) ** 2, 0) / (n - 1)),
  );
  const centre = mean(means);
  const between =
    chains.length > 1 ? means.reduce((sum, m) => sum + (m - centre) ** 2, 0) / (chains.length - 1) : 0;
  return { within, pooled: (within * (n - 1)) / n + between };
}

/**
 * Number of draws over 1 + 2 times the sum of autocorrelations, which ends by Geyer's (1992) initial monotone sequence:
 * sums of neighbouring pairs must be positive and must not rise.
 */
function effectiveSampleSize(chains: ChainColumns): number {
  const n = chains[0]!.length;
  const size = n * chains.length;
  const { within, pooled } = variances(chains);
  if (!(pooled > 0)) return size; // all draws are the same
  const centred = chains.map((chain) => {
    const m = mean(chain);
    return chain.map((v) => v - m);
  });
  const correlation = (lag: number): number => {
    let sum = 0;
    for (const chain of centred) for (let i = lag; i < n; i++) sum += chain[i]! * chain[i - lag]!;
    return 1 - (within - sum / size) / pooled;
  };
  const rho = [1, correlation(1)];
  let even = 1;
  let odd = rho[1]!;
  let t = 1;
  for (; t < n - 3 && even + odd > 0; t += 2) {
    even = correlation(t + 1);
    odd = correlation(t + 2);
    if (even + odd >= 0) rho.push(even, odd);
  }
  const last = t - 2;
  rho.length = last + 1;
  if (even > 0) rho.push(even);
  for (let k = 1; k <= last - 2; k += 2) {
    const before = rho[k - 1]! + rho[k]!;
    if (rho[k + 1]! + rho[k + 2]! > before) rho[k + 1] = rho[k + 2] = before / 2;
  }
  const sum = rho.reduce((total, r, k) => total + (k <= last ? 2 * r : r), 0);
  return size / Math.max(sum - 1, 1 / Math.log10(size));
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
