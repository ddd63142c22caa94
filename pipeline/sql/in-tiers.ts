import { attributeColumn } from "./parse-rows.js";
import { id, type Sql, sql } from "./sql.js";

/** Named as an attribute, which none can be: it is a column of `scores`. */
export const tierAttribute = "value_tier";

/** Customers with the tier that they were scored into, as if it were an attribute. */
export function inTiers(customers: Sql, scores: Sql): Sql {
  return sql`(select k.*, s.${id(tierAttribute)} as ${id(attributeColumn(tierAttribute))}
from ${customers} k join ${scores} s on s.customer_id = k.customer_id)`;
}
