import { logGamma } from "./special.js";

/**
 * Q(a, x) = Gamma(a, x) / Gamma(a): the regularised upper incomplete gamma function, the upper tail of Gamma(a, 1).
 * The series of P(a, x) below a + 1 (DLMF 8.7.1), the continued fraction of Q above (DLMF 8.9.2). Twelve digits.
 * @param a > 0, up to a few thousand
 * @param x >= 0
 * @example upperIncompleteGamma(1, 2) // 0.1353352832366127, e^-2
 */
export function upperIncompleteGamma(a: number, x: number): number {
  if (!(a > 0 && x >= 0))
    throw new RangeError(`incomplete gamma needs a > 0 and x >= 0; got a = ${a}, x = ${x}`);
  if (x === 0) return 1;
  if (x === Infinity) return 0;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return 1 - front * sum;
  }
  // Lentz's method
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 10_000; k++) {
    const numerator = -k * (k - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return front * fraction;
}

/**
 * P(chi-square with `freedom` degrees of freedom > value); 0 degrees of freedom: a variable that is always 0.
 * With 1 degree of freedom and value = z^2, the two-sided tail of the standard normal.
 * @example chiSquareTail(3.841458820694124, 1) // 0.05
 */
export function chiSquareTail(value: number, freedom: number): number {
  if (!(value > 0)) return Number.isNaN(value) ? Number.NaN : 1;
  return freedom === 0 ? 0 : upperIncompleteGamma(freedom / 2, value / 2);
}
