import { DateDay, Decimal, Field, Float64, Int32, Int64, Schema, Utf8 } from "apache-arrow";

/** customers: one row a customer with at least one purchase. Money in base currency, times in days. */
export function customersSchema(attributes: readonly string[]): Schema {
  return new Schema([
    new Field("customer_id", new Utf8(), true),
    new Field("first_day", new DateDay(), true),
    new Field("last_day", new DateDay(), true),
    /** repeat purchases: purchase days (periods with one) after the first */
    new Field("x", new Int32(), true),
    /** orders behind the purchases; more than x + 1 where several fell on one day */
    new Field("orders", new Int64(), true),
    /** days (periods for a discrete model) from the first to the last purchase */
    new Field("t_x", new Int32(), true),
    /** days (periods for a discrete model) from the first purchase to the as-of date */
    new Field("t_cal", new Int32(), true),
    /** the first day's purchase, as booked */
    new Field("first_amount", new Decimal(4, 18, 128), true),
    /** spend after the first day, refunds of it netted */
    new Field("repeat_spend", new Decimal(4, 38, 128), true),
    /** repeat_spend / x; null when x = 0 */
    new Field("mean_spend", new Float64(), true),
    /** all purchases less all refunds */
    new Field("total_spend", new Decimal(4, 38, 128), true),
    /** of the first day */
    ...attributes.map((name) => new Field(`attr_${name}`, new Utf8(), true)),
  ]);
}
