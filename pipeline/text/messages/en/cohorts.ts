import { count, money } from "../../format.js";

/** What cohorts did. */
export const cohorts = {
  "cohorts.question":
    "What did the customers of each month and source do, month by month, and which cohort is best?",
  "cohorts.month": "month",
  "cohorts.source": "source",
  "cohorts.customers": "customers",
  "cohorts.nextMonth": "bought next month",
  "cohorts.toDate": "to date",
  "cohorts.ltv": "lifetime",
  "cohorts.low": "low 80 %",
  "cohorts.high": "high 80 %",
  "cohorts.none": "There is no cohort of this kind.",
  "cohorts.best": (of: {
    readonly month: string;
    readonly source: string | null;
    readonly currency: string;
    readonly customers: number;
    readonly least: number;
    readonly toDate: number;
    readonly ltv: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly days: number | null;
  }) => {
    const who = `${of.month}${of.source === null ? "" : ` from ${of.source}`}`;
    const range =
      of.low === null || of.high === null
        ? ""
        : `, 80 % range ${money(of.low, "")} to ${money(of.high, of.currency)}`;
    const until = of.days === null ? "for ever" : `in the next ${of.days} days`;
    const few =
      of.customers < of.least
        ? ` No cohort has ${count(of.least)} customers, so that chance has much to do with it.`
        : "";
    return `Best is the cohort of ${who}: margin of ${money(of.toDate, of.currency)} to date from each of ${count(of.customers)} customers, and ${money(of.ltv, of.currency)} with what is expected ${until}${range}.${few}`;
  },
};
