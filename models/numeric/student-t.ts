import { incompleteBeta } from "./special.js";

/**
 * P(T > t) for Student's t: with x = f / (f + t^2) it is I_x(f/2, 1/2) / 2 above 0. Abramowitz & Stegun (1964), 26.7.1.
 * @param freedom f > 0, need not be whole
 * @example studentTail(2, 5) // 0.0509697394149292
 */
export function studentTail(t: number, freedom: number): number {
  const outside = incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t < 0 ? 1 - outside : outside;
}

/**
 * The t that is exceeded with this probability, by bisection.
 * @param probability in (0, 1/2]
 * @param freedom > 0
 * @example studentQuantile(0.025, 5) // 2.570581835636315
 */
export function studentQuantile(probability: number, freedom: number): number {
  if (!(probability > 0 && probability <= 0.5))
    throw new RangeError(`the probability of a tail is in (0, 1/2]; got ${probability}`);
  let low = 0;
  let high = 1;
  while (studentTail(high, freedom) > probability) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (studentTail(middle, freedom) > probability) low = middle;
    else high = middle;
  }
}
