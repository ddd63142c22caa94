import { Decimal, Field, Int32, Int64, Schema } from "apache-arrow";

/**
 * spend_histories: repeat customers by x and by the leading digits of z, their total repeat spend in units of 1e-4 of
 * the base currency. A customer's z is 10^(digits - 3) * (lead + q / 1e9) with q in [0, 1e9); all sums are exact.
 */
export const spendHistoriesSchema = new Schema([
  /** repeat purchases, >= 1 */
  new Field("x", new Int32(), true),
  /** decimal digits of z */
  new Field("digits", new Int64(), true),
  /** leading three digits of z */
  new Field("lead", new Int32(), true),
  /** customers in the row */
  new Field("n", new Int64(), true),
  /** sum of q */
  new Field("q1", new Decimal(0, 38, 128), true),
  /** sum of q squared */
  new Field("q2", new Decimal(0, 38, 128), true),
  /** sum of q cubed */
  new Field("q3", new Decimal(0, 38, 128), true),
]);
