/**
 * Special functions of one or two real arguments, in double precision.
 * Thin names over @stdlib; measured worst relative error against 40-digit mpmath values in test/fixtures/special.json.
 */
import stdlibBetainc from "@stdlib/math-base-special-betainc";
import stdlibBetaln from "@stdlib/math-base-special-betaln";
import stdlibDigamma from "@stdlib/math-base-special-digamma";
import stdlibGammaln from "@stdlib/math-base-special-gammaln";
import stdlibTrigamma from "@stdlib/math-base-special-trigamma";

/**
 * ln Gamma(x), for x > 0. Fifteen digits.
 * @example logGamma(4) // 1.791759469228055, ln 6
 */
export const logGamma: (x: number) => number = stdlibGammaln;

/**
 * psi(x) = d/dx ln Gamma(x), for x > 0. Fifteen digits.
 * @example digamma(1) // -0.5772156649015329
 */
export const digamma: (x: number) => number = stdlibDigamma;

/**
 * psi'(x), for x > 0. Fifteen digits.
 * @example trigamma(1) // 1.6449340668482264, pi^2/6
 */
export const trigamma: (x: number) => number = stdlibTrigamma;

/**
 * ln B(a, b) = ln Gamma(a) + ln Gamma(b) - ln Gamma(a + b) without the cancellation of that formula, for a, b > 0.
 * @example logBeta(2, 3) // -2.4849066497880004, ln(1/12)
 */
export const logBeta: (a: number, b: number) => number = stdlibBetaln;

/**
 * I_x(a, b): the regularised incomplete beta function, the distribution function of Beta(a, b).
 * @param x in [0, 1]
 * @example incompleteBeta(0.5, 2, 2) // 0.5
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  return stdlibBetainc(x, a, b);
}
