/** Somebody who may be put on a list. */
export interface Candidate {
  /** >= 0 */
  readonly cost: number;
  /** > 0 */
  readonly gain: number;
}

const mostNodes = 2_000_000;

/**
 * The places of those who gain most together for at most a budget: a knapsack, by branch and bound. Null where it would take too long to be sure.
 * @param candidates by gain per cost, highest first
 * @example bestList([{ cost: 6, gain: 9.6 }, { cost: 10, gain: 15 }, { cost: 11, gain: 16 }], 21) // [1, 2]
 */
export function bestList(candidates: readonly Candidate[], budget: number): number[] | null {
  const room = budget + 1e-12 * Math.max(1, budget);
  let best: number[] = [];
  let most = 0;
  let nodes = 0;
  /** What the rest could gain at most, the last one in part. */
  const bound = (from: number, left: number): number => {
    let sum = 0;
    for (let i = from; i < candidates.length; i++) {
      const { cost, gain } = candidates[i]!;
      if (cost > left) return sum + (gain * left) / cost;
      sum += gain;
      left -= cost;
    }
    return sum;
  };
  const chosen: number[] = [];
  const visit = (at: number, left: number, gain: number): void => {
    if (gain > most) {
      most = gain;
      best = [...chosen];
    }
    if (at === candidates.length || nodes++ > mostNodes) return;
    if (gain + bound(at, left) <= most * (1 + 1e-12)) return;
    const next = candidates[at]!;
    if (next.cost <= left) {
      chosen.push(at);
      visit(at + 1, left - next.cost, gain + next.gain);
      chosen.pop();
    }
    visit(at + 1, left, gain);
  };
  visit(0, room, 0);
  return nodes > mostNodes ? null : best;
}
