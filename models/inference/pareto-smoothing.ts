/** Importance weights after smoothing, and how heavy their tail was. */
export interface SmoothedWeights {
  /** sum to 1, in the order given */
  readonly weights: Float64Array;
  /**
   * Shape of the tail: below 0.5 the weights have a finite variance, below 0.7 the smoothed estimates can still be
   * relied on. Infinity where there are too few weights to know, -Infinity where none exceeds the others.
   */
  readonly paretoK: number;
}

/** Largest shape of the tail at which smoothed weights can be relied on. */
export const paretoKLimit = 0.7;

/**
 * Pareto smoothing of importance weights: the largest min(S/5, 3 sqrt(S)) of S weights are replaced by the quantiles of
 * a generalised Pareto distribution fitted to them, and none may exceed the largest raw weight.
 * Vehtari, Simpson, Gelman, Yao & Gabry (2024), Pareto smoothed importance sampling, JMLR 25.
 * @param logRatios ln of target over proposal density, up to a constant; -Infinity is weight 0
 */
export function paretoSmoothed(logRatios: ArrayLike<number>): SmoothedWeights {
  const size = logRatios.length;
  const log = Float64Array.from(logRatios);
  const top = log.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(top)) throw new RangeError("no importance weight is a finite number above zero");
  for (let i = 0; i < size; i++) log[i] = log[i]! - top;
  const order = Uint32Array.from(log, (_, i) => i).sort((i, j) => log[i]! - log[j]!);
  const tailSize = Math.ceil(Math.min(size / 5, 3 * Math.sqrt(size)));
  const below = size > tailSize ? log[order[size - tailSize - 1]!]! : -Infinity;
  const cutoff = Math.max(below, Math.log(2 ** -1022));
  const tail = order.filter((i) => log[i]! > cutoff);
  let paretoK = tail.length === 0 ? -Infinity : Infinity;
  if (tail.length > 4) {
    const base = Math.exp(cutoff);
    const fitted = generalisedPareto(Float64Array.from(tail, (i) => Math.exp(log[i]!) - base));
    paretoK = fitted.k;
    if (Number.isFinite(fitted.k))
      for (const [rank, i] of tail.entries()) {
        const excess = paretoQuantile((rank + 0.5) / tail.length, fitted.k, fitted.sigma);
        log[i] = Math.min(0, Math.log(excess + base));
      }
  }
  const weights = log.map(Math.exp);
  const total = weights.reduce((a, b) => a + b, 0);
  return { weights: weights.map((w) => w / total), paretoK };
}

/**
 * Shape k and scale sigma of the generalised Pareto distribution of these exceedances, by the profile posterior mean of
 * Zhang & Stephens (2009), A new and efficient estimation method for the generalized Pareto distribution, Technometrics
 * 51(3); k is pulled towards 0.5 with the weight of ten observations, as in the paper above.
 * @param exceedances > 0, ascending, at least 5
 */
export function generalisedPareto(exceedances: Float64Array): { k: number; sigma: number } {
  const n = exceedances.length;
  const points = 30 + Math.floor(Math.sqrt(n));
  const quartile = exceedances[Math.floor(n / 4 + 0.5) - 1]!;
  const largest = exceedances[n - 1]!;
  const shapeAt = (b: number): number => {
    let sum = 0;
    for (const e of exceedances) sum += Math.log1p(-b * e);
    return sum / n;
  };
  const grid = Array.from(
    { length: points },
    (_, i) => 1 / largest + (1 - Math.sqrt(points / (i + 0.5))) / (3 * quartile),
  );
  const profile = grid.map((b) => {
    const k = shapeAt(b);
    return n * (Math.log(-b / k) - k - 1);
  });
  const weight = profile.map((l) => 1 / profile.reduce((sum, other) => sum + Math.exp(other - l), 0));
  let total = 0;
  let b = 0;
  for (const [i, w] of weight.entries()) {
    if (!(w >= 10 * Number.EPSILON)) continue;
    total += w;
    b += w * grid[i]!;
  }
  b /= total;
  const k = shapeAt(b);
  return { k: (n * k + 5) / (n + 10), sigma: -k / b };
}

function paretoQuantile(probability: number, k: number, sigma: number): number {
  const log = -Math.log1p(-probability);
  return sigma * (Math.abs(k) < Number.EPSILON ? log : Math.expm1(k * log) / k);
}
