import { chiSquareTail } from "./incomplete-gamma.js";

/**
 * P(Z <= z) for a standard normal Z. Twelve digits.
 * @example normalProbability(1.959963984540054) // 0.975
 */
export function normalProbability(z: number): number {
  const tail = chiSquareTail(z * z, 1) / 2;
  return z > 0 ? 1 - tail : tail;
}
