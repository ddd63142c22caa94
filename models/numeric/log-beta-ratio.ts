/** Below it the recurrence of the gamma function lifts the argument, above it Stirling's series has sixteen digits. */
const lifted = 16;
/** Coefficients of 1/y, 1/y^3, ... in ln Gamma(y): Abramowitz & Stegun 6.1.41. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360] as const;

/**
 * ln[B(a, x + d) / B(a, x)], by a formula whose terms have one sign, so that a ratio near 1 keeps its digits: the
 * logarithms of both beta functions agree in all of theirs when d is small against x.
 * It is the second difference of ln Gamma: with Gamma(y+1) = y Gamma(y) for small x,
 *     ratio at x = ratio at x + 1, plus ln(1 - a d / ((x+a)(x+d))),
 * and Stirling's series beyond. Thirteen digits against mpmath for a, x from 1e-6 to 1e9 and d from 1e-6 to 1e12.
 * @param a > 0
 * @param x > 0
 * @param d >= 0
 * @returns <= 0, since B(a, y) falls with y
 * @example logBetaRatio(2, 3, 1) // -0.5108256237659907, ln(3/5)
 */
export function logBetaRatio(a: number, x: number, d: number): number {
  let sum = 0;
  let y = x;
  for (; y < lifted; y++) sum += Math.log1p((-a / (y + a)) * (d / (y + d)));
  const far = y + a + d;
  sum +=
    (y - 0.5) * Math.log1p((a / y) * (d / far)) - d * Math.log1p(a / (y + d)) - a * Math.log1p(d / (y + a));
  return sum + remainder(y + d) - remainder(y) - remainder(far) + remainder(y + a);
}

/** What Stirling's formula leaves out of ln Gamma(y). */
function remainder(y: number): number {
  const square = 1 / (y * y);
  let sum = 0;
  for (let i = stirling.length - 1; i >= 0; i--) sum = sum * square + stirling[i]!;
  return sum / y;
}
