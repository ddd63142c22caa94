import { count, money } from "../../format.js";

/** What cohorts did. */
export const cohorts = {
  "cohorts.question":
    "What did the customers of each month and source do, month by month, and which cohort is best?",
  "cohorts.month": "month",
  "cohorts.source": "source",
  "cohorts.customers": "customers",
  "cohorts.inMonth": (month: number) => `m ${month}`,
  "cohorts.toDate": "to date",
  "cohorts.firstYear": "1st year",
  "cohorts.ltv": "lifetime",
  "cohorts.low": "80 % from",
  "cohorts.high": "to",
  "cohorts.none": "There is no cohort of this kind.",
  "cohorts.best": (of: {
    readonly month: string;
    readonly source: string | null;
    readonly currency: string;
    readonly customers: number;
    readonly least: number;
    readonly toDate: number;
    readonly ltv: number;
    /** What cohorts are compared by where no value for ever is known; else null. */
    readonly firstYear: number | null;
    readonly low: number | null;
    readonly high: number | null;
    readonly days: number | null;
  }) => {
    const who = `${of.month}${of.source === null ? "" : ` from ${of.source}`}`;
    const range =
      of.low === null || of.high === null
        ? ""
        : ` (80 %: ${money(of.low, "")} to ${money(of.high, of.currency)})`;
    const all =
      of.days === null ? "all that is expected to come" : `what is expected in the next ${of.days} days`;
    const brought =
      of.firstYear === null
        ? `and ${money(of.ltv, of.currency)}${range} with ${all}`
        : `${money(of.firstYear, of.currency)} in the first twelve months, as expected where they are not over`;
    const few =
      of.customers < of.least
        ? ` No cohort has ${count(of.least)} customers, so that chance has much to do with it.`
        : "";
    return `Best is the cohort of ${who}: margin of ${money(of.toDate, of.currency)} to date from each of ${count(of.customers)} customers, ${brought}. m 1, m 6, m 12: share who bought in that month after the first.${few}`;
  },
};
