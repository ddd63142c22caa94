import type { Histories } from "../model.js";

/**
 * Repeat purchases per customer and unit of time observed: the scale of a starting point. Above 0 whatever the data;
 * 1 when nothing was observed.
 */
export function meanRate(h: Histories): number {
  let purchases = 0;
  let time = 0;
  let customers = 0;
  for (let i = 0; i < h.n.length; i++) {
    purchases += h.n[i]! * h.x[i]!;
    time += h.n[i]! * h.T[i]!;
    customers += h.n[i]!;
  }
  return purchases > 0 && time > 0 ? purchases / time : time > 0 ? customers / time : 1;
}

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
