import { exactSum } from "../../sql/exact-sum.js";
import { id, raw, sql } from "../../sql/sql.js";
import { money } from "../../text/format.js";
import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { bounded, column, money as moneyColumn } from "../columns.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart, MartColumn } from "../mart.js";
import { prepareReplacement, select } from "./select.js";

/** Who is expected to leave, and what it takes to replace them. */
export const replacement: Mart = {
  name: "clv_replacement",
  question: "replacement.question",
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare: prepareReplacement,
  tables: [
    {
      name: "clv_replacement",
      holds:
        "How many customers are expected to leave by each horizon, and how many new ones at what cost replace them",
      grain: ["attribute", "source", "horizon_days"],
      columns: () => declared(columns, { values: { verdict: ["keep", "replace"] } }),
      replaces: "run",
      select,
    },
  ],
  identities: [
    {
      says: "losses by the value of each attribute",
      select: ({ table }) => {
        const sums = sql`select attribute, horizon_days, ${exactSum(id("expected_losses"))} as n from ${table("clv_replacement")} group by attribute, horizon_days`;
        return sql`select a.n as found, b.n as expected from (${sums}) a join (${sums}) b on b.horizon_days = a.horizon_days where a.attribute is not null and b.attribute is null`;
      },
    },
  ],
  view: {
    select: ({ table, facts: { longestDays } }, { limit, filters }) =>
      sql`select * from ${table("clv_replacement")} where ${filtered(filters)} and (horizon_days = ${longestDays} or ${raw("attribute" in filters || "source" in filters || "horizon_days" in filters ? "1 = 1" : "attribute is null")}) order by attribute nulls first, case when horizon_days = ${longestDays} then 0 else 1 end, customers desc, source nulls last, horizon_days desc limit ${limit}`,
    columns: () => [
      { name: "attribute", heading: say("equity.attribute"), as: "text" },
      { name: "source", heading: say("replacement.source"), as: "text" },
      { name: "horizon_days", heading: say("replacement.days"), as: "count" },
      { name: "expected_losses", heading: say("replacement.losses"), as: "count" },
      { name: "value_of_losses", heading: say("replacement.value"), as: "money" },
      { name: "new_customers_by_value", heading: say("replacement.new"), as: "count" },
      { name: "cost_by_value", heading: say("replacement.cost"), as: "money" },
      { name: "verdict", heading: say("replacement.verdict"), as: "text" },
    ],
    answer: ([first], { currency }) => {
      if (first === undefined) return say("replacement.nobody");
      if (Number(first.expected_losses) === 0)
        return say("replacement.nobodyLeaves", Number(first.horizon_days));
      const amount = (value: unknown): string | null =>
        value === null ? null : money(Number(value), currency ?? "");
      const number = (value: unknown): number | null => (value === null ? null : Number(value));
      return say("replacement.answer", {
        days: Number(first.horizon_days),
        losses: Number(first.expected_losses),
        customers: Number(first.customers),
        value: amount(first.value_of_losses)!,
        newCustomers: number(first.new_customers_by_value),
        cost: amount(first.cost_by_value),
        keeping: amount(first.cost_to_keep),
        verdict: first.verdict === null ? null : String(first.verdict),
      });
    },
  },
};

const columns: readonly MartColumn[] = [
  column("attribute", "text", "attribute that sources are values of; null for all customers"),
  column("source", "text", "its value of the customer; null for none"),
  column("horizon_days", "integer", "days ahead", "days"),
  column("customers", "count", "customers, those who may have left included", "customers"),
  column("expected_alive", "number", "how many of them are expected to be customers still", "customers"),
  column(
    "expected_losses",
    "number",
    "how many of those are expected to leave within the horizon",
    "customers",
    "the sum of P(alive now) - P(alive then); chance and the doubt about parameters are not in it",
  ),
  ...bounded(
    moneyColumn(
      "value_of_losses",
      "margin over the longest horizon of those who leave, were they to stay as they are now",
      "the sum of CLV times the probability to leave; bounds in proportion to those of the value of the group",
    ),
  ),
  moneyColumn(
    "new_customer_value",
    "expected margin of a customer who comes now over the longest horizon, the first order included (clv_new_customers)",
  ),
  column("new_customers_by_number", "number", "new customers who replace the losses one by one", "customers"),
  column(
    "new_customers_by_value",
    "number",
    "new customers who are worth together what the losses are; null where the value of a new customer is not known",
    "customers",
  ),
  moneyColumn("cac", "mean acquisition cost of a new customer; null where costs are not known"),
  moneyColumn("cost_by_number", "acquisition cost of new_customers_by_number"),
  moneyColumn("cost_by_value", "acquisition cost of new_customers_by_value"),
  moneyColumn("replacement_cost", "cost_by_value for one of the losses"),
  moneyColumn(
    "cost_to_keep",
    "expected cost of the offers of clv_actions for each customer who stays because of them; null where nothing is offered",
  ),
  column(
    "verdict",
    "text",
    "keep where cost_to_keep is below replacement_cost, else replace; null where one of them is not known",
  ),
];
