import { bounded, column, money, share } from "../columns.js";
import type { MartColumn } from "../mart.js";

const revenue = "revenue: margin is not in it";
const formulaNet = "paid in advance, first month certain; without acquisition cost where it is not known";
const gapOf = "0.1: the formula says 10 % more than the model";
const count = (name: string, meaning: string, unit: string, convention?: string): MartColumn =>
  column(name, "count", meaning, unit, convention);
const number = (name: string, meaning: string, unit: string, convention?: string): MartColumn =>
  column(name, "number", meaning, unit, convention);

export const valueColumns: readonly MartColumn[] = [
  column(
    "scope",
    "text",
    "base: all customers; cohort: those of a month of the first purchase; segment: those of a value of an attribute",
  ),
  column("attribute", "text", "attribute of a segment; null for others"),
  column(
    "key",
    "text",
    "first day of the month of a cohort, value of a segment (null for none); null for the base",
  ),
  count("customers", "customers", "customers"),
  count(
    "customer_months",
    "sum over complete months of current customers",
    "months",
    "a customer is current in the months with a purchase, and after each until targets.lapseMonths have begun",
  ),
  count("exposures", "customer months whose next month is complete too", "months"),
  count(
    "lapses",
    "those of them after which the customer was not current; it may return, and lapse again",
    "months",
  ),
  money("net_revenue", "purchases minus refunds of these customers to the end of the last complete month"),
  count("purchases", "their purchases until then", "purchases"),
  money("arpu", "net revenue / customer months", "of a current customer and month"),
  share(
    "churn_rate",
    "lapses / exposures, a month; null where no month could be followed",
    "an estimate from gaps between purchases: a shop's log does not show who has left",
  ),
  number("lifetime_months", "1 / churn rate; null where no lapse was seen, which is not for ever", "months"),
  number(
    "months_so_far",
    "customer months / customers: what was observed, cut off by the as-of date",
    "months",
  ),
  money("aov", "net revenue / purchases"),
  number("frequency", "purchases / customer months", "purchases a month"),
  money("formula_1", "arpu x lifetime", revenue),
  money("formula_2", "arpu x margin / churn rate", "margin"),
  money("formula_3", "aov x frequency x lifetime", revenue),
  number(
    "discounted_lifetime_months",
    "1 / (1 - (1 - churn rate) v), v the discount of a month; where nobody lapsed yet, as if nobody ever did: see reason",
    "months",
    "paid in advance, first month certain",
  ),
  money("service_cost_per_month", "costs.service of a current customer and month"),
  money("acquisition_cost", "cost of acquiring a customer; null where it is not known"),
  money("formula_1_net", "(arpu - service cost) x discounted lifetime - acquisition cost", formulaNet),
  money(
    "formula_2_net",
    "(arpu x margin - service cost) x discounted lifetime - acquisition cost",
    formulaNet,
  ),
  money(
    "formula_3_net",
    "(aov x frequency - service cost) x discounted lifetime - acquisition cost",
    formulaNet,
  ),
  money("historic_revenue", "net revenue of a customer to the as-of date"),
  money("historic_value", "margin of a customer to the as-of date", "not discounted"),
  ...bounded(
    money(
      "predictive_residual",
      "expected margin of a customer after the as-of date, by the model",
      "discounted to the as-of date",
    ),
  ),
  ...bounded(
    money(
      "predictive_total",
      "historic value + expected margin after the as-of date, of a customer",
      "as total_value of the scores",
    ),
  ),
  column(
    "predictive_horizon_days",
    "integer",
    "days that expected margin is counted for; null for ever",
    "days",
  ),
  ...bounded(
    share(
      "formula_1_gap",
      "formula_1 / predictive total - 1: what is wrong where revenue is taken for value",
      gapOf,
    ),
  ),
  ...bounded(share("formula_2_gap", "formula_2 / predictive total - 1", gapOf)),
  ...bounded(share("formula_3_gap", "formula_3 / predictive total - 1: as formula_1_gap", gapOf)),
  share(
    "churn_observed_share",
    "customers who were not current at the end of the last complete month, of those who had come by then: the lives of the others are cut off",
  ),
  share(
    "lifetime_seen_share",
    "months so far / lifetime: survivorship, how much of the lifetime that the formulas assume was ever observed",
  ),
  money(
    "formula_2_by_cohort",
    "mean over customers of formula_2 of their cohort, where it has one",
    "margin",
  ),
  share("by_cohort_share", "customers whose cohort has a formula_2"),
  share(
    "heterogeneity_gap",
    "formula_2 / formula_2_by_cohort - 1: what one rate for customers who differ in age makes wrong",
  ),
  share(
    "aggregate_retention",
    "of contracts: subscribers now of those a period ago; null for shops",
    "one rate for all ages, as spreadsheets have it",
  ),
  number(
    "naive_lifetime_periods",
    "r (1 + d) / (1 + d - r) by that rate, discounted",
    "periods",
    "Fader and Hardie (2010), counted from just before a renewal",
  ),
  money("naive_residual", "margin to come of a customer by that lifetime"),
  share(
    "naive_gap",
    "naive residual / predictive residual - 1: what ignoring heterogeneity makes wrong",
    gapOf,
  ),
  column(
    "reason",
    "text",
    "no_complete_month, no_next_month, no_lapse: why there is no formula_2; survivorship: less than half of the lifetime was observed; heterogeneity: cohorts differ by more than a tenth; constant_rate: neither, so that what is left is that the formula lets all customers lapse at one rate for ever",
  ),
];
