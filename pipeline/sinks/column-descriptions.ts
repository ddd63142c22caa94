/** What the columns of published tables mean, for comments in a warehouse. Money is in the base currency of the run. */
const scores: Readonly<Record<string, string>> = {
  customer_id: "Customer, as in the transaction log",
  as_of: "Date the score is as of: the log is read up to it, and predictions start after it",
  x: "Repeat purchases up to as_of: days with a purchase after the first (periods with one for a discrete model)",
  t_x_days: "Days from the first to the last purchase",
  t_cal_days: "Days from the first purchase to as_of",
  first_day: "Date of the first purchase",
  last_day: "Date of the last purchase",
  historic_value: "All purchases less all refunds up to as_of, in base currency",
  p_alive: "Probability that the customer is still active at as_of, 0 to 1",
  churn_probability: "1 - p_alive",
  expected_spend: "Expected value of one future purchase, in base currency",
  residual_clv:
    "Expected value of all purchases after as_of, discounted, margin applied, in base currency; null without a discount rate",
  total_value:
    "Margin times historic_value, plus residual_clv (CLV of the longest horizon where that is null), in base currency",
  value_rank: "Rank by CLV of the longest horizon, 1 is best; equal values share a rank",
  value_tier: "Tier by value_rank, as the config names them",
  model_version: "Hash of the models and parameters behind the score",
  run_id: "Run that made the row; see clv_runs",
};

const patterns: readonly (readonly [RegExp, (days: string, bound: string) => string])[] = [
  [/^expected_purchases_(\d+)d$/, (days) => `Expected purchases in the ${days} days after as_of`],
  [
    /^clv_(\d+)d$/,
    (days) => `Expected value of the ${days} days after as_of, discounted, margin applied, in base currency`,
  ],
  [
    /^purchases_(\d+)d_(lo|hi)(?:80|95)$/,
    (days, bound) => `${ends[bound]} of purchases in the ${days} days after as_of`,
  ],
  [
    /^clv_(\d+)d_(lo|hi)(?:80|95)$/,
    (days, bound) =>
      `${ends[bound]} of the value of the ${days} days after as_of, in base currency; not to be summed, see clv_segments`,
  ],
];
const ends: Readonly<Record<string, string>> = { lo: "Lower end", hi: "Upper end" };

const runs: Readonly<Record<string, string>> = {
  run_id: "Run that was published",
  as_of: scores.as_of!,
  published_at_utc: "Time of publishing, UTC",
  clv_version: "Version of clv",
  config_hash: "Hash of the config",
  model_version: scores.model_version!,
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
  merged_rows: "Rows that repeat another one",
  out_of_window_rows: "Rows outside the dates that were asked for",
  horizon_days: "Longest horizon, in days",
  expected_purchases: "Purchases of all customers expected in horizon_days",
  clv: "CLV of all customers over horizon_days, in base currency",
  historic_value: "All purchases less all refunds up to as_of, in base currency",
};

const parameters: Readonly<Record<string, string>> = {
  run_id: runs.run_id!,
  as_of: scores.as_of!,
  component: "purchase or spend",
  model: "Name of the model",
  parameter: "Name of the parameter",
  time_unit: "Unit of time the parameter is in; null where it has none",
  value: "Estimate",
  standard_error: "Standard error of the estimate; null where there is none",
};

const segments: Readonly<Record<string, string>> = {
  run_id: runs.run_id!,
  as_of: scores.as_of!,
  attribute: "Attribute of customers; null in the rows of all customers",
  segment: "Value of the attribute; null for all, and for customers without one",
  horizon_days: "Horizon, in days after as_of",
  customers: "Customers in the segment",
  expected_purchases: "Purchases expected of the segment",
  clv: "CLV of the segment, in base currency",
};

const tables: Readonly<Record<string, { table: string; columns: Readonly<Record<string, string>> }>> = {
  clv_scores: { table: "Scores as of the latest date, one row a customer", columns: scores },
  clv_scores_history: { table: "Scores of all as-of dates, one row a customer and date", columns: scores },
  clv_scores_by_run: {
    table: "Scores of each run; read clv_scores and clv_scores_history instead, which show one run a date",
    columns: scores,
  },
  clv_published: {
    table:
      "Which run is shown for an as-of date. Delete a row to forget a date: the next publish deletes its scores",
    columns: {
      as_of: scores.as_of!,
      run_id: "Run that is shown; see clv_runs",
      published_at: "Time of publishing",
    },
  },
  clv_runs: { table: "Published runs, one row each", columns: runs },
  clv_model_parameters: { table: "Parameters of the models of each published run", columns: parameters },
  clv_segments: {
    table:
      "Expected purchases and CLV of all customers and of each segment of each published run, with intervals",
    columns: segments,
  },
};

export const describeTable = (table: string): string | null => tables[table]?.table ?? null;

/**
 * What a column of a published table means; null for one that is unknown. A column of scores that is none of ours is an
 * attribute.
 * @example describeColumn("clv_scores", "expected_purchases_90d") // "Expected purchases in the 90 days after as_of"
 */
export function describeColumn(table: string, column: string): string | null {
  const columns = tables[table]?.columns;
  if (columns === undefined) return null;
  const interval = /_(?:lo|hi)(80|95)$/.exec(column)?.[1];
  const suffix = interval === undefined ? "" : ` (${interval} % interval)`;
  if (columns[column] !== undefined) return columns[column];
  if (columns === segments && interval !== undefined) {
    const what = column.startsWith("clv")
      ? "CLV of the segment, in base currency"
      : "purchases of the segment";
    return `${ends[column.includes("_lo") ? "lo" : "hi"]} of ${what}${suffix}`;
  }
  if (columns.p_alive === undefined) return null;
  for (const [pattern, describe] of patterns) {
    const [found, days, bound] = pattern.exec(column) ?? [];
    if (found !== undefined) return describe(days ?? "", bound ?? "") + suffix;
  }
  return `Attribute ${column} of the customer, from the log`;
}
