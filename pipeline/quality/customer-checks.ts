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
  const { buyers, newCustomers, days } = since;
  if (buyers.before < leastCount || buyers.since < leastCount)
    return notMade("newIds", message("quality.fewBuyers", leastCount));
  const now = newCustomers.since / buyers.since;
  const then = newCustomers.before / buyers.before;
  return above(
    "newIds",
    Math.max(0, now - then),
    limits,
    message("quality.newIds", now, since.asOf, then, days),
  );
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

export function volumeDrop({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("volumeDrop", message("quality.noEarlierRun"));
  const { orders, days, asOf } = since;
  if (orders.before < leastCount)
    return notMade("volumeDrop", message("quality.fewOrdersBefore", leastCount));
  return above(
    "volumeDrop",
    Math.max(0, 1 - orders.since / orders.before),
    limits,
    message("quality.volumeDrop", orders.since, asOf, orders.before, days),
  );
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
