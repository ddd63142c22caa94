import { count, percent } from "../../format.js";

/** The log and what was counted of it. */
export const data = {
  "data.title": "Data",
  "data.read": "rows read",
  "data.files": (files: number) => `${files} files`,
  "data.notLog": (file: string, key: string) =>
    `source.paths finds ${file}, which ${key} names: its rows would count as purchases. Name the files of the log alone, such as transactions*.csv, or move the other one to a folder of its own.`,
  "data.accepted": "accepted",
  "data.accepted.days": (first: string, asOf: string, refunds: number) =>
    `${first} to ${asOf}${refunds > 0 ? `, ${count(refunds)} of them refunds` : ""}`,
  "data.refunded": "refunded",
  "data.refunded.of": (refunded: string, gross: string, net: string) =>
    `of them in part or whole: ${refunded} of ${gross}, which leaves ${net}`,
  "data.parts": "parts of orders",
  "data.parts.what": "further rows of an order without an amount of their own",
  "data.merged": "merged",
  "data.merged.what": "repetitions of an order",
  "data.outOfWindow": "out of window",
  "data.outOfWindow.sides": (before: number, after: number) =>
    `${count(before)} before, ${count(after)} after`,
  "data.rejected": "rejected",
  "data.rejected.share": (share: number, forgotten: number) =>
    `${percent(share)}${forgotten > 0 ? `, ${count(forgotten)} of forgotten customers` : ""}`,
  // before the first row of a reason; forget/quoted-lines.ts finds quoted rows by it
  "data.rejected.first": "first",
  "data.skipped": "skipped",
  "data.skipped.what": "files with the content of another one",
  "data.customers": (customers: number, repeat: number, repeatPurchases: number, histories: number) =>
    `${count(customers)} customers, ${count(repeat)} of them bought again (${count(repeatPurchases)} repeat purchases); ${count(histories)} distinct histories`,
  "data.asOf.future": (asOf: string, today: string) =>
    `asOf ${asOf} is in the future (today is ${today}): everybody would seem to have bought nothing until then. Leave asOf out to take the last day of the log, or set the day up to which the log is complete.`,
  "data.asOf.distant": (lastDay: string, gap: number, asOf: string) =>
    `the log ends on ${lastDay}, ${count(gap)} days before asOf ${asOf}: who bought until then seems to have stopped. Right where the shop sold nothing since; if deliveries are missing, or the date is a slip, set asOf to ${lastDay}.`,
  "data.together.spelling": (rows: number, reason: string, column: string, form: string, where: string) =>
    `${count(rows)} rejected rows (${reason}) write column ${column} in one other way, as ${form} (9 for digits, a for letters), first in ${where}.`,
  "data.together.files": (
    rejected: number,
    rows: number,
    first: string,
    more: number,
    reasons: readonly string[],
  ) =>
    `${count(rejected)} of the ${count(rows)} rows of ${first}${more === 0 ? "" : ` and the ${more} ${more === 1 ? "file" : "files"} after it`} were rejected, and few elsewhere (${listed(reasons)}).`,
  "data.together.lines": (
    rejected: number,
    rows: number,
    file: string,
    [first, last]: readonly [number, number],
    isEnd: boolean,
    reasons: readonly string[],
  ) =>
    `${count(rejected)} rejected rows lie together in lines ${count(first)} to ${count(last)} of ${file}${isEnd ? ", its end" : ""} (of ${count(rows)} rows there; few elsewhere; ${listed(reasons)}).`,
  "data.together.months": (
    rejected: number,
    rows: number,
    [first, last]: readonly [string, string],
    reasons: readonly string[],
  ) =>
    `${count(rejected)} of the ${count(rows)} rows ${first === last ? `of ${first}` : `from ${first} to ${last}`} were rejected, and few of other months (${listed(reasons)}).`,
  "data.together.next":
    "Rejected rows that lie together are a part of the log that was not understood, not slips: the run stops whatever their share. Correct the file or its mapping (another spelling of dates or amounts, another export, a file cut off?), or set ingest.clusteredRejections to warn to go on without them.",
  "data.sameDay": (orders: number) =>
    `${count(orders)} orders fell on a day with an earlier one and count as one purchase with it`,
  "data.changingAttribute": (
    name: string,
    changing: number,
    customers: number,
    counts: "first" | "last" | "mode",
  ) =>
    `${name} changes for ${count(changing)} of ${count(customers)} customers: the value of ${{ first: "the first purchase day", last: "the last purchase day", mode: "most purchase days" }[counts]} counts (ingest.attributeValue: ${counts})`,
  "data.newOnAsOf": (customers: number, asOf: string) =>
    `${count(customers)} customers bought for the first time on ${asOf}, so nothing is known of their habits yet`,
};

function listed(reasons: readonly string[]): string {
  return [...new Set(reasons)].join(", ");
}
