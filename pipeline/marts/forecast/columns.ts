import { bounded, column, money, share } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartColumn } from "../mart.js";
import { measuresOf } from "./select.js";

export const monthColumns: readonly MartColumn[] = [
  column("k", "integer", "number of the month"),
  column("month", "date", "first day of the month"),
  column("from_day", "date", "first day of it that is forecast"),
  column("to_day", "date", "last day of it that is forecast"),
  column("days", "integer", "days that are forecast", "days"),
  column("whole_month", "boolean", "whether these are all days of the month"),
];

const together =
  "bounds of existing and new customers are those of totals; those of both are their sums, as if both were off together, and so rather too wide";

const figures: Readonly<Record<ReturnType<typeof measuresOf>[number], MartColumn>> = {
  new_customers: column(
    "new_customers",
    "number",
    "customers who come in these days",
    "customers",
    "of forecast.plan, which has no bounds and 0 in months that it leaves out, else the trend of the log continued",
  ),
  purchases: column("purchases", "number", "expected purchases, first ones included", "purchases", together),
  revenue: money("revenue", "expected revenue", together),
  margin: money("margin", "expected contribution margin", together),
  acquisition_cost: money(
    "acquisition_cost",
    "cost of acquiring the new customers, in the month in which they come; null where it is not known",
    "of forecast.plan, else the mean cost per new customer of costs.acquisition",
  ),
  contribution_after_acquisition: money(
    "contribution_after_acquisition",
    "margin minus acquisition cost, not discounted",
    together,
  ),
  cumulative_contribution: money(
    "cumulative_contribution",
    "the same added up since the as-of date",
    "bounds of existing customers are sums of those of the months, as if all were off together",
  ),
};

export function forecastColumns(facts: MartFacts): readonly MartColumn[] {
  return [
    monthColumns[1]!,
    column("customers", "text", "existing (with a purchase up to the as-of date), new, or all"),
    ...monthColumns.slice(2),
    ...measuresOf(facts).flatMap((name) => bounded(figures[name])),
  ];
}

/** What mart_forecast_new has. */
export function newColumns(facts: MartFacts): readonly MartColumn[] {
  return [monthColumns[0]!, ...measuresOf(facts).flatMap((name) => bounded(figures[name]))];
}

/** What mart_forecast_months has: the months, and bounds relative to what is expected. */
export const relativeColumns: readonly MartColumn[] = [
  ...monthColumns,
  ...["purchases", "value"].flatMap((name) => bounded(share(name, "bound")).slice(1)),
];
