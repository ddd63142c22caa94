import { intervalBounds } from "../../../pipeline/sql/interval-columns.js";

/** Those of MartServices.loadBounds. */
const bounds = `group_key varchar, horizon_days integer, ${["purchases", "value"]
  .flatMap((measure) => intervalBounds.map(({ name }) => `${measure}_${name} double`))
  .join(", ")}`;

/** Tables that marts are prepared with, in DuckDB's types. */
export const preparedColumns: Readonly<Record<string, string>> = {
  mart_customer_months:
    "customer_id varchar, month date, purchases integer, orders bigint, gross_revenue decimal(38,4), refunds decimal(38,4)",
  mart_expected_months:
    "x integer, t_x integer, t_cal integer, purchases_1 double, purchases_2 double, value_1 double, value_2 double",
  mart_cohort_months:
    "acquisition_month date, attr_channel varchar, margin_rate double, month date, active bigint, purchases bigint, orders bigint, gross_revenue decimal(38,4), refunds decimal(38,4)",
  mart_cohort_expected:
    "acquisition_month date, attr_channel varchar, margin_rate double, customers bigint, residual_value double, purchases_1 double, revenue_1 double, purchases_2 double, revenue_2 double",
  mart_cohort_bounds_0: bounds,
  mart_cohort_bounds_1: bounds,
  mart_value_months:
    "acquisition_month date, attr_channel varchar, margin_rate double, customer_months bigint, exposures bigint, lapses bigint, net_revenue decimal(38,4), purchases bigint, orders bigint",
  mart_value_retention: "value_key varchar, alive bigint, retention double, lifetime double, to_come double",
  mart_value_bounds_0: bounds,
  mart_value_bounds_1: bounds,
};
