import { fewRepeatBuyers } from "../inspect-histories.js";
import type { Finding, Histories } from "../model.js";
import { renewalCounts } from "./renewal-counts.js";

/** What is wrong with a set of subscribers for any contract model, worst first; empty when nothing is. */
export function inspectContracts(h: Histories): Finding[] {
  let subscribers = 0;
  for (const n of h.n) subscribers += n;
  const fatal = (code: Finding["code"], reason: string): Finding[] => [{ code, reason, fatal: true }];
  if (subscribers === 0) return fatal("NO_CUSTOMERS", "no subscribers to fit to");
  const { renewed, ended } = renewalCounts(h);
  if (renewed.length === 0)
    return fatal(
      "NO_OBSERVATION_TIME",
      `none of ${subscribers} subscribers has met an opportunity to renew (T < 1)`,
    );
  const renewers = renewed[0]!;
  const endings = ended.reduce((sum, n) => sum + n, 0);
  if (renewers === 0) return fatal("NO_REPEAT_BUYERS", `0 of ${subscribers} subscribers have renewed`);
  if (endings === 0)
    return fatal("NO_VARIATION", `all subscribers (${subscribers}) still are: no contract has ended`);
  const fewest = Math.min(renewers, endings);
  if (fewest < fewRepeatBuyers) {
    const what = fewest === renewers ? "have renewed" : "have ended their contract";
    const reason = `${fewest} of ${subscribers} subscribers ${what}; below ${fewRepeatBuyers} the standard errors mean little`;
    return [{ code: "FEW_REPEAT_BUYERS", reason, fatal: false }];
  }
  return [];
}
