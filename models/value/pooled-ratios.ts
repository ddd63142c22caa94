/** What is known of one group: an estimate of its ratio to all groups, and the variance of its error. */
export interface RatioEstimate {
  readonly mean: number;
  /** infinite where nothing was seen of it */
  readonly variance: number;
}

/** Ratios of groups differ by half of what they are around, or less, in most logs. */
const scale = 0.5;
const steps = 200;

/**
 * Partial pooling of groups' ratios towards 1: each ratio is normal about 1 with standard deviation tau, which is unknown with a
 * half-Cauchy prior (Gelman 2006, "Prior distributions for variance parameters in hierarchical models"), and its estimate is normal about
 * it. A group of which little was seen is nearly 1, as far as the other groups say that groups are alike, and in doubt by as much as they
 * differ; the mean over tau keeps that doubt where few groups leave tau open.
 * @example pooledRatios([{ mean: 1.4, variance: 0.0001 }, { mean: 0.6, variance: 0.0001 }, { mean: 1.4, variance: Infinity }])[2].mean // 1
 */
export function pooledRatios(groups: readonly RatioEstimate[]): RatioEstimate[] {
  const seen = groups.filter(({ variance }) => Number.isFinite(variance));
  // by angle, so that the prior is even over the steps
  const taus = Array.from({ length: steps }, (_, i) => scale * Math.tan(((i + 0.5) / steps) * (Math.PI / 2)));
  const logs = taus.map((tau) =>
    seen.reduce((sum, { mean, variance }) => {
      const all = variance + tau * tau;
      return sum - 0.5 * (Math.log(all) + (mean - 1) ** 2 / all);
    }, 0),
  );
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const sum = weights.reduce((a, b) => a + b, 0);
  const over = (of: (tau: number) => number): number =>
    taus.reduce((total, tau, i) => total + weights[i]! * of(tau), 0) / sum;
  return groups.map(({ mean, variance }) => {
    const share = (tau: number): number => (variance === 0 ? 1 : (tau * tau) / (tau * tau + variance));
    const shift = (tau: number): number => (variance === Infinity ? 0 : share(tau) * (mean - 1));
    const left = (tau: number): number =>
      variance === Infinity ? Math.min(tau * tau, 1) : share(tau) * variance;
    const shifted = over(shift);
    return { mean: 1 + shifted, variance: over(left) + over((tau) => (shift(tau) - shifted) ** 2) };
  });
}
