import { intervalBounds } from "../../../pipeline/sql/interval-columns.js";

/** Those of MartServices.loadBounds. */
const bounds = `group_key varchar, horizon_days integer, ${["purchases", "value"]
  .flatMap((measure) => intervalBounds.map(({ name }) => `${measure}_${name} double`))
  .join(", ")}`;
/** Those of MartServices.loadMonthBounds. */
const monthBounds = `group_key varchar, place integer, ${["purchases", "value", "so_far"]
  .flatMap((measure) => intervalBounds.map(({ name }) => `${measure}_${name} double`))
  .join(", ")}`;
const bounded = (name: string): string =>
  [name, ...["lo95", "lo80", "hi80", "hi95"].map((bound) => `${name}_${bound}`)]
    .map((column) => `${column} double`)
    .join(", ");

const boundsOfGroups = `group_key varchar, horizon_days integer, ${["purchases", "value"].map((name) => bounded(name).slice(`${name} double, `.length)).join(", ")}`;

/** Tables that marts are prepared with, in DuckDB's types. */
export const preparedColumns: Readonly<Record<string, string>> = {
  mart_customer_months:
    "customer_id varchar, month date, purchases integer, orders bigint, gross_revenue decimal(38,4), refunds decimal(38,4)",
  mart_sensitivity:
    "x integer, t_x integer, t_cal integer, retention double, frequency double, frequency_above double, frequency_below double, discount double, discount_above double, discount_below double",
  mart_sensitivity_bounds:
    "group_key varchar, horizon_days integer, purchases_lo95 double, purchases_lo80 double, purchases_hi80 double, purchases_hi95 double, value_lo95 double, value_lo80 double, value_hi80 double, value_hi95 double",
  mart_expected_months:
    "x integer, t_x integer, t_cal integer, purchases_1 double, purchases_2 double, value_1 double, value_2 double",
  mart_cohort_months:
    "acquisition_month date, attr_channel varchar, margin_rate double, month date, active bigint, purchases bigint, orders bigint, gross_revenue decimal(38,4), refunds decimal(38,4)",
  mart_cohort_expected:
    "acquisition_month date, attr_channel varchar, margin_rate double, customers bigint, residual_value double, purchases_1 double, revenue_1 double, purchases_2 double, revenue_2 double",
  mart_costs:
    "cost_row integer, acquisition_month date, described varchar, amount double, currency varchar, rate double, spend double, new_customers double, file_rows bigint, counted boolean, is_unknown boolean, attr_channel varchar, dim_1 varchar",
  mart_acquisition_customers:
    "acquisition_month date, attr_channel varchar, margin_rate double, customers bigint, youngest_days integer, clv_365d double, residual_value double",
  mart_acquisition_first_year:
    "acquisition_month date, attr_channel varchar, margin_rate double, margin double",
  mart_acquisition_to_come: "acquisition_month date, attr_channel varchar, margin_rate double, margin double",
  mart_acquisition_pairs:
    "attribute varchar, group_key varchar, pair_key varchar, source varchar, acquisition_month date, customers bigint, youngest_days integer, clv_365d double, residual_value double, first_year_to_date double, first_year_to_come double, spend double, customers_reported double",
  mart_acquisition_curve: `pair_key varchar, age_months integer, observed double, expected double, is_seen integer, is_complete integer, is_expected integer, ${intervalBounds
    .map(({ name }) => `cumulative_margin_per_customer_${name} double`)
    .join(", ")}`,
  mart_unit_economics:
    "scope varchar, attribute varchar, source varchar, arpu double, margin_rate double, churn_rate double, cac double, payback_months_simple double, payback_months integer, status varchar, margin_for_ever double, ltv_arpu_churn double, ltv_arpu_margin_churn double, ltv_cac double",
  mart_channel_bounds_0: bounds,
  mart_channel_bounds_1: bounds,
  mart_cohort_bounds_0: bounds,
  mart_cohort_bounds_1: bounds,
  mart_cohort_month_bounds_0: monthBounds,
  mart_cohort_month_bounds_1: monthBounds,
  mart_value_months:
    "acquisition_month date, attr_channel varchar, margin_rate double, customer_months bigint, exposures bigint, lapses bigint",
  mart_value_retention: "value_key varchar, alive bigint, retention double, lifetime double, to_come double",
  mart_value_bounds_0: bounds,
  mart_value_bounds_1: bounds,
  mart_new_customers: `attribute varchar, source varchar, horizon_days integer, customers bigint, first_order_value double, ${bounded("expected_purchases")}, ${bounded("expected_value")}, affordable_cac double`,
  mart_new_customer_months: `attribute varchar, source varchar, age_months integer, ${bounded("purchases")}, ${bounded("spend")}`,
  ...Object.fromEntries([0, 1].map((i) => [`mart_equity_bounds_${i}`, bounds])),
  mart_planned_customers:
    "from_day date, days integer, new_customers double, acquisition_cost double, expected_value double",
  mart_history_keys: "customer_id varchar, staying_1 double",
  mart_replacement_newcomers: "attribute varchar, source varchar, expected_value double",
  mart_replacement_offers: "customer_id varchar, expected_cost double, uplift_used double",
  mart_restated_customers:
    "customer_id varchar, first_day date, state_opening varchar, state_closing varchar, equity_opening double, equity_opening_restated double, equity_opening_settings double, expected_in_period double, expected_beyond double, earned_in_period double, equity_closing_same_model double, equity_closing double",
  mart_segment_customers:
    "customer_id varchar, lifecycle varchar, value_tier varchar, rfm varchar, attr_channel varchar, returned integer, revenue decimal(38,4), purchases_365 double, value_365 double",
  mart_segments:
    "attribute varchar, segment varchar, group_key varchar, horizon_days integer, customers bigint, revenue double, purchases double, value double, mean double, pooled boolean",
  mart_small_segments:
    "attribute varchar, segment varchar, horizon_days integer, customers bigint, weight double, pooled_mean double",
  mart_segment_pooling:
    "attribute varchar, horizon_days integer, customers bigint, segments integer, mean double, variance_within double, variance_between double",
  mart_segment_tests:
    "attribute varchar, segment varchar, measure varchar, horizon_days integer, inside double, outside double, difference double, difference_lo95 double, difference_hi95 double, p_value double, q_value double",
  mart_segment_bounds:
    "group_key varchar, horizon_days integer, purchases_lo95 double, purchases_lo80 double, purchases_hi80 double, purchases_hi95 double, value_lo95 double, value_lo80 double, value_hi80 double, value_hi95 double",
  mart_driver_customers:
    "customer_id varchar, cell integer, fold integer, first_year double, after_90_days double, total double",
  mart_driver_cells:
    "cell integer, expected_value double, expected_value_lo95 double, expected_value_lo80 double, expected_value_hi80 double, expected_value_hi95 double",
  mart_driver_effects:
    "outcome varchar, kind varchar, feature varchar, level varchar, base_level varchar, customers bigint, share double, mean_value double, effect double, effect_lo95 double, effect_lo80 double, effect_hi80 double, effect_hi95 double, pooled_effect double, pooled_effect_lo95 double, pooled_effect_lo80 double, pooled_effect_hi80 double, pooled_effect_hi95 double, p_value double, q_value double, differs boolean",
  mart_driver_importance:
    "outcome varchar, kind varchar, feature varchar, importance double, importance_lo95 double, importance_lo80 double, importance_hi80 double, importance_hi95 double, explained double, importance_rank integer, customers bigint",
  mart_forecast_existing: "k integer, purchases double, revenue double, margin double",
  mart_forecast_months: `k integer, month date, from_day date, to_day date, days integer, whole_month boolean, ${["purchases", "value"].map((name) => bounded(name).slice(`${name} double, `.length)).join(", ")}`,
  mart_forecast_new: `k integer, ${["new_customers", "purchases", "revenue", "margin", "acquisition_cost", "contribution_after_acquisition", "cumulative_contribution"].map(bounded).join(", ")}`,
  mart_forecast_backtest: `origin date, stretch varchar, from_day date, to_day date, days integer, ${["purchases", "revenue"].map((name) => `${bounded(`predicted_${name}`)}, actual_${name} double, ${name}_inside_80 boolean, ${name}_inside_95 boolean`).join(", ")}`,
  mart_next_orders:
    "customer_id varchar, days_10 double, days_25 double, days_50 double, days_75 double, days_90 double",
  mart_previous_scores: "customer_id varchar, p_alive double, clv double",
  mart_excluded: "customer_id varchar",
  mart_action_plan:
    "method varchar, customers bigint, budget double, cost double, cost_if_all_redeem double, gain double, gain_lo95 double, gain_lo80 double, gain_hi80 double, gain_hi95 double",
  ...Object.fromEntries(
    [1, 2, 3].flatMap((i) => [
      [
        `mart_ranked_${i}`,
        "customer_id varchar, value double, value_tier varchar, place bigint, customers bigint",
      ],
      [`mart_decile_bounds_${i}`, boundsOfGroups],
      [`mart_tier_bounds_${i}`, boundsOfGroups],
    ]),
  ),
  mart_newcomer_reach: "t_cal integer, expected double, variance double",
  mart_cell_bounds: boundsOfGroups,
};
