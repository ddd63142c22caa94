import { bounded, column, share } from "../columns.js";
import type { MartFacts } from "../facts.js";
import type { MartColumn } from "../mart.js";

const keys: readonly MartColumn[] = [
  column(
    "outcome",
    "text",
    "what is compared: first_year (first 365 days, observed), after_90_days (days 91 to 365, observed), total (as in scores: modelled); customers too young for it do not count",
    "",
    "value is margin on net revenue, undiscounted when observed; purchases without amounts; total counts customers from 90 days on, observed outcomes from 365 days on",
  ),
  column("kind", "text", "attribute, or behaviour for what the log says of the first days"),
  column(
    "feature",
    "text",
    "attribute; or season (quarter of the first purchase), first_order (amount of the first purchase), early_purchases (after the first, within 90 days), age (since the first purchase)",
  ),
];

/** Columns of clv_drivers. */
export function driverColumns({ money }: Pick<MartFacts, "money">): readonly MartColumn[] {
  return [
    ...keys,
    column("level", "text", "value of the attribute, (other) for rare ones together, null for none; or band"),
    column("base_level", "text", "level that the others are compared with"),
    column("customers", "count", "customers with the level who are old enough", "customers"),
    share("share", "share of the customers who are old enough"),
    column(
      "mean_value",
      "number",
      "mean outcome, nothing else held equal",
      money ? "base currency" : "purchases",
    ),
    ...bounded(
      column(
        "effect",
        "number",
        "ratio of the mean outcome to that of the base level, for customers alike in the other features of the outcome: an association, no cause; null below 20 customers, and where outcomes add up to nothing",
        "ratio",
        "quasi-Poisson regression with log link; sandwich errors (HC3); first_year: attributes and season alone",
      ),
    ),
    ...bounded(
      column(
        "pooled_effect",
        "number",
        "effect with the levels of the feature drawn together as far as doubt asks for (partial pooling); an association",
        "ratio",
      ),
    ),
    column("p_value", "number", "two-sided probability of such an effect where there is none"),
    column(
      "q_value",
      "number",
      "p_value corrected for all levels of the outcome",
      "",
      "Benjamini-Hochberg: of those called different at q, a share of q is expected not to be",
    ),
    column("differs", "boolean", "whether q_value is at most 0.05"),
  ];
}

/** Columns of clv_driver_importance. */
export const importanceColumns: readonly MartColumn[] = [
  ...keys,
  ...bounded(
    share(
      "importance",
      "share of the deviance (differences between customers) that is lost when the feature is shuffled among customers: what goes with it, no cause",
      "permutation importance by customers whom the regression was not fitted to, averaged over all permutations",
    ),
  ),
  share(
    "explained",
    "share of the deviance that all features of the outcome explain, for customers not fitted to",
  ),
  column(
    "importance_rank",
    "integer",
    "place by importance among the features of the outcome, 1 is the greatest",
  ),
  column("customers", "count", "customers who are old enough", "customers"),
];
