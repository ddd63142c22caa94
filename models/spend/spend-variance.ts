/** Customers by number of repeat purchases, with the squared relative residuals of their mean spend. */
export interface ResidualsByX {
  readonly x: number;
  readonly customers: number;
  /** sum of ((m - mu) / mu)^2 */
  readonly squares: number;
}

export interface SpendVariance {
  /** Variance of a purchase about the customer's own mean, over mu^2. */
  readonly within: number;
  /** Variance between the own means of customers with equal covariates, over mu^2. */
  readonly between: number;
  /** within / between: purchases at which own mean and regression weigh the same; null when between is 0. */
  readonly kappa: number | null;
}

/**
 * Splits what a regression of mean spend leaves unexplained: a customer of covariate mean mu spends Theta mu a purchase,
 * E[Theta] = 1, Var[Theta] = between, and a single purchase varies by within mu^2. So the mean m of x purchases has
 *     E[((m - mu) / mu)^2] = between + within / x,
 * a line in 1/x. Both are its least-squares coefficients with weights customers / (between + within / x)^2, the inverse
 * variance of a squared normal residual, iterated (Fisher scoring of the normal likelihood), neither below 0.
 * With all x equal the two cannot be distinguished, and everything is put down to `within`.
 * @example spendVariance([{ x: 1, customers: 100, squares: 30 }, { x: 4, customers: 50, squares: 7.5 }])
 * // { within: 0.2, between: 0.1, kappa: 2 }
 */
export function spendVariance(rows: readonly ResidualsByX[]): SpendVariance {
  const used = rows.filter((row) => row.customers > 0 && row.x > 0);
  const total = used.reduce((sum, row) => sum + row.squares, 0);
  const customers = used.reduce((sum, row) => sum + row.customers, 0);
  const inverse = used.reduce((sum, row) => sum + row.customers / row.x, 0);
  let within = customers > 0 ? total / inverse : 0;
  let between = 0;
  if (!(total > 0) || used.every((row) => row.x === used[0]!.x)) return { within, between, kappa: null };
  for (let i = 0; i < 200; i++) {
    const next = step(used, within, between);
    const change = Math.abs(next.within - within) + Math.abs(next.between - between);
    ({ within, between } = next);
    if (change <= 1e-12 * (within + between)) break;
  }
  return { within, between, kappa: between > 0 ? within / between : null };
}

/** One weighted least-squares fit of the squares on 1 and 1/x, held to the quadrant where both are >= 0. */
function step(
  rows: readonly ResidualsByX[],
  within: number,
  between: number,
): { within: number; between: number } {
  let s1 = 0; // sums of weight times 1, 1/x, 1/x^2, and of the squares times 1, 1/x
  let sh = 0;
  let shh = 0;
  let sq = 0;
  let shq = 0;
  for (const { x, customers, squares } of rows) {
    const h = 1 / x;
    const weight = (between + within * h) ** -2;
    s1 += weight * customers;
    sh += weight * customers * h;
    shh += weight * customers * h * h;
    sq += weight * squares;
    shq += weight * squares * h;
  }
  const determinant = s1 * shh - sh * sh;
  const b = (sq * shh - shq * sh) / determinant;
  const w = (s1 * shq - sh * sq) / determinant;
  if (w > 0 && b > 0) return { within: w, between: b };
  return b > 0 ? { within: 0, between: sq / s1 } : { within: shq / shh, between: 0 };
}
