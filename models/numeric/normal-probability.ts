import { chiSquareTail } from "./incomplete-gamma.js";

/** Coefficients of the tail over e^(-z^2/2), highest power first: Hart et al. (1968), Computer Approximations, no. 5666, after West (2005). */
const above = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871,
  221.213596169931, 220.206867912376,
];
const below = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831,
  793.826512519948, 440.413735824752,
];
const mostRational = 4;

/**
 * P(Z <= z) for a standard normal Z. Twelve digits.
 * @example normalProbability(1.959963984540054) // 0.975
 */
export function normalProbability(z: number): number {
  const size = Math.abs(z);
  const tail =
    size < mostRational
      ? (Math.exp(-0.5 * z * z) * polynomial(above, size)) / polynomial(below, size)
      : chiSquareTail(z * z, 1) / 2;
  return z > 0 ? 1 - tail : tail;
}

function polynomial(coefficients: readonly number[], at: number): number {
  let value = 0;
  for (const c of coefficients) value = value * at + c;
  return value;
}
