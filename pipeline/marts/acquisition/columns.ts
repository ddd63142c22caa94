import { bandInWords } from "../bands.js";
import { cohortGrain } from "../cohorts/columns.js";
import { bounded, column, money } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartColumn } from "../mart.js";

const ratio = (name: string, meaning: string, convention?: string): MartColumn =>
  column(name, "number", meaning, "ratio", convention);
const months = (name: string, meaning: string, convention?: string): MartColumn =>
  column(name, "integer", meaning, "months", convention);

const toDate = "observed margin is not discounted, expected margin is, to the as-of date";
const first = "the month of acquisition is month 1; ties count as paid back; not discounted";
export const spend = money(
  "spend",
  "what was spent on acquisition; null where no cost is known, which is not 0",
  "converted with the mean rate of the month",
);
const came = column(
  "customers",
  "count",
  "customers of the log with their first purchase in the month",
  "customers",
);
const reported = column(
  "customers_reported",
  "number",
  "new customers as the costs report them; null where they do not",
  "customers",
);
const cac = money("cac", "spend / customers", "the log's customers count, not those reported");
const ltvOf = ({ forEver, longestDays }: MartFacts): string =>
  forEver ? "" : `; of the next ${longestDays} days, since there is no finite value for ever`;

function verdictOf({ bands }: MartFacts): MartColumn {
  const band = bands.ltvCac === null ? "no band is known" : bandInWords(bands.ltvCac);
  return column("verdict", "text", `ltv_cac: good above the band, poor below it, else within; band ${band}`);
}

export function acquisitionColumns(facts: MartFacts): readonly MartColumn[] {
  const { horizonsDays, bands } = facts;
  return [
    ...cohortGrain,
    ...[spend, came, reported, cac],
    money("value_to_date", "observed margin of the cohort / customers"),
    ...horizonsDays.flatMap((days) =>
      bounded(
        money(
          `ltv_next_${days}d`,
          `value to date + expected margin of the next ${days} days, of a customer`,
          toDate,
        ),
      ),
    ),
    ...bounded(
      money(
        "ltv_first_365d",
        "margin of the first 365 days since the first purchase, of a customer: observed, and expected where they are not over; null beyond what is forecast",
        "the figure that compares cohorts of different age; not discounted",
      ),
    ),
    ...bounded(
      money("ltv", `value to date + expected margin after it, of a customer${ltvOf(facts)}`, toDate),
    ),
    ...horizonsDays.flatMap((days) =>
      bounded(ratio(`ltv_cac_${days}d`, `ltv_next_${days}d / cac; null without cost`)),
    ),
    ...bounded(ratio("ltv_cac", "ltv / cac; null without cost")),
    column(
      "payback_months_simple",
      "number",
      "cac / mean margin of a customer in a month, over the months that are over; null where that is not above 0",
      "months",
      "as if every month brought the same: customers who leave are not in it",
    ),
    months(
      "payback_months",
      "paid back: after so many months margin had reached cac, and stayed there; 0 without cost",
      first,
    ),
    ...bounded(
      months(
        "payback_expected_months",
        "not paid back: after so many months observed and expected margin reach cac; null beyond what is forecast",
        first,
      ),
    ).map((c): MartColumn => ({ ...c, type: "integer" })),
    column(
      "status",
      "text",
      "paid_back, not_yet, never, no_customers (spend, nobody came) or cost_unknown (customers, no cost)",
      "",
      "never only where the upper bound of 80 % of ltv is below cac (ltv itself where there are no bounds)",
    ),
    ...bounded(money("affordable_cac_ratio", "what a customer may cost: ltv / targets.ltvCac")),
    ...bounded(
      money(
        "affordable_cac_payback",
        "what a customer may cost to be paid back in targets.paybackMonths: margin of a customer in the first so many months; null beyond what is forecast",
        "the month of acquisition is month 1; not discounted",
      ),
    ),
    verdictOf(facts),
    column(
      "payback_verdict",
      "text",
      `months of payback: good below the band, poor above it or never, else within; null where it is not known; band ${bandInWords(bands.payback)}`,
    ),
    column("complete", "boolean", "whether the month is over on the as-of date"),
  ];
}

export function channelColumns(facts: MartFacts): readonly MartColumn[] {
  return [
    ...cohortGrain.slice(0, 2),
    spend,
    { ...came, meaning: "customers of the log" },
    column("customers_with_cost", "count", "those of months with a known cost", "customers"),
    { ...cac, meaning: "spend / customers with cost" },
    money("value_to_date", "observed margin of a customer, over months with a known cost"),
    ...bounded(
      money(
        "ltv",
        `value to date + expected margin after it${ltvOf(facts)}, over months with a known cost`,
        toDate,
      ),
    ),
    ...bounded(ratio("ltv_cac", "ltv / cac; null without cost")),
    column("months_paid_back", "count", "months of acquisition that are paid back", "months"),
    column("months_not_yet", "count", "months of acquisition that are not paid back yet", "months"),
    column("months_never", "count", "months of acquisition that never will be", "months"),
    months(
      "payback_months",
      "after so many months the margin of a customer reaches cac: observed, and expected where it is not seen; over months with a known cost; null beyond what is forecast",
      first,
    ),
    column(
      "status",
      "text",
      "paid_back (margin to date is the whole spend), not_yet, never, no_customers or cost_unknown",
      "",
      "never only where the upper bound of 80 % of ltv is below cac (ltv itself where there are no bounds)",
    ),
    ...bounded(money("affordable_cac_ratio", "what a customer may cost: ltv / targets.ltvCac")),
    verdictOf(facts),
  ];
}

export const campaignColumns: readonly MartColumn[] = [
  ...cohortGrain.slice(0, 2),
  column("dimension", "text", "column of the costs that campaigns are values of; null where they have none"),
  column("campaign", "text", "its value; null for none"),
  cohortGrain[2]!,
  spend,
  column("spend_share", "number", "share of the spend of the source in the month", "share"),
  reported,
  money(
    "cac_reported",
    "spend of rows that report new customers / these",
    "as reported: customers of the log are not split over campaigns, since nobody knows which one they came by",
  ),
];

export const costColumns: readonly MartColumn[] = [
  column(
    "cost_row",
    "integer",
    "line or row of the table of costs; null for costs of customers, which are added up",
  ),
  column(
    "acquisition_month",
    "date",
    "first day of the month it counts in; null for unknown customers without one",
  ),
  column("described", "text", "what the row says that it was for"),
  column("is_unknown", "boolean", "whether it is of customers that the log does not have"),
  money("amount", "what was spent", "in the currency of the row; negative for a credit"),
  column("currency", "text", "currency of the amount; empty for the base currency"),
  column(
    "rate",
    "number",
    "base currency for one unit, the mean of the days of the month; null where added rows differ",
  ),
  money("spend", "amount in base currency"),
  column("new_customers", "number", "new customers that the row reports", "customers"),
  column("file_rows", "count", "rows of the table", "rows"),
  column("counted", "boolean", "false for what was spent after the as-of date, which no other table has"),
];
