import { ownMarginRate } from "../sql/margin-rate.js";
import { double, raw, type Sql, sql } from "../sql/sql.js";
import type { MartInputs } from "./mart.js";

/**
 * The contribution margin of a customer's revenue, a share.
 * @param customer alias of a row of `customers`
 */
export function marginRate(
  { facts, config, rated = false }: Pick<MartInputs, "facts" | "config" | "rated">,
  customer: string,
): Sql {
  if (rated) return sql`${raw(customer)}.margin_rate`;
  return ownMarginRate(config, customer) ?? double(facts.margin);
}
