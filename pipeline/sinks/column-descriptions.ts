import { commentOf } from "../../data/schemas/field.js";
import { scoresSchema } from "../../data/schemas/scores.js";
import { factsWith } from "../marts/facts.js";
import type { MartTable } from "../marts/mart.js";
import { marts } from "../marts/marts.js";

/** A column of scores as its schema describes it; one that is not ours is an attribute. */
function describeScore(column: string): string {
  const days = Number(/_(\d+)d(?:_|$)/.exec(column)?.[1] ?? 1);
  const named = (attributes: readonly string[]) =>
    scoresSchema([days], attributes).fields.find(({ name }) => name === column);
  return commentOf(named([]) ?? named([column])!);
}

/** What columns of the small published tables mean, for comments in a warehouse. */
const runs: Readonly<Record<string, string>> = {
  run_id: "Run that was published",
  as_of: describeScore("as_of"),
  published_at_utc: "Time of publishing, UTC",
  clv_version: "Version of clv",
  config_hash: "Hash of the config",
  model_version: describeScore("model_version"),
  purchase_model: "Model of purchases",
  purchase_verdict: "Judgement on the fit of the purchase model",
  purchase_log_likelihood: "Log-likelihood of the purchase model",
  spend_model: "Model of spend",
  spend_verdict: "Judgement on the fit of the spend model",
  currency: "Base currency: all money is in it",
  customers: "Customers scored",
  input_rows: "Rows of the log that were read",
  accepted_rows: "Rows that became transactions",
  rejected_rows: "Rows that could not be read",
  merged_rows: "Rows that repeat another one, and further rows of an order without an amount",
  out_of_window_rows: "Rows outside the dates that were asked for",
  horizon_days: "Longest horizon, in days",
  expected_purchases: "Purchases of all customers expected in horizon_days",
  clv: "CLV of all customers over horizon_days, in base currency",
  historic_value: "All purchases minus all refunds up to as_of, in base currency",
};

const parameters: Readonly<Record<string, string>> = {
  run_id: runs.run_id!,
  as_of: describeScore("as_of"),
  component: "purchase or spend",
  model: "Name of the model",
  parameter: "Name of the parameter",
  time_unit: "Unit of time the parameter is in; null where it has none",
  value: "Estimate",
  standard_error: "Standard error of the estimate; null where there is none",
};

const measures: Readonly<Record<string, string>> = {
  run_id: runs.run_id!,
  as_of: describeScore("as_of"),
  measure:
    "Check of the data (quality. in front), gate of a new model (gate. in front), or what is compared with the run before",
  value:
    "The measure as of this date: a count, a share from 0 to 1, a ratio, or an amount in base currency, as text says it; null for a gate that measured nothing, and for identified",
  reference: "What value is compared with, in its unit; null where value is itself a comparison",
  threshold:
    "Limit of the config that was passed, or the next one, in the unit of value; null where there is none",
  level:
    "ok, warn or stop. A gate that stops keeps the champion; any other stop keeps the run from being published",
  reason:
    "Why the level is ok where value and threshold alone would not say so: chance, few, small (too small to matter), not measured (a gate); else null",
  text: "The measure in words",
};

const customers: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["customer_id", "as_of", "x", "p_alive", "value_tier", "model_version", "run_id"].map((name) => [
      name,
      describeScore(name),
    ]),
  ),
  expected_purchases: "expected number of purchases in the next horizon_days days",
  clv: "expected value of the next horizon_days days, discounted, margin applied, base currency",
  horizon_days: "longest horizon that was published at as_of, in days",
  previous_as_of: "as-of date before, where the customer was scored then; null otherwise",
  previous_tier: "value_tier at previous_as_of",
  p_alive_change: "p_alive minus that of previous_as_of, -1 to 1",
  clv_change: "clv minus that of previous_as_of, base currency; null where horizon_days was another",
};

/** columns: null for those of scores, which have their descriptions in data/schemas. */
const tables: Readonly<Record<string, { table: string; columns: Readonly<Record<string, string>> | null }>> =
  {
    clv_scores: { table: "Scores as of the latest date, one row a customer", columns: null },
    clv_scores_history: { table: "Scores of all as-of dates, one row a customer and date", columns: null },
    clv_scores_by_run: {
      table: "Scores of each run; read clv_scores and clv_scores_history instead, which show one run a date",
      columns: null,
    },
    clv_published: {
      table:
        "Which run is shown for an as-of date. Delete a row to forget a date: the next publish deletes its scores",
      columns: {
        as_of: describeScore("as_of"),
        run_id: "Run that is shown; see clv_runs",
        published_at: "Time of publishing",
      },
    },
    clv_runs: { table: "Published runs, one row each", columns: runs },
    clv_model_parameters: { table: "Parameters of the models of each published run", columns: parameters },
    clv_monitoring: {
      table:
        "Checks of each as-of date: its data, its new model, and how input, parameters, scores and outcomes stand to the run before; one row a measure",
      columns: measures,
    },
    clv_customer_history: {
      table:
        "Each customer at every as-of date over the longest horizon, and what changed since the date before; one row a customer and date",
      columns: customers,
    },
  };

/** What a mart says of its table; null where it is none. */
const martTable = (table: string): MartTable | null =>
  marts.flatMap((mart) => mart.tables).find(({ name }) => name === table) ?? null;

function describeMartColumn(table: MartTable, column: string): string | null {
  if (column === "run_id" || column === "as_of") return runs[column]!;
  const days = Number(/_(\d+)d(?:_|$)/.exec(column)?.[1] ?? 365);
  const facts = factsWith(days);
  // some columns are there without amounts alone
  const found = [facts, { ...facts, money: false }]
    .flatMap((known) => table.columns(known))
    .find(({ name }) => name === column);
  if (found === undefined) return null;
  const { meaning, unit, convention } = found;
  return `${meaning}${unit === "" ? "" : ` (${unit})`}${convention === undefined ? "" : `; ${convention}`}`;
}

/** The columns that a published table always has; none where they depend on the config. */
export const describedColumns = (table: string): string[] => Object.keys(tables[table]?.columns ?? {});

export const describeTable = (table: string): string | null =>
  tables[table]?.table ?? martTable(table)?.holds ?? null;

/**
 * What a column of a published table means; null for one that is unknown.
 * @example describeColumn("clv_scores", "expected_purchases_90d") // "expected number of purchases in the next 90 days"
 */
export function describeColumn(table: string, column: string): string | null {
  const columns = tables[table]?.columns;
  const mart = columns === undefined ? martTable(table) : null;
  if (mart !== null) return describeMartColumn(mart, column);
  if (columns === undefined) return null;
  if (columns === null) return describeScore(column);
  return columns[column] ?? null;
}
