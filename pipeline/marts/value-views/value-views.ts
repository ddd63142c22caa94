import { id, raw, sql } from "../../sql/sql.js";
import { message } from "../../text/messages/message.js";
import { residualColumn } from "../cohorts/prepared.js";
import { declared } from "../declared.js";
import type { Identity, Mart } from "../mart.js";
import { valueColumns } from "./columns.js";
import { prepareValueViews } from "./prepared.js";
import { selectValueViews } from "./select.js";
import { valueView } from "./view.js";

/** What a customer is worth: by history, by the formulas in use, and by the model. It reads what the cohorts were made of. */
export const valueViews: Mart = {
  name: "clv_value_views",
  question: "valueViews.question",
  uses: ["mart_customer_months"],
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare: prepareValueViews,
  tables: [
    {
      name: "clv_value_views",
      holds:
        "What a customer is worth by history, three formulas and the model, beside how far each formula is off",
      grain: ["scope", "attribute", "key"],
      columns: () =>
        declared(valueColumns, {
          values: {
            scope: ["base", "cohort", "segment"],
            reason: [
              "no_complete_month",
              "no_next_month",
              "no_lapse",
              "survivorship",
              "heterogeneity",
              "constant_rate",
            ],
          },
        }),
      replaces: "run",
      select: selectValueViews,
    },
  ],
  identities: [
    ...["customers", "customer_months", "exposures", "lapses", "net_revenue", "purchases"].map(
      (name): Identity => ({
        says: `${name} of cohorts and segments`,
        select: ({ table, facts }) =>
          sql`select sum(case when scope = 'base' then 0 else ${raw(name)} end) as found, ${1 + facts.attributes.length} * sum(case when scope = 'base' then ${raw(name)} else 0 end) as expected from ${table("clv_value_views")} v`,
      }),
    ),
    {
      says: "expected value of all customers",
      select: ({ table, facts }) =>
        sql`select sum(predictive_residual * customers) as found, (select sum(${id(residualColumn(facts))}) from ${table("scores")} s) as expected from ${table("clv_value_views")} v where scope = 'base'`,
    },
  ],
  view: valueView,
};
