import { count } from "../../format.js";

/** The proof that customers were forgotten, and what is left to the user. */
export const forget = {
  "forget.done": (customers: number, listed: number) =>
    `Forgotten: ${count(customers)} ${customers === 1 ? "customer" : "customers"}; ${count(listed)} in all are on the list of this runs folder, and their rows are dropped from now on`,
  "forget.place": "place",
  "forget.searched": "searched",
  "forget.deleted": "rows deleted",
  "forget.bytes": "bytes searched",
  "forget.traces": "traces left",
  "forget.all": "all",
  "forget.ownFiles": "These files of the log are yours and still hold them:",
  "forget.unsearched": "These sources were not searched:",
  "forget.foreign": "These files in the runs folder were not written by clv; they were not searched:",
  "forget.stays": "Parameters, counts and totals stay: each is made of many customers.",
};
