import { count, shortPercent } from "../../format.js";

/** Values of an attribute without a margin of their own; null for customers without a value. */
type Values = readonly { readonly value: string | null; readonly customers: number }[];

const mostValues = 10;

/** Margins by an attribute of the customer. */
export const margin = {
  "margin.absent": (attribute: string, values: readonly string[]) =>
    `value.margin.values has ${values.slice(0, mostValues).join(", ")}${values.length > mostValues ? ", …" : ""}, and no customer has ${values.length === 1 ? "that" : "these"} as ${attribute}: check the spelling.`,
  "margin.missing": (attribute: string, values: Values) =>
    `value.margin goes by ${attribute} and says nothing of ${named(values)}. Give ${values.length === 1 ? "it" : "each"} a margin in value.margin.values, or say in value.margin.default what the margin of all others is.`,
  "margin.default": (attribute: string, values: Values, rate: number) =>
    `the margin is value.margin.default, ${shortPercent(rate)}, for ${attribute} ${named(values)}`,
};

function named(values: Values): string {
  const shown = values
    .slice(0, mostValues)
    .map(
      ({ value, customers }) =>
        `${value === null ? "none" : JSON.stringify(value)} (${count(customers)} ${customers === 1 ? "customer" : "customers"})`,
    );
  return `${shown.join(", ")}${values.length > mostValues ? `, … (${count(values.length)} values)` : ""}`;
}
