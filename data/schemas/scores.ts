import { DateDay, Decimal, Field, Float64, Int32, Int64, Schema, Utf8 } from "apache-arrow";

const number = (name: string): Field => new Field(name, new Float64(), true);

/** scores, and clv_scores in every output: one row a customer, ordered by customer_id. Money in base currency. */
export function scoresSchema(
  horizonsDays: readonly number[],
  attributes: readonly string[],
  intervals = true,
): Schema {
  const bounds = (what: string): string[] =>
    intervals
      ? horizonsDays.flatMap((days) => ["lo95", "lo80", "hi80", "hi95"].map((b) => `${what}_${days}d_${b}`))
      : [];
  return new Schema([
    new Field("customer_id", new Utf8(), true),
    new Field("as_of", new DateDay(), true),
    /** repeat purchases; periods with one for a discrete model */
    new Field("x", new Int32(), true),
    /** days from the first to the last purchase */
    new Field("t_x_days", new Int32(), true),
    /** days from the first purchase to as_of */
    new Field("t_cal_days", new Int32(), true),
    new Field("first_day", new DateDay(), true),
    new Field("last_day", new DateDay(), true),
    /** all purchases less all refunds, up to as_of */
    new Field("historic_value", new Decimal(4, 38, 128), true),
    /** P(alive) at as_of, in [0, 1], and 1 less it */
    number("p_alive"),
    number("churn_probability"),
    /** purchases in the next H days */
    ...horizonsDays.map((days) => number(`expected_purchases_${days}d`)),
    /** per future purchase */
    number("expected_spend"),
    /** value of the next H days: discounted, margin applied */
    ...horizonsDays.map((days) => number(`clv_${days}d`)),
    /** bounds of the 95 and 80 % intervals of purchases in the next H days */
    ...bounds("purchases").map((name) => new Field(name, new Int32(), true)),
    /** and of the value of these days; NOT to be summed over customers: see clv_segments for totals */
    ...bounds("clv").map(number),
    /** the CLV for ever; null without a discount rate */
    number("residual_clv"),
    /** margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null) */
    number("total_value"),
    /** by CLV of the longest horizon, 1 is best; equal values share a rank */
    new Field("value_rank", new Int64(), true),
    new Field("value_tier", new Utf8(), true),
    ...attributes.map((name) => new Field(name, new Utf8(), true)),
    new Field("model_version", new Utf8(), true),
    new Field("run_id", new Utf8(), true),
  ]);
}
