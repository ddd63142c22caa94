import type { Field, Schema } from "apache-arrow";
import { covariateGroupsSchema } from "../../data/schemas/covariate-groups.js";
import { customersSchema } from "../../data/schemas/customers.js";
import { commentOf, unitOf } from "../../data/schemas/field.js";
import { historiesSchema } from "../../data/schemas/histories.js";
import { holdoutHistoriesSchema } from "../../data/schemas/holdout-histories.js";
import { rejectedRowsSchema } from "../../data/schemas/rejected-rows.js";
import { repeatsByDaySchema } from "../../data/schemas/repeats-by-day.js";
import { scoresSchema } from "../../data/schemas/scores.js";
import { spendHistoriesSchema } from "../../data/schemas/spend-histories.js";
import { transactionsSchema } from "../../data/schemas/transactions.js";
import { describeColumn, describedColumns, describeTable } from "../../pipeline/sinks/column-descriptions.js";
import { code, markdownTable } from "./markdown.js";

const horizon = 365;
const attribute = "<attribute>";

/** Tables of a run, in the order they are made, each with what one row is. */
const tables: readonly (readonly [name: string, row: string, schema: Schema])[] = [
  [
    "transactions",
    "an accepted row of the log: an order, or an order line",
    transactionsSchema([attribute], true, true),
  ],
  ["rejected_rows", "a row of the log that was not accepted", rejectedRowsSchema],
  ["customers", "a customer with at least one purchase", customersSchema([attribute], true, true)],
  ["histories", "a distinct purchase history, in the order of x, t_x, t_cal", historiesSchema],
  [
    "holdout_histories",
    "a distinct history as of the cut with the purchases after it; no rows unless models are compared",
    holdoutHistoriesSchema,
  ],
  [
    "covariate_groups",
    "a combination of the attributes that a purchase model takes as covariates; no rows without any",
    covariateGroupsSchema([attribute]),
  ],
  [
    "spend_histories",
    "repeat customers of equal x whose total repeat spend z, in 1e-4 of the base currency, begins with the same digits: z = 10^(digits - 3) * (lead + q / 1e9), q in [0, 1e9)",
    spendHistoriesSchema,
  ],
  [
    "repeats_by_day",
    "a day with repeat purchases, in the order of days; no rows where purchase.calendar is off, nor for a contract; for bg-bb the purchases of a customer's period count on the first of their days",
    repeatsByDaySchema,
  ],
  ["scores", "a customer, in the order of customer_id", scoresSchema([horizon], [attribute])],
];

/** The small tables of every output that no schema of data/schemas describes. */
const published = ["clv_runs", "clv_model_parameters", "clv_monitoring", "clv_customer_history"] as const;

/** Every table of a run with its columns, from data/schemas. */
export function tablesText(): string {
  return tables
    .map(
      ([name, row, { fields }]) =>
        `### ${name}\n\nOne row: ${row}.\n\n${markdownTable(
          ["column", "type", "unit", "meaning"],
          fields.map((f) => [code(general(f.name)), typeOf(f), unitOf(f), general(commentOf(f))]),
        )}`,
    )
    .join("\n\n");
}

/** The tables that are published beside the scores, with the comments that they carry in a warehouse. */
export function publishedText(): string {
  return published
    .map(
      (table) =>
        `### ${table}\n\n${describeTable(table)}.\n\n${markdownTable(
          ["column", "meaning"],
          describedColumns(table).map((column) => [code(column), describeColumn(table, column) ?? ""]),
        )}`,
    )
    .join("\n\n");
}

/** @example general("clv_365d") // "clv_{H}d" */
function general(text: string): string {
  return text.replaceAll(String(horizon), "{H}");
}

/** Types as a warehouse calls them, by their names in Arrow. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^Utf8$/, "text"],
  [/^Bool$/, "boolean"],
  [/^Int(\d+)$/, "int$1"],
  [/^Float64$/, "double"],
  [/^Date32<DAY>$/, "date"],
  [/^Decimal\[(\d+)e\+?(\d+)\]$/, "decimal($1, $2)"],
];

function typeOf({ type }: Field): string {
  const name = String(type);
  const [pattern, words] = types.find(([p]) => p.test(name)) ?? [/$^/, ""];
  if (words === "") throw new Error(`no word for the type ${name}`);
  return name.replace(pattern, words);
}
