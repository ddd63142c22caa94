import { Bool, DateDay, Decimal, Field, Schema, Utf8 } from "apache-arrow";

/** transactions: the accepted rows of the log, one an order (or order line). Attributes are named attr_<name>. */
export function transactionsSchema(attributes: readonly string[]): Schema {
  return new Schema([
    new Field("customer_id", new Utf8(), true),
    /** calendar day in the configured time zone */
    new Field("day", new DateDay(), true),
    /** base currency; below 0 for refunds */
    new Field("amount", new Decimal(4, 18, 128), true),
    new Field("is_refund", new Bool(), true),
    ...attributes.map((name) => new Field(`attr_${name}`, new Utf8(), true)),
    /** always null here: rows with a reason are in rejected_rows */
    new Field("reason", new Utf8(), true),
  ]);
}
