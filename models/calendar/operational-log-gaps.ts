/**
 * The sum of ln(time between purchases) of a history on the clock of a calendar: to first order all x gaps grow with t_x,
 *     sum of ln(gap') = sum of ln(gap) + x ln(t_x' / t_x).
 * Exact where the calendar runs at one speed from the first purchase to the last; else it leaves out that short gaps within a busy
 * month grow more than others, which speaks for no parameter but the number of phases.
 * @param logGaps sum of ln(time between consecutive purchases), in any time unit
 * @param x       repeat purchases; without one there is no gap and the sum stays
 * @param tx      first to last purchase, > 0 where x > 0, in the same unit
 * @param txOperational the same on the clock of the calendar, > 0 where x > 0
 */
export function operationalLogGaps(logGaps: number, x: number, tx: number, txOperational: number): number {
  return x === 0 ? logGaps : logGaps + x * Math.log(txOperational / tx);
}
