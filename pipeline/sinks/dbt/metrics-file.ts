import type { Config } from "../../config/config.js";
import { hasMoney } from "../../config/questions.js";
import type { MartTable } from "../../marts/mart.js";
import { say } from "../../text/messages/say.js";
import { describeColumn } from "../column-descriptions.js";
import { publishedMarts } from "./published-tables.js";

/** A figure that a BI tool makes of a published table. */
export interface Metric {
  readonly name: string;
  readonly table: string;
  readonly label: string;
  readonly description: string;
  readonly unit: string;
  readonly type: "count" | "sum" | "average";
  /** An aggregate over the rows that `filter` leaves. */
  readonly sql: string;
  /** null where the table has the rows of one run alone */
  readonly filter: string | null;
}

/** The run that was published last. */
const lastRun = "run_id = (select run_id from clv_runs order by as_of desc, published_at_utc desc limit 1)";

/** Metrics of the scores, and of every mart those columns that add up. */
export function metrics(config: Config): { readonly version: 1; readonly metrics: readonly Metric[] } {
  const { facts, made } = publishedMarts(config);
  return {
    version: 1,
    metrics: [
      ...ofScores(config),
      ...made.flatMap((mart) => mart.tables.flatMap((table) => ofMart(table, table.columns(facts)))),
    ],
  };
}

function ofScores(config: Config): Metric[] {
  const table = "clv_scores";
  const figure = (column: string, type: "sum" | "average", unit: string): Metric => ({
    name: `scores_${column}`,
    ...{ table, type, unit, label: label(column), filter: null },
    description: say(
      type === "sum" ? "dbt.metric.sum" : "dbt.metric.average",
      describeColumn(table, column)!,
    ),
    sql: `${type === "sum" ? "sum" : "avg"}(${column})`,
  });
  const of = config.value.horizonsDays.map((days) => `${days}d`);
  return [
    customers(table, "scores_customers", null),
    figure("p_alive", "average", "probability"),
    ...of.map((days) => figure(`expected_purchases_${days}`, "sum", "purchases")),
    ...(hasMoney(config)
      ? [
          figure("historic_value", "sum", "base currency"),
          ...of.map((days) => figure(`clv_${days}`, "sum", "base currency")),
        ]
      : []),
  ];
}

function customers(table: string, name: string, filter: string | null): Metric {
  const words = { label: label("customers"), description: say("dbt.metric.customers"), unit: "customers" };
  return { name, table, ...words, type: "count", sql: "count(*)", filter };
}

function ofMart({ name, grain }: MartTable, columns: ReturnType<MartTable["columns"]>): Metric[] {
  const prefix = name.replace(/^clv_/, "");
  const filter = grain.includes("attribute") ? `${lastRun} and attribute is null` : lastRun;
  return [
    ...(grain.join() === "customer_id" ? [customers(name, `${prefix}_customers`, filter)] : []),
    ...columns
      .filter(({ adds }) => adds)
      .map(
        (column): Metric => ({
          name: `${prefix}_${column.name}`,
          ...{ table: name, label: label(column.name), filter, unit: column.unit, type: "sum" },
          description: say("dbt.metric.sum", describeColumn(name, column.name)!),
          sql: `sum(${column.name})`,
        }),
      ),
  ];
}

/** A column in words: clv_365d is CLV 365 days. */
function label(column: string): string {
  const words = column
    .replace(/_(\d+)d$/, " $1 days")
    .replaceAll("_", " ")
    .replace(/\bclv\b/, "CLV")
    .replace(/\bp alive\b/, "P(alive)");
  return `${words[0]!.toUpperCase()}${words.slice(1)}`;
}
