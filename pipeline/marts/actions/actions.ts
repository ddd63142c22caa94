import { type RecordBatch, Table, Utf8, vectorFromArray } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { readIdLines } from "../../files/id-lines.js";
import { historyKeys } from "../../sql/covariate-groups.js";
import { double, list, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { message } from "../../text/messages/message.js";
import { say } from "../../text/messages/say.js";
import { lifecycles } from "../customer-segments.js";
import { declared } from "../declared.js";
import { filtered } from "../filtered.js";
import type { Mart, MartInputs } from "../mart.js";
import type { MartServices } from "../services.js";
import { actionColumns } from "./action-columns.js";
import { actionSelect, reasonCodes } from "./action-select.js";

/** Whom to contact, why, and what an offer may cost. */
export const actions: Mart = {
  name: "clv_actions",
  question: "actions.question",
  needs: ({ money }) => (money ? null : message("marts.noMoney")),
  prepare,
  tables: [
    {
      name: "clv_actions",
      holds:
        "What to do about each customer: when its next order is due, what is at stake, what an offer may cost and is expected to gain",
      grain: ["customer_id"],
      columns: ({ tiers }) =>
        declared(actionColumns, {
          values: {
            ...{ lifecycle: lifecycles, value_tier: tiers, uplift_from: ["assumed"] },
            ...{ action: ["contact", "wait", "leave"], reason: reasonCodes },
          },
          adds: ["expected_value", "value_at_stake"],
        }),
      replaces: "date",
      select: actionSelect,
    },
  ],
  identities: [
    {
      says: "customers",
      select: ({ table }) =>
        sql`select (select count(*) from ${table("clv_actions")}) as found, (select count(*) from ${table("scores")}) as expected`,
    },
    {
      says: "what offers gain",
      select: ({ table }) =>
        sql`select sum(expected_gain) as found, sum(uplift_used * kept_value - expected_cost) as expected from ${table("clv_actions")}`,
    },
  ],
  view: {
    select: ({ table, config }, { limit, filters }) =>
      sql`select a.*, case when not a.chosen then a.reason end as why_not, t.chosen_customers, t.chosen_cost, t.chosen_gain, ${double(config.actions.budget ?? null)} as budget, ${double(config.actions.contactCost)} as contact_cost from ${table("clv_actions")} a
cross join (select count(*) as chosen_customers, sum(expected_cost) as chosen_cost, sum(expected_gain) as chosen_gain from ${table("clv_actions")} where chosen) t
where ${filtered(filters)}${Object.keys(filters).length > 0 ? sql`` : sql` and candidate`} order by case when chosen then 0 else 1 end, case when candidate then 0 else 1 end, expected_gain desc nulls last, customer_id limit ${limit}`,
    columns: () => [
      { name: "customer_id", heading: say("actions.customer"), as: "text" },
      { name: "lifecycle", heading: say("actions.state"), as: "words" },
      { name: "gaps_overdue", heading: say("actions.gaps"), as: "ratio" },
      { name: "p_alive", heading: say("actions.alive"), as: "wholeShare" },
      { name: "kept_value", heading: say("actions.kept"), as: "money" },
      { name: "incentive", heading: say("actions.offer"), as: "money" },
      { name: "max_incentive", heading: say("actions.most"), as: "money" },
      { name: "expected_gain", heading: say("actions.gain"), as: "money" },
      { name: "why_not", heading: say("actions.whyNot"), as: "words" },
    ],
    answer([first], { currency, forEver, annualDiscountRate }) {
      if (first === undefined || Number(first.chosen_customers) === 0)
        return say(!forEver && annualDiscountRate > 0 ? "actions.nobodyLeaves" : "actions.none");
      const figures = [first.chosen_customers, first.chosen_cost, first.chosen_gain].map(Number);
      const [customers, cost, gain] = figures as [number, number, number];
      return say("actions.answer", ...([customers, cost, gain, currency ?? ""] as const), {
        budget: first.budget !== null,
        contactCost: Number(first.contact_cost) > 0,
      });
    },
  },
};

async function prepare({ inputs, artifacts, context, ...services }: MartServices): Promise<void> {
  const { table, config, facts } = inputs;
  const { exclude, replacementCost } = config.actions;
  if (replacementCost === "cac" && facts.meanCac === null)
    throw new ClvError("COSTS_INVALID", say("actions.noCac"));
  await services.loadNextOrders("mart_history_orders");
  const same = historyKeys(artifacts.covariate_groups.rows > 0).map((key) => sql`n.${key} = c.${key}`);
  await services.make(
    "mart_next_orders",
    sql`select c.customer_id, n.days_10, n.days_25, n.days_50, n.days_75, n.days_90 from ${table("customers")} c join ${table("mart_history_orders")} n on ${list(same, " and ")}`,
  );
  await services.loadPreviousScores("mart_previous_scores");
  await services.load("mart_excluded", excluded(exclude === undefined ? [] : await readIdLines(exclude)));
  if (exclude !== undefined) await noteExcluded(inputs, context);
}

/** Says of how many customers the file of exclude is, and never of whom; a warning where it is of none. */
async function noteExcluded(
  { table }: MartInputs,
  { engine, signal, log, warn }: StageContext,
): Promise<void> {
  const excluded = table("mart_excluded");
  const [row] = await engine.rows(
    sql`select count(*) as ids, count(c.customer_id) as customers from ${excluded} e left join ${table("customers")} c on c.customer_id = e.customer_id`,
    signal,
  );
  const [ids, customers] = [Number(row!.ids), Number(row!.customers)];
  (customers === 0 && ids > 0 ? warn : log)(say("actions.excluded", ids, customers));
}

/** As rows, since statements are in the log of the run and ids are not to be. */
function excluded(ids: readonly string[]): readonly RecordBatch[] {
  return new Table({ customer_id: vectorFromArray(ids, new Utf8()) }).batches;
}
