import { count, percent } from "../../format.js";

/** The log and what was counted of it. */
export const data = {
  "data.title": "Data",
  "data.read": "rows read",
  "data.files": (files: number) => `${files} files`,
  "data.accepted": "accepted",
  "data.accepted.days": (first: string, asOf: string, refunds: number) =>
    `${first} to ${asOf}${refunds > 0 ? `, ${count(refunds)} of them refunds` : ""}`,
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
  "data.sameDay": (orders: number) =>
    `${count(orders)} orders fell on a day with an earlier one and count as one purchase with it`,
  "data.newOnAsOf": (customers: number, asOf: string) =>
    `${count(customers)} customers bought for the first time on ${asOf}, so nothing is known of their habits yet`,
};
