import type { Histories } from "../model.js";

/** Mean of T over customers: the time scale of a starting point. Above 0 whatever the data; 1 when nothing was observed. */
export function meanTime(h: Histories): number {
  let time = 0;
  let customers = 0;
  for (let i = 0; i < h.n.length; i++) {
    time += h.n[i]! * h.T[i]!;
    customers += h.n[i]!;
  }
  return time > 0 ? time / customers : 1;
}
