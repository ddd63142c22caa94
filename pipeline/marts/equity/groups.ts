import { attributeColumn } from "../../sql/parse-rows.js";
import { id, type Sql, sql } from "../../sql/sql.js";
import type { MartServices } from "../services.js";

/** Bounds of the value of all customers (0), and of each value of an attribute (1, 2, …): see MartServices.loadBounds. */
export const boundsTable = (i: number): string => `mart_equity_bounds_${i}`;
const everyone = "all";

/** What a row of `customers` c is grouped by: a text that is never null. */
export function groupKey(attribute: string | null): Sql {
  if (attribute === null) return sql`${everyone}`;
  const value = id(attributeColumn(attribute));
  return sql`case when c.${value} is null then 'none' else 'is ' || c.${value} end`;
}

export async function loadEquityBounds({ inputs, loadBounds }: MartServices): Promise<void> {
  for (const [i, attribute] of [null, ...inputs.facts.attributes].entries())
    await loadBounds(
      boundsTable(i),
      sql`select c.customer_id, ${groupKey(attribute)} as group_key from ${inputs.table("customers")} c`,
    );
}
