/** Sums over customers of their purchases: w = revenue R of a customer, X = margin M / R. */
export interface MarginMoments {
  /** customers with revenue whose margin is known */
  readonly customers: number;
  /** purchases of theirs */
  readonly purchases: number;
  /** of R */
  readonly revenue: number;
  /** of M */
  readonly margin: number;
  /** of R^2 */
  readonly squaredRevenue: number;
  /** of M^2 / R */
  readonly between: number;
  /** over purchases of margin^2 / amount */
  readonly within: number;
}

/** What margins of single customers are shrunk to, and how strongly. */
export interface MarginPrior {
  /** margin of all revenue */
  readonly rate: number;
  /** Revenue at which a customer's own margin counts as much as that of all; Infinity where customers do not differ. */
  readonly weight: number;
}

/**
 * Partial pooling by Buehlmann & Straub (1970), weights being revenue: a customer's margin is (M + K mu) / (R + K), mu the margin of all
 * revenue and K = s^2 / a, with
 *     s^2 = sum of (within - M^2/R) / sum of (purchases - 1)           between purchases of one customer
 *     a   = [sum of M^2/R - M^2/R of all - (customers - 1) s^2] / [R of all - sum of R^2 / R of all]   between customers.
 * @example marginPrior({ customers: 2, purchases: 4, revenue: 400, margin: 160, squaredRevenue: 80000, between: 68, within: 70 }) // { rate: 0.4, weight: 66.6667 }
 */
export function marginPrior(of: MarginMoments): MarginPrior {
  const { customers, purchases, revenue, margin, squaredRevenue, between, within } = of;
  const rate = margin / revenue;
  const degrees = purchases - customers;
  const spread = revenue - squaredRevenue / revenue;
  if (!(degrees > 0 && spread > 0)) return { rate, weight: Infinity };
  const noise = Math.max(0, (within - between) / degrees);
  const real = (between - margin * rate - (customers - 1) * noise) / spread;
  return { rate, weight: real > 0 ? noise / real : Infinity };
}
