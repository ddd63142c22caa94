/**
 * q values: the smallest share of false discoveries at which each test would be one. Benjamini & Hochberg (1995),
 * Journal of the Royal Statistical Society B 57: q of the i-th smallest of m is the least p_j m / j over j >= i.
 * @example falseDiscoveryRates([0.01, 0.04, 0.03, 0.2]) // [0.04, 0.05333333333333334, 0.05333333333333334, 0.2]
 */
export function falseDiscoveryRates(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => p[b]! - p[a]!);
  const q = new Array<number>(p.length);
  let least = 1;
  order.forEach((place, i) => {
    least = Math.min(least, (p[place]! * p.length) / (p.length - i));
    q[place] = least;
  });
  return q;
}
