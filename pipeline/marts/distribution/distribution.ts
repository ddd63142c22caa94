import { sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { declared } from "../declared.js";
import type { MartFacts } from "../facts.js";
import { filtered } from "../filtered.js";
import type { Mart } from "../mart.js";
import { answerOf } from "./answer.js";
import { distributionRows } from "./bins.js";
import { cellRows } from "./cells.js";
import { cellColumns, concentrationColumns, distributionColumns } from "./columns.js";
import { concentrationRows } from "./concentration.js";
import { rankedValues } from "./measures.js";
import { prepareDistribution } from "./ranked.js";

/** Who matters: how value is spread over customers. */
export const distribution: Mart = {
  name: "clv_distribution",
  question: "distribution.question",
  needs: () => null,
  prepare: prepareDistribution,
  tables: [
    {
      name: "clv_distribution",
      holds: "How value is spread over customers: by tenth, tier, quantile and size",
      grain: ["value", "kind", "bin"],
      columns: (facts) =>
        declared(distributionColumns(facts), {
          values: { value: valueNames(facts), kind: ["decile", "tier", "quantile", "histogram"] },
        }),
      replaces: "run",
      select: distributionRows,
    },
    {
      name: "clv_concentration",
      holds: "How much of the value few customers have: Gini coefficient and shares of the top",
      grain: ["value"],
      columns: (facts) => declared(concentrationColumns(facts), { values: { value: valueNames(facts) } }),
      replaces: "run",
      select: concentrationRows,
    },
    {
      name: "clv_frequency_recency",
      holds: "Customers by how often and how lately they bought, with what is expected of them",
      grain: ["purchases_from", "recency_days_from"],
      columns: (facts) => declared(cellColumns(facts), { adds: ["customers"] }),
      replaces: "run",
      select: cellRows,
    },
  ],
  identities: [
    {
      says: "customers of each value and kind",
      select: ({ table }) =>
        sql`select sum(d.customers) as found, (select count(*) from ${table("scores")}) as expected from ${table("clv_distribution")} d group by d.value, d.kind`,
    },
    {
      says: "customers of all cells",
      select: ({ table }) =>
        sql`select sum(customers) as found, (select count(*) from ${table("scores")}) as expected from ${table("clv_frequency_recency")} f`,
    },
  ],
  view: {
    select({ table, facts }, { limit, filters }) {
      const kind = filters.kind === undefined ? sql`kind = 'decile' and ` : sql``;
      const value = filters.value === undefined ? sql`value = ${predicted(facts)} and ` : sql``;
      return sql`select label, customers, value_from, value_to, value_sum, share, cumulative_share, value, kind from ${table("clv_distribution")} where ${kind}${value}${filtered(filters)} order by value, kind, bin limit ${limit}`;
    },
    columns: ({ money }) => [
      { name: "label", heading: say("distribution.bin"), as: "text" },
      { name: "customers", heading: say("distribution.customers"), as: "count" },
      { name: "value_from", heading: say("distribution.from"), as: money ? "money" : "number" },
      { name: "value_to", heading: say("distribution.to"), as: money ? "money" : "number" },
      { name: "value_sum", heading: say("distribution.sum"), as: money ? "money" : "number" },
      { name: "share", heading: say("distribution.share"), as: "share" },
      { name: "cumulative_share", heading: say("distribution.cumulative"), as: "share" },
    ],
    answer: answerOf,
  },
};

/** The value that tiers are of. */
function predicted(facts: Parameters<typeof rankedValues>[0]): string {
  return rankedValues(facts)[1]!.name;
}

function valueNames(facts: MartFacts): readonly string[] {
  return rankedValues(facts).map(({ name }) => name);
}
