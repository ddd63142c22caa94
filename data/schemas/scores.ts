import {
  type DataType,
  DateDay,
  Decimal,
  type Field,
  Float64,
  Int32,
  Int64,
  Schema,
  Utf8,
} from "apache-arrow";
import { field } from "./field.js";

/**
 * scores, and clv_scores in every output: one row a customer, ordered by customer_id. Money in base currency
 * (clv_runs.currency); no column of money where the log has no amounts. Each field says what it holds: see commentOf.
 */
export function scoresSchema(
  horizonsDays: readonly number[],
  attributes: readonly string[],
  intervals = true,
  money = true,
): Schema {
  const ofMoney = (...columns: Field[]): Field[] => (money ? columns : []);
  const horizons = (column: (days: number) => Field): Field[] => horizonsDays.map(column);
  return new Schema([
    field("customer_id", new Utf8(), "customer id, as in the source"),
    field("as_of", new DateDay(), "last day of observation; predictions begin on the next one"),
    field("x", new Int32(), "repeat purchases; for a discrete model the periods with one", "purchases"),
    field("t_x_days", new Int32(), "days from the first to the last purchase", "days"),
    field("t_cal_days", new Int32(), "days from the first purchase to as_of", "days"),
    field("first_day", new DateDay(), "day of the first purchase"),
    field("last_day", new DateDay(), "day of the last purchase"),
    ...ofMoney(
      field(
        "historic_value",
        new Decimal(4, 38, 128),
        "all purchases minus all refunds up to as_of, base currency",
        "base currency",
      ),
    ),
    number("p_alive", "probability that the customer is still active at as_of, 0 to 1", "probability"),
    number("churn_probability", "1 minus p_alive", "probability"),
    ...horizons((days) =>
      number(
        `expected_purchases_${days}d`,
        `expected number of purchases in the next ${days} days`,
        "purchases",
      ),
    ),
    ...ofMoney(
      number(
        "expected_spend",
        "expected amount of a future purchase, base currency",
        "base currency per purchase",
      ),
      ...horizons((days) =>
        number(
          `clv_${days}d`,
          `expected value of the next ${days} days, discounted, margin applied, base currency`,
          "base currency",
        ),
      ),
    ),
    ...(intervals ? bounds(horizonsDays, "purchases", new Int32()) : []),
    ...(intervals && money ? bounds(horizonsDays, "clv", new Float64()) : []),
    ...ofMoney(
      number(
        "residual_clv",
        "expected value of all days to come, discounted, margin applied, base currency; null without a discount rate, and where the model cannot tell who has left",
        "base currency",
      ),
      number(
        "total_value",
        "margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null), base currency",
        "base currency",
      ),
    ),
    field(
      "value_rank",
      new Int64(),
      "place by CLV of the longest horizon (by expected purchases where there are no amounts), 1 is best; equal values share a place",
    ),
    field(
      "value_tier",
      new Utf8(),
      "tier by share of customers in the order of value_rank; the lowest for all without expected value",
    ),
    ...attributes.map((name) => field(name, new Utf8(), "attribute of the customer, as in the source")),
    field("model_version", new Utf8(), "version of the model that scored"),
    field("run_id", new Utf8(), "run that scored; key of clv_runs"),
  ]);
}

function number(name: string, holds: string, unit: string): Field {
  return field(name, new Float64(), holds, unit);
}

/** Bounds of the 95 and 80 % intervals, by horizon. */
function bounds(horizonsDays: readonly number[], what: "purchases" | "clv", type: DataType): Field[] {
  const meaning = {
    purchases: (days: number) => `number of purchases in the next ${days} days`,
    clv: (days: number) =>
      `value of the next ${days} days, base currency; not to be summed over customers, see clv_segments`,
  };
  return horizonsDays.flatMap((days) =>
    [
      ["lo95", "lower bound of the 95 % interval"],
      ["lo80", "lower bound of the 80 % interval"],
      ["hi80", "upper bound of the 80 % interval"],
      ["hi95", "upper bound of the 95 % interval"],
    ].map(([end, bound]) =>
      field(
        `${what}_${days}d_${end}`,
        type,
        `${bound}: ${meaning[what](days)}`,
        what === "clv" ? "base currency" : "purchases",
      ),
    ),
  );
}
