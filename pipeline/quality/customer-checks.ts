import type { Limits } from "../config/limits.js";
import { count, shortPercent } from "../text/format.js";
import { above, below, notMade, type QualityCheck } from "./check.js";
import type { Findings } from "./findings.js";

/** Customers or orders that a share is looked at of, at least: of fewer it moves by chance. */
const leastCount = 30;

export function repeatBuyers({ repeatCustomers, customers }: Findings, limits: Limits): QualityCheck {
  const found = `${count(repeatCustomers)} of ${count(customers)} customers bought again`;
  return below("repeatBuyers", repeatCustomers, limits, found);
}

export function newestShare({ newOnAsOf, customers, asOf }: Findings, limits: Limits): QualityCheck {
  if (customers < leastCount) return notMade("newestShare", `fewer than ${leastCount} customers`);
  const found = `${count(newOnAsOf)} of ${count(customers)} customers bought for the first time on ${asOf}`;
  return above("newestShare", newOnAsOf / customers, limits, found);
}

/** New ids for old customers make them new customers. */
export function newIds({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("newIds", "there is no earlier run");
  const { buyers, newCustomers, days } = since;
  if (buyers.before < leastCount || buyers.since < leastCount)
    return notMade("newIds", `fewer than ${leastCount} buyers since the last run, or before it`);
  const now = newCustomers.since / buyers.since;
  const then = newCustomers.before / buyers.before;
  return above(
    "newIds",
    Math.max(0, now - then),
    limits,
    `${shortPercent(now)} of the buyers since ${since.asOf} are new, ${shortPercent(then)} in the ${days} days before`,
  );
}

/** Customers of the last run whom the log no longer knows. */
export function lostIds({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("lostIds", "there is no earlier run");
  if (since.lost === null) return notMade("lostIds", `the tables of run ${since.runId} are gone`);
  const { customers, lost } = since.lost;
  return above(
    "lostIds",
    customers === 0 ? 0 : lost / customers,
    limits,
    `${count(lost)} of the ${count(customers)} customers of the run as of ${since.asOf} are not in the log`,
  );
}

export function volumeDrop({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("volumeDrop", "there is no earlier run");
  const { orders, days, asOf } = since;
  if (orders.before < leastCount)
    return notMade("volumeDrop", `fewer than ${leastCount} orders before the last run`);
  return above(
    "volumeDrop",
    Math.max(0, 1 - orders.since / orders.before),
    limits,
    `${count(orders.since)} orders since ${asOf}, ${count(orders.before)} in the ${days} days before`,
  );
}

export function historyLoss({ since }: Findings, limits: Limits): QualityCheck {
  if (since === null) return notMade("historyLoss", "there is no earlier run");
  const { earlier, now } = since.rows;
  return above(
    "historyLoss",
    earlier === 0 ? 0 : Math.max(0, 1 - now / earlier),
    limits,
    `${count(now)} rows up to ${since.asOf}, where the run of that day had ${count(earlier)}`,
  );
}
