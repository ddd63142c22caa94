import { Decimal, Int32, Int64, Schema } from "apache-arrow";
import { field } from "./field.js";

/**
 * spend_histories: repeat customers by x and by the leading digits of z, their total repeat spend in units of 1e-4 of
 * the base currency. A customer's z is 10^(digits - 3) * (lead + q / 1e9) with q in [0, 1e9); all sums are exact.
 */
export const spendHistoriesSchema = new Schema([
  field("x", new Int32(), "repeat purchases, >= 1", "purchases"),
  field("digits", new Int64(), "decimal digits of z"),
  field("lead", new Int32(), "leading three digits of z"),
  field("n", new Int64(), "customers in the row", "customers"),
  field("q1", new Decimal(0, 38, 128), "sum of q"),
  field("q2", new Decimal(0, 38, 128), "sum of q squared"),
  field("q3", new Decimal(0, 38, 128), "sum of q cubed"),
]);
