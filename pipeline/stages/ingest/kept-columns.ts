import type { Config } from "../../config/config.js";
import { hasMarginColumn } from "../../config/margin.js";
import { attributeNames, hasMoney } from "../../config/questions.js";

/** What is kept of a row: its attributes, and whether it has an amount and a margin. */
export function keptOf(config: Config): readonly [attributes: string[], money: boolean, margin: boolean] {
  return [attributeNames(config), hasMoney(config), hasMarginColumn(config)];
}
