import { ownMarginRate } from "../sql/margin-rate.js";
import { double, type Sql } from "../sql/sql.js";
import type { MartInputs } from "./mart.js";

/**
 * The contribution margin of a customer's revenue, a share.
 * @param customer alias of a row of `customers`
 */
export function marginRate({ facts, config }: Pick<MartInputs, "facts" | "config">, customer: string): Sql {
  return ownMarginRate(config, customer) ?? double(facts.margin);
}
