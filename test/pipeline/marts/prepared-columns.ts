/** Tables that marts are prepared with, in DuckDB's types. */
export const preparedColumns: Readonly<Record<string, string>> = {
  mart_customer_months:
    "customer_id varchar, month date, purchases integer, orders bigint, gross_revenue decimal(38,4), refunds decimal(38,4)",
  mart_expected_months:
    "x integer, t_x integer, t_cal integer, purchases_1 double, purchases_2 double, value_1 double, value_2 double",
};
