/**
 * Whole periods to come, each discounted to now, of one who never leaves: sum over k = 1 ... t of e^(-delta k).
 * @param t may be infinite where delta > 0
 * @example periodsToCome(Infinity, Math.log(1.1)) // 10
 */
export function periodsToCome(t: number, delta: number): number {
  const whole = Math.floor(t);
  return delta === 0 ? whole : -Math.expm1(-delta * whole) / Math.expm1(delta);
}
