import { bounded, column, money, share } from "../columns.js";
import type { MartColumn } from "../mart.js";

/** What tells cohorts apart. */
export const cohortGrain: readonly MartColumn[] = [
  column("attribute", "text", "attribute that sources are values of; null for all customers together"),
  column(
    "source",
    "text",
    "its value on the day of the customer's first purchase; null where that day does not say it, even if a later purchase does",
    "",
    "a later purchase from another source does not move the customer (ingest.attributeValue may choose otherwise)",
  ),
  column(
    "acquisition_month",
    "date",
    "first day of the month of the first purchase; null for people without a purchase",
  ),
];

const age = column(
  "age_months",
  "integer",
  "calendar months since the month of the first purchase",
  "months",
  "0 is the month of the first purchase, whatever its day; a payback counts it as month 1",
);

const month = column("month", "date", "first day of the calendar month that the cohort has this age in");

export const cohortColumns: readonly MartColumn[] = [
  ...cohortGrain,
  ...[age, month],
  column("customers", "count", "size of the cohort, the same at every age", "customers"),
  column(
    "eligible",
    "count",
    "customers that could be seen for the whole month: all if it is over, else none",
    "customers",
  ),
  column("active", "count", "customers with a purchase in the month", "customers"),
  share("bought_share", "active / eligible; null in a month that is not over", boughtShare()),
  column("orders", "count", "orders of the month, refunds apart", "orders"),
  column(
    "purchases",
    "count",
    "days with an order, a customer",
    "purchases",
    "orders of one day are one purchase, unless ingest.sameDayOrders is separate",
  ),
  money("average_order_value", "gross revenue / orders; null without orders"),
  money("gross_revenue", "sum of the orders"),
  money(
    "refunds",
    "what was given back in the month, 0 or more",
    "booked in the month of the refund; what came before the first purchase counts at age 0",
  ),
  money("net_revenue", "gross revenue - refunds"),
  money("margin", "contribution margin of the net revenue"),
  money("cumulative_net_per_customer", "net revenue from age 0 to this age / customers"),
  money("cumulative_margin_per_customer", "margin from age 0 to this age / customers"),
  column("complete", "boolean", "whether the month is over on the as-of date"),
];

function boughtShare(): string {
  return "bought in the month, of all who were ever acquired; 1 at age 0. It is no survival: who skips a month may be back";
}

export const ageColumns: readonly MartColumn[] = [
  ...cohortGrain.slice(0, 2),
  age,
  column(
    "cohorts",
    "count",
    "cohorts whose month of this age is over: a line may fall or rise since fewer of them are old",
    "cohorts",
  ),
  column("eligible", "count", "their customers", "customers"),
  column("active", "count", "those of them with a purchase in the month", "customers"),
  share("bought_share", "active / eligible", boughtShare()),
  money("net_revenue", "net revenue of these cohorts at this age"),
  money("cumulative_margin_per_customer", "their margin up to this age / eligible"),
];

export const totalColumns: readonly MartColumn[] = [
  ...cohortGrain,
  column("customers", "count", "size of the cohort", "customers"),
  money("value_to_date", "margin of a customer to the as-of date"),
  ...bounded(
    money(
      "residual_value",
      "expected margin of the cohort after the as-of date",
      "discounted to the as-of date",
    ),
  ),
  ...bounded(
    money(
      "ltv",
      "value to date + expected margin after it, of a customer",
      "observed margin is not discounted",
    ),
  ),
  column("ltv_horizon_days", "integer", "days that expected margin is counted for; null for ever", "days"),
];

const ofMonth = "bounds are those of the total of the cohort in the month";

export const projectionColumns: readonly MartColumn[] = [
  ...cohortGrain,
  age,
  column(
    "month",
    "date",
    "first day of the calendar month; in the month of the as-of date, what is left of it, to be added to what was observed",
  ),
  ...bounded(column("expected_purchases", "number", "expected purchases in the month", "purchases", ofMonth)),
  ...bounded(money("expected_revenue", "expected revenue in the month, not discounted", ofMonth)),
  ...bounded(money("expected_margin", "expected margin in the month, not discounted", ofMonth)),
  ...bounded(
    money(
      "cumulative_margin_per_customer",
      "observed and expected margin from age 0 to the end of the month / customers",
      "not discounted; observed margin is known exactly",
    ),
  ),
];
