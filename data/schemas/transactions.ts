import { Bool, DateDay, Decimal, Schema, Utf8 } from "apache-arrow";
import { field } from "./field.js";

/**
 * transactions: the accepted rows of the log, one an order (or order line). Attributes are named attr_<name>.
 * @param margin whether the log has a column of margins or costs of goods
 */
export function transactionsSchema(attributes: readonly string[], money = true, margin = false): Schema {
  return new Schema([
    field("customer_id", new Utf8(), "customer id, as in the source"),
    field("day", new DateDay(), "calendar day in the configured time zone"),
    ...(money
      ? [field("amount", new Decimal(4, 18, 128), "amount; below 0 for refunds", "base currency")]
      : []),
    field("is_refund", new Bool(), "whether the row takes something back"),
    ...(margin
      ? [
          field(
            "margin",
            new Decimal(4, 18, 128),
            "contribution margin of the order (columns.margin, or amount minus columns.cost); null where it is not known; there with one of these columns alone",
            "base currency",
          ),
        ]
      : []),
    ...attributes.map((name) => field(`attr_${name}`, new Utf8(), "attribute, as in the source")),
    field("reason", new Utf8(), "always null here: rows with a reason are in rejected_rows"),
  ]);
}
