import type { Finding, Histories } from "./model.js";

/** Fewer customers with a repeat purchase than this leave four parameters without believable standard errors. */
export const fewRepeatBuyers = 50;

/** What is wrong with a set of histories for any purchase model, worst first; empty when nothing is. */
export function inspectHistories(h: Histories): Finding[] {
  let customers = 0;
  let repeatBuyers = 0;
  let longest = 0;
  let rows = 0;
  for (let i = 0; i < h.n.length; i++) {
    const n = h.n[i]!;
    if (n === 0) continue;
    rows++;
    customers += n;
    if (h.x[i]! > 0) repeatBuyers += n;
    if (h.T[i]! > longest) longest = h.T[i]!;
  }
  const fatal = (code: Finding["code"], reason: string): Finding[] => [{ code, reason, fatal: true }];
  if (customers === 0) return fatal("NO_CUSTOMERS", "no customers to fit to");
  if (longest === 0)
    return fatal(
      "NO_OBSERVATION_TIME",
      `all ${customers} customers made their first purchase on the as-of date (T = 0)`,
    );
  if (repeatBuyers === 0)
    return fatal("NO_REPEAT_BUYERS", `0 of ${customers} customers have a repeat purchase`);
  if (rows === 1)
    return fatal(
      "NO_VARIATION",
      `all customers (${customers}) have one and the same history: x, t_x, T do not vary`,
    );
  if (repeatBuyers < fewRepeatBuyers) {
    const reason = `${repeatBuyers} of ${customers} customers have a repeat purchase; below ${fewRepeatBuyers} the standard errors mean little`;
    return [{ code: "FEW_REPEAT_BUYERS", reason, fatal: false }];
  }
  return [];
}
