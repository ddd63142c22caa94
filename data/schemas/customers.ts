import { DateDay, Decimal, type Field, Float64, Int32, Int64, Schema, Utf8 } from "apache-arrow";
import { field } from "./field.js";

/**
 * customers: one row a customer with at least one purchase. Money (where the log has amounts) in base currency, times in days.
 * @param margin whether the log has a column of margins or costs of goods
 */
export function customersSchema(attributes: readonly string[], money = true, margin = false): Schema {
  return new Schema([
    field("customer_id", new Utf8(), "customer id, as in the source"),
    field("first_day", new DateDay(), "day of the first purchase"),
    field("last_day", new DateDay(), "day of the last purchase"),
    field(
      "x",
      new Int32(),
      "repeat purchases: purchase days after the first; for a discrete model the periods with one",
      "purchases",
    ),
    field(
      "orders",
      new Int64(),
      "orders behind the purchases; more than x + 1 where several fell on one day",
      "orders",
    ),
    field("t_x", new Int32(), "first to last purchase", "days; periods for a discrete model"),
    field("t_cal", new Int32(), "first purchase to the as-of date", "days; periods for a discrete model"),
    ...(money ? spendFields() : []),
    ...attributes.map((name) =>
      field(
        `attr_${name}`,
        new Utf8(),
        "attribute of the first purchase day that says it (or see ingest.attributeValue); marts take the first purchase day as it is, null where it does not say it",
      ),
    ),
    ...(margin
      ? [
          field(
            "margin_rate",
            new Float64(),
            "contribution margin as a share of revenue: that of the customer's orders, drawn to that of all customers by as much as it is in doubt; there with columns.margin or columns.cost alone",
            "share",
          ),
        ]
      : []),
  ]);
}

function spendFields(): Field[] {
  return [
    field("first_amount", new Decimal(4, 18, 128), "the first day's purchase, as booked", "base currency"),
    field(
      "repeat_spend",
      new Decimal(4, 38, 128),
      "spend after the first day, refunds of it netted",
      "base currency",
    ),
    field("mean_spend", new Float64(), "repeat_spend / x; null when x = 0", "base currency per purchase"),
    field("total_spend", new Decimal(4, 38, 128), "all purchases minus all refunds", "base currency"),
  ];
}
