import { monthOf } from "../../sql/customer-months.js";
import { exactSum } from "../../sql/exact-sum.js";
import { raw, sql } from "../../sql/sql.js";
import { message } from "../../text/messages/message.js";
import { declared } from "../declared.js";
import type { Identity, Mart } from "../mart.js";
import { selectCampaigns, selectCosts } from "./campaigns.js";
import { channelBounds, channelGroups, selectChannels } from "./channels.js";
import { acquisitionColumns, campaignColumns, channelColumns, costColumns } from "./columns.js";
import { economicsColumns, selectEconomics } from "./economics.js";
import { costBlocks, prepareAcquisition } from "./prepared.js";
import { selectAcquisition } from "./select.js";
import { acquisitionView } from "./view.js";

const statuses = ["paid_back", "not_yet", "never", "no_customers", "cost_unknown"];
const verdicts = ["good", "within", "poor"];

/** What each source cost, what it brought, and when that pays back. */
export const acquisition: Mart = {
  name: "clv_acquisition",
  question: "acquisition.question",
  uses: ["mart_expected_months"],
  needs: ({ money, costs }) =>
    money ? (costs === null ? message("acquisition.noCosts") : null) : message("marts.noMoney"),
  async prepare(services) {
    await prepareAcquisition(services);
    for (const block of costBlocks(services.inputs.facts))
      await services.loadBounds(
        channelBounds(block),
        channelGroups(block, services.inputs, monthOf(raw("c.first_day"))),
      );
  },
  tables: [
    {
      name: "clv_acquisition",
      holds:
        "Every source and month with a cost or a customer: what was spent, what came, and whether it is paid back",
      grain: ["attribute", "source", "acquisition_month"],
      columns: (facts) =>
        declared(acquisitionColumns(facts), {
          values: { status: statuses, verdict: verdicts, payback_verdict: verdicts },
          adds: ["spend", "customers"],
        }),
      replaces: "run",
      select: selectAcquisition,
    },
    {
      name: "clv_acquisition_channels",
      holds: "The same by source, over all months",
      grain: ["attribute", "source"],
      columns: (facts) =>
        declared(channelColumns(facts), { values: { status: statuses, verdict: verdicts } }),
      replaces: "run",
      select: selectChannels,
    },
    {
      name: "clv_acquisition_campaigns",
      holds: "Spend by campaign, or whatever else costs are by, source and month",
      grain: ["attribute", "source", "dimension", "campaign", "acquisition_month"],
      columns: () => campaignColumns,
      replaces: "run",
      select: selectCampaigns,
    },
    {
      name: "clv_acquisition_costs",
      holds: "The costs as they were read, row by row; those of single customers added up by month",
      grain: ["cost_row", "acquisition_month", "described", "is_unknown", "currency", "counted"],
      columns: () => costColumns,
      replaces: "run",
      select: selectCosts,
    },
    {
      name: "clv_unit_economics",
      holds:
        "What formulas in use make of mean revenue, churn and acquisition cost, for all customers and each source",
      grain: ["scope", "attribute", "source"],
      columns: () =>
        declared(economicsColumns, {
          values: { scope: ["base", "segment"], status: ["pays_back", "never"] },
        }),
      replaces: "run",
      select: selectEconomics,
    },
  ],
  identities: [
    spendOf("spend of all months", "clv_acquisition"),
    spendOf("spend of all sources", "clv_acquisition_channels"),
    {
      says: "spend of all campaigns",
      select: ({ table, facts }) =>
        sql`select ${exactSum(raw("spend"))} as found, ${(1 + attributesOf(facts)) * Math.max(1, facts.costs?.dimensions.length ?? 0)} * (select ${exactSum(raw("spend"))} from ${table("clv_acquisition_costs")} k where counted) as expected from ${table("clv_acquisition_campaigns")} c`,
    },
    {
      says: "costs as they were read",
      select: ({ table }) =>
        sql`select ${exactSum(raw("k.spend"))} as found, (select ${exactSum(raw("spend"))} from ${table("mart_costs")} m) as expected from ${table("clv_acquisition_costs")} k`,
    },
    {
      says: "customers of all months",
      select: ({ table, facts }) =>
        sql`select sum(customers) as found, ${1 + attributesOf(facts)} * (select count(*) from ${table("customers")} c) as expected from ${table("clv_acquisition")} a`,
    },
  ],
  view: acquisitionView,
};

function attributesOf({ costs }: Parameters<Mart["needs"]>[0]): number {
  return costs?.attributes.length ?? 0;
}

/** Every attribute has all of the spend, and all customers do. */
function spendOf(says: string, name: string): Identity {
  return {
    says,
    select: ({ table, facts }) =>
      sql`select ${exactSum(raw("spend"))} as found, ${1 + attributesOf(facts)} * (select ${exactSum(raw("spend"))} from ${table("clv_acquisition_costs")} k where counted) as expected from ${table(name)} a`,
  };
}
