import type { Limits } from "../config/limits.js";
import { message } from "../text/messages/message.js";
import { above, below, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** Customers or orders that a share is looked at of, at least: of fewer it moves by chance. */
const leastCount = 30;

export function repeatBuyers({ repeatCustomers, customers }: Findings, limits: Limits): QualityCheck {
  const found = message("quality.repeatBuyers", repeatCustomers, customers);
  return below("repeatBuyers", repeatCustomers, limits, found);
}

export function newestShare({ newOnAsOf, customers, asOf }: Findings, limits: Limits): QualityCheck {
  if (customers < leastCount) return notMade("newestShare", message("quality.fewCustomers", leastCount));
  const found = message("quality.newestShare", newOnAsOf, customers, asOf);
  return above("newestShare", newOnAsOf / customers, limits, found);
}

/** New ids for old customers make them new customers. */
export function newIds({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("newIds", message("quality.noEarlierRun"));
  const { buyers, newCustomers, days, season } = since;
  if (buyers.before < leastCount || buyers.since < leastCount)
    return notMade("newIds", message("quality.fewBuyers", leastCount));
  const now = newCustomers.since / buyers.since;
  const then = newCustomers.before / buyers.before;
  const found = message("quality.newIds", now, since.asOf, then, days);
  const expected = season === null ? then : Math.min(1, then * season.newCustomers);
  if (season === null || expected <= then) return above("newIds", Math.max(0, now - then), limits, found);
  const reason = message("quality.season.newIds", found, expected, season.years);
  return above("newIds", Math.max(0, now - expected), limits, reason);
}

/** Customers of the last run whom the log no longer knows. */
export function lostIds({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("lostIds", message("quality.noEarlierRun"));
  if (since.lost === null) return notMade("lostIds", message("quality.tablesGone", since.runId));
  const { customers, lost } = since.lost;
  return above(
    "lostIds",
    customers === 0 ? 0 : lost / customers,
    limits,
    message("quality.lostIds", lost, customers, since.asOf),
  );
}

/** A fall by less than this of what earlier years lead one to expect is their season's. */
const unexplained = 1 / 3;

/** Whether fewer orders than expected are more than season and chance explain: counts of orders vary by more than those of a Poisson process. */
function isUnexplained(orders: number, expected: number): boolean {
  const standardError = Math.sqrt(2 * expected);
  return expected - orders >= Math.max(unexplained * expected, 3 * standardError);
}

/**
 * A fall of orders, against as many days before the last run, and against what the same days of earlier years make of those. A fall that
 * is theirs too is none; where a part of the log's first year is all that says so, it warns and does not stop. One that is not counts in full.
 */
export function volumeDrop({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("volumeDrop", message("quality.noEarlierRun"));
  const { orders, days, asOf, season } = since;
  if (orders.before < leastCount)
    return notMade("volumeDrop", message("quality.fewOrdersBefore", leastCount));
  const fallFrom = (expected: number): number => Math.max(0, 1 - orders.since / expected);
  const fall = fallFrom(orders.before);
  const found = message("quality.volumeDrop", orders.since, asOf, orders.before, days);
  if (season === null) return above("volumeDrop", fall, limits, found);
  const expected = orders.before * season.orders;
  const beyond = expected > 0 ? fallFrom(expected) : 0;
  const reason = message("quality.season.orders", found, expected, season.years);
  if (isUnexplained(orders.since, expected))
    return above("volumeDrop", Math.max(fall, beyond), limits, reason);
  if (season.isSure) return above("volumeDrop", beyond, limits, reason);
  return above("volumeDrop", fall, { ...limits, stop: 0 }, message("quality.season.unsure", reason));
}

export function historyLoss({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("historyLoss", message("quality.noEarlierRun"));
  const { earlier, now } = since.rows;
  return above(
    "historyLoss",
    earlier === 0 ? 0 : Math.max(0, 1 - now / earlier),
    limits,
    message("quality.historyLoss", now, since.asOf, earlier),
  );
}
