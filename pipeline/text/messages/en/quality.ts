import { count, shortPercent } from "../../format.js";

/** Checks of the data before a fit: what each found, or why it was not made. */
export const quality = {
  "quality.stop": "STOP",
  "quality.warning": "warning",
  "quality.check": "check",
  "quality.found": "found",
  "quality.from": "from",
  "quality.withExample": (reason: string, example: string) => `${reason} (${example})`,
  "quality.notMade": (why: string) => `not made: ${why}`,
  "quality.noEarlierRun": "there is no earlier run",
  "quality.tablesGone": (runId: string) => `the tables of run ${runId} are gone`,
  "quality.fewCustomers": (least: number) => `fewer than ${least} customers`,
  "quality.fewBuyers": (least: number) => `fewer than ${least} buyers since the last run, or before it`,
  "quality.fewOrdersBefore": (least: number) => `fewer than ${least} orders before the last run`,
  "quality.fewOrdersOnDays": (least: number) => `fewer than ${least} orders on every day`,
  "quality.fewOrdersInWeeks": (least: number) => `fewer than ${least} orders in every week`,
  "quality.tooThin": (orders: number, weeks: number) =>
    `fewer than ${orders} orders on a usual day, or less than ${weeks} weeks`,
  "quality.repeatBuyers": (repeat: number, customers: number) =>
    `${count(repeat)} of ${count(customers)} customers bought again`,
  "quality.newestShare": (newest: number, customers: number, asOf: string) =>
    `${count(newest)} of ${count(customers)} customers bought for the first time on ${asOf}`,
  "quality.similarIds": (ids: number, customers: number) =>
    `${count(ids)} of ${count(customers)} customer ids equal another one but for case, .0, leading zeros or Unicode form`,
  "quality.largestCustomer": (most: number, all: number) =>
    `one customer has ${count(most)} of ${count(all)} orders`,
  "quality.newIds": (now: number, asOf: string, then: number, days: number) =>
    `${shortPercent(now)} of the buyers since ${asOf} are new, ${shortPercent(then)} in the ${days} days before`,
  "quality.lostIds": (lost: number, customers: number, asOf: string) =>
    `${count(lost)} of the ${count(customers)} customers of the run as of ${asOf} are not in the log`,
  "quality.volumeDrop": (since: number, asOf: string, before: number, days: number) =>
    `${count(since)} orders since ${asOf}, ${count(before)} in the ${days} days before`,
  "quality.season.orders": (found: string, expected: number, years: readonly number[]) =>
    `${found}; ${count(expected)} expected as the same days of ${years.join(", ")} went`,
  "quality.season.unsure": (found: string) => `${found}, which the log has too little of to be sure`,
  "quality.season.newIds": (found: string, expected: number, years: readonly number[]) =>
    `${found}; ${shortPercent(expected)} expected as the same days of ${years.join(", ")} went`,
  "quality.historyLoss": (now: number, asOf: string, earlier: number) =>
    `${count(now)} rows up to ${asOf}, where the run of that day had ${count(earlier)}`,
  "quality.emptyDays": (all: number, inARow: number) => emptyDays(all, inARow),
  "quality.emptyDays.asBefore": (found: string, more: number, year: number) =>
    `${found}; ${more} more had none in ${year} either`,
  "quality.emptyDays.onlyAsBefore": (days: number, year: number) =>
    `${days} ${days === 1 ? "day has" : "days have"} no order, as in ${year}`,
  "quality.emptyDays.christmas": (found: string) => `${found}: closed over Christmas?`,
  "quality.emptyDays.easter": (found: string) => `${found}: closed over Easter?`,
  "quality.emptyDays.example": (day: string, usual: number) => `${day}, where ${usual} are usual`,
  "quality.emptyDays.thin": (inARow: number, usual: number) =>
    inARow < 2
      ? emptyDays(inARow, inARow)
      : `${inARow} days in a row have no order, where ${usual} orders are usual`,
  "quality.busyDay": (ratio: number) =>
    `the busiest day has ${twoDigits(ratio)} times the usual orders of its weekday`,
  "quality.busyDay.asBefore": (ratio: number, earlier: number, year: number) =>
    `the busiest day has ${twoDigits(ratio)} times the usual orders of its weekday, where such days of ${year} had ${twoDigits(earlier)} times`,
  "quality.busyDay.example": (day: string, orders: number, usual: number) =>
    `${day}: ${orders} orders, where ${usual} are usual`,
  "quality.repeatedRows": (share: number, of: "day" | "week", usual: number, money: boolean) =>
    `${shortPercent(share)} of a ${of}'s rows repeat another one (${money ? "customer, day and amount" : "customer and day"}), where ${shortPercent(usual)} are usual`,
  "quality.repeatedRows.week": (first: string, last: string) => `${first} to ${last}`,
  "quality.repeatedRows.example": (when: string, repeated: number, rows: number) =>
    `${when}: ${repeated} of ${rows} rows`,
  "quality.repeatedFiles": (files: number) =>
    `${files} ${files === 1 ? "file has" : "files have"} the content of another one`,
  "quality.amounts.usual": "amounts are as usual",
  "quality.amounts.medianOfDay": "the median amount of a day",
  "quality.amounts.median": "the median amount",
  "quality.amounts.upper": "the 90 % quantile of amounts",
  "quality.amounts.since": (day: string) => `since ${day}`,
  "quality.amounts.more": (what: string, ratio: number) =>
    `${what} is about ${twoDigits(ratio)} times the usual one`,
  "quality.amounts.fewer": (what: string, ratio: number) =>
    `${what} is about 1/${twoDigits(ratio)} of the usual one`,
};

function emptyDays(all: number, inARow: number): string {
  if (all === 0) return "every day has an order";
  if (all === 1) return "1 day has no order";
  if (inARow === all) return `${all} days in a row have no order`;
  return `${all} days have no order, ${inARow === 1 ? "none next to another" : `${inARow} of them in a row`}`;
}

const twoDigits = (ratio: number): string => `${Number(ratio.toPrecision(2))}`;
