/** Standard deviations that chance moves a measure by less than once in a few hundred times. */
const standardDeviations = 3;

/**
 * Whether a difference is within what chance brings, by the normal approximation.
 * @param variance of the difference if nothing had changed
 */
export function isChance(difference: number, variance: number): boolean {
  return !(Math.abs(difference) > standardDeviations * Math.sqrt(variance));
}
