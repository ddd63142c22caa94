import { double, type Sql } from "../sql/sql.js";
import type { MartInputs } from "./mart.js";

/**
 * The contribution margin of a customer's revenue, a share.
 * @param _customer alias of a row of `customers`
 */
export function marginRate({ facts }: Pick<MartInputs, "facts">, _customer: string): Sql {
  return double(facts.margin);
}
