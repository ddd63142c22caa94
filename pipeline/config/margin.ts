import { z } from "zod";
import type { Problems } from "./checks.js";
import type { Config } from "./config.js";
import { hasMoney } from "./questions.js";

const rate = z.number().positive().max(1);

/** A share of revenue, or one by the value of an attribute of the customer. */
export const margin = z.union([
  rate,
  z.strictObject({
    attribute: z.string().min(1).meta({ description: "One of columns.attributes" }),
    values: z.record(z.string(), rate).meta({ description: "Margin by its values" }),
    default: rate.optional().meta({ description: "Margin of other values, and of customers without one" }),
  }),
]);

/** A margin for each value of an attribute. */
export type AttributeMargin = Exclude<z.output<typeof margin>, number>;

/** Whether margins are learned from a column of the log. */
export function hasMarginColumn({ columns }: Pick<Config, "columns">): boolean {
  return columns.margin !== undefined || columns.cost !== undefined;
}

/** The margin of all revenue; 1 where customers have margins of their own. A margin beside a column with margins is refused. */
export function commonMargin({ value: { margin } }: Pick<Config, "value">): number {
  return typeof margin === "number" ? margin : 1;
}

/** What of the margin no single key can show. */
export function checkMargin({ value: { margin }, columns }: Config, context: Problems): void {
  const problem = (path: string[], message: string): void =>
    context.addIssue({ code: "custom", path, message });
  const money = hasMoney({ columns });
  const needsMoney = "needs amounts, and columns.amount is none; leave it out";
  for (const key of ["margin", "cost"] as const)
    if (columns[key] !== undefined && !money) problem(["columns", key], needsMoney);
  if (columns.margin !== undefined && columns.cost !== undefined)
    problem(["columns", "cost"], "stands beside columns.margin; give one of them");
  if (hasMarginColumn({ columns }) && margin !== 1)
    problem(["value", "margin"], "stands beside a column of the log with margins; give one of them");
  if (typeof margin === "number") return;
  if (!Object.hasOwn(columns.attributes, margin.attribute))
    problem(["value", "margin", "attribute"], `"${margin.attribute}" is not one of columns.attributes`);
  if (!money) problem(["value", "margin"], needsMoney);
}
