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

/** What of the margin no single key can show. */
export function checkMargin({ value, columns }: Config, context: Problems): void {
  const { margin } = value;
  if (typeof margin === "number") return;
  const problem = (path: string[], message: string): void =>
    context.addIssue({ code: "custom", path: ["value", "margin", ...path], message });
  if (!Object.hasOwn(columns.attributes, margin.attribute))
    problem(["attribute"], `"${margin.attribute}" is not one of columns.attributes`);
  if (!hasMoney({ columns })) problem([], "needs amounts, and columns.amount is none; leave it out");
}
