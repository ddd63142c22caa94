import { fewRepeatBuyers } from "../inspect-histories.js";
import type { Finding, SpendHistories } from "../model.js";

/** What is wrong with a set of spend histories for any spend model, worst first; empty when nothing is. */
export function inspectSpend(h: SpendHistories): Finding[] {
  let customers = 0;
  let least = Infinity;
  let most = 0;
  let within = 0;
  for (let i = 0; i < h.n.length; i++) {
    const n = h.n[i]!;
    if (n === 0) continue;
    customers += n;
    least = Math.min(least, h.z[i]! / h.x[i]!);
    most = Math.max(most, h.z[i]! / h.x[i]!);
    within = Math.max(within, Math.sqrt(h.m2[i]!) / h.z[i]!);
  }
  const fatal = (code: Finding["code"], reason: string): Finding[] => [{ code, reason, fatal: true }];
  if (customers === 0)
    return fatal("NO_REPEAT_BUYERS", "no customer has repeat purchases with a spend above 0");
  if (customers === 1) return fatal("NO_VARIATION", "one customer has repeat purchases: nothing varies");
  if (most - least <= 1e-9 * most && within <= 1e-9)
    return fatal("NO_VARIATION", `all ${customers} repeat buyers spend the same per purchase (${most})`);
  if (customers < fewRepeatBuyers) {
    const reason = `${customers} customers have repeat spend; below ${fewRepeatBuyers} the standard errors mean little`;
    return [{ code: "FEW_REPEAT_BUYERS", reason, fatal: false }];
  }
  return [];
}
