import { checkHistories } from "../histories.js";
import type { Histories } from "../model.js";
import { checkLength } from "../too-long.js";

/**
 * Everything the likelihood of a contract depends on: how many subscribers renewed, and how many ended, at each
 * opportunity. Opportunity k = 0, 1, ... comes after k renewals, so subscribers with T <= k have not met it.
 */
export interface RenewalCounts {
  /** subscribers who renewed after k renewals */
  readonly renewed: Float64Array;
  /** subscribers who did not renew after k renewals */
  readonly ended: Float64Array;
}

const known = new WeakMap<Histories, RenewalCounts>();

/**
 * The counts of these histories in whole periods: T opportunities met, the first t_x of them taken (x is not read).
 * t_x = T is still a subscriber; t_x < T left at the opportunity after t_x renewals. Parts of periods do not count.
 * Made once per object, so its arrays must not change afterwards.
 * @example renewalCounts(historiesFrom([2, 3], [2, 3], [3, 3])) // { renewed: [2, 2, 1], ended: [0, 0, 1] }
 */
export function renewalCounts(h: Histories): RenewalCounts {
  let counts = known.get(h);
  if (counts === undefined) {
    counts = count(h);
    known.set(h, counts);
  }
  return counts;
}

/** Whether a contract with t_x renewals in T periods goes on. */
export function isSubscribed(tx: number, T: number): boolean {
  return Math.floor(tx) >= Math.floor(T);
}

function count(h: Histories): RenewalCounts {
  checkHistories(h.x, h.tx, h.T);
  checkLength(h, "discrete");
  let longest = 0;
  for (let i = 0; i < h.n.length; i++) if (h.n[i]! > 0) longest = Math.max(longest, Math.floor(h.T[i]!));
  const renewed = new Float64Array(longest);
  const ended = new Float64Array(longest);
  for (let i = 0; i < h.n.length; i++) {
    const taken = Math.floor(h.tx[i]!);
    const n = h.n[i]!;
    if (n === 0) continue;
    if (taken > 0) renewed[taken - 1]! += n;
    if (!isSubscribed(taken, h.T[i]!)) ended[taken]! += n;
  }
  for (let k = longest - 2; k >= 0; k--) renewed[k]! += renewed[k + 1]!;
  return { renewed, ended };
}
