import { shortPercent } from "../../format.js";

const names = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

const signed = (share: number): string => `${share < 0 ? "−" : "+"}${shortPercent(Math.abs(share))}`;

const listed = (months: readonly number[]): string => {
  const words = months.map((month) => names[month - 1]!);
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
};

/** Season and level. */
export const calendar = {
  "calendar.tooShort": "the log does not hold two months yet, so season and level cannot be told",
  "calendar.tooFew": "fewer than two months of the log have repeat purchases to compare",
  "calendar.noFit": (name: string, reasons: string) =>
    `${name} has no estimate once season and level are taken out (${reasons})`,
  "calendar.periods": "the model counts periods, which have a level but no season",
  "calendar.fewPeriods": "fewer than two periods of the log have renewals or purchases enough to compare",
  "calendar.clocks":
    "customers count periods in billing intervals of their own, which share no level by period",
  "calendar.off": "purchase.calendar is off",
  "calendar.older": "the model was fitted without one",
  "calendar.without": (why: string) => `no calendar: ${why}`,
  "calendar.none": (why: string) => `Calendar: none (${why}); totals allow for chance and parameters alone`,
  "calendar.line": (what: string) => `Calendar: ${what}`,
  "calendar.even": "season and level are even",
  "calendar.month": (month: number, factor: number) => `${names[month - 1]} ×${factor.toFixed(2)}`,
  "calendar.level": (change: number, since: string) =>
    `level ${signed(change)} since ${names[Number(since.slice(5, 7)) - 1]} ${since.slice(0, 4)}`,
  "calendar.unseen": (months: readonly number[]) =>
    `! The log has never seen ${listed(months)}: what the season does then is not known. The ranges allow for it, ` +
    "the expected totals do not",
  "calendar.rangesAlone": (level: number) =>
    `! Purchases are expected at ${level.toFixed(2)} times what customers' own histories say. The ranges of totals allow for it, ` +
    "expected values of customers and their sums do not: where they differ, rely on the ranges",
  "calendar.unsteady": (change: number, since: string) =>
    `! Purchases per customer are ${change.toFixed(2)} times what they were in ${names[Number(since.slice(5, 7)) - 1]} ` +
    `${since.slice(0, 4)}: no forecast of the total can follow that. Rely on the ranges, or on shorter horizons`,
};
