import { bounded, column, share } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartColumn } from "../mart.js";
import { topPercents } from "./concentration.js";

const value = column(
  "value",
  "text",
  "what customers are ranked by: historic_value, the CLV of the longest horizon, and residual_clv where it is finite; purchases where there is no money",
);
const customers = column("customers", "count", "customers in it", "customers");

const unitOf = ({ money }: MartFacts): string => (money ? "base currency" : "purchases");

export function distributionColumns(facts: MartFacts): readonly MartColumn[] {
  const unit = unitOf(facts);
  return [
    value,
    column("kind", "text", "decile and tier (highest values first), quantile and histogram (lowest first)"),
    column(
      "bin",
      "integer",
      "number of the decile or tier, percent of customers up to here, or number of the range",
      "",
      "of equal values the customer whose id is smaller by bytes is first",
    ),
    column("label", "text", "what the bin is called"),
    customers,
    column("value_from", "number", "lowest value in it", unit),
    column(
      "value_to",
      "number",
      "highest value in it; of a quantile the quantile itself, by nearest rank",
      unit,
    ),
    ...bounded(
      column(
        "value_sum",
        "number",
        "sum of the values",
        unit,
        "bounds are of the total of these customers, where it is predicted; deciles and tiers have them",
      ),
    ),
    share("share", "its share of the sum of all customers", "values below 0 count as they are"),
    share("cumulative_customers", "share of customers up to and including this bin"),
    share("cumulative_share", "share of the sum up to and including this bin: the Lorenz curve"),
  ];
}

export function concentrationColumns(facts: MartFacts): readonly MartColumn[] {
  const negative = "values below 0 count as 0, so that it lies between 0 and 1";
  const expected = "of predicted values it is that of expectations, which differ less than what comes";
  return [
    value,
    customers,
    column("customers_below_zero", "count", "customers whose value is below 0", "customers"),
    column("value_sum", "number", "sum of the values, those below 0 as they are", unitOf(facts)),
    share("gini", "Gini coefficient: 0 where all have the same", `${negative}; ${expected}`),
    ...topPercents.map((percent) =>
      share(
        `top_${percent}_percent_share`,
        `share of the sum that the ${percent} % of customers with the highest values have`,
        `rounded up to whole customers; ${negative}`,
      ),
    ),
  ];
}

export function cellColumns(facts: MartFacts): readonly MartColumn[] {
  return [
    column("purchases_from", "integer", "fewest purchases of the class, the first one included", "purchases"),
    column("purchases_to", "integer", "most of them; null for no limit", "purchases"),
    column("recency_days_from", "integer", "fewest days since the last purchase", "days"),
    column("recency_days_to", "integer", "most of them; null for no limit", "days"),
    customers,
    column("mean_p_alive", "number", "mean probability of being active", "probability"),
    ...bounded(
      column(
        "mean_value",
        "number",
        facts.money ? "mean CLV of the longest horizon" : "mean expected purchases of the longest horizon",
        unitOf(facts),
        "bounds are of the mean of these customers, not of one",
      ),
    ),
  ];
}
