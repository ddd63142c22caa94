const rescaleAbove = 1e280;

/**
 * ln 2F1(a, b; c; z) for 0 <= z < 1, by Euler's transformation and the series of the transformed function:
 *     2F1(a, b; c; z) = (1 - z)^(c-a-b) 2F1(c-a, c-b; c; z)
 * Abramowitz & Stegun 15.3.3. On the log scale because the value itself leaves a double for customers with
 * hundreds of purchases. Twelve digits over the arguments that purchase models produce.
 * @param c > 0
 * @param z in [0, 1); terms needed grow as 1 / (1 - z)
 * @returns the natural logarithm; throws where the function is not positive, since it then has none
 * @example logHypergeometric(1, 1, 2, 0.5) // 0.32663425997828094, ln(2 ln 2)
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
  if (!(c > 0 && 0 <= z && z < 1)) {
    throw new RangeError(`2F1 needs c > 0 and 0 <= z < 1; got a = ${a}, b = ${b}, c = ${c}, z = ${z}`);
  }
  const exponent = c - a - b;
  // Euler's form converges faster where a + b > c; both forms are exact
  if (exponent < 0) return logSeries(c - a, c - b, c, z) + exponent * Math.log1p(-z);
  return logSeries(a, b, c, z);
}

function logSeries(a: number, b: number, c: number, z: number): number {
  const settled = Math.max(-a, -b, 0); // beyond it no factor of a term changes sign or passes near zero
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let n = 0; ; n++) {
    const factor = (((a + n) * (b + n)) / ((c + n) * (n + 1))) * z;
    term *= factor;
    sum += term;
    if (term === 0) break;
    if (
      n > settled &&
      Math.abs(factor) < 1 &&
      Math.abs(term) < 1e-17 * Math.abs(sum) * (1 - Math.abs(factor))
    )
      break;
    if (Math.abs(sum) > rescaleAbove) {
      term /= rescaleAbove;
      sum /= rescaleAbove;
      logScale += Math.log(rescaleAbove);
    }
    if (n > 5_000_000) throw new RangeError(`2F1 series did not settle at z = ${z}; z is too close to 1`);
  }
  if (!(sum > 0)) throw new RangeError(`2F1(${a}, ${b}; ${c}; ${z}) is not positive: it has no logarithm`);
  return Math.log(sum) + logScale;
}
