import { count, percent, shortPercent } from "../../format.js";

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
  "margin.column": (column: string, rate: number, weight: number | null, least: number, customers: number) =>
    `the margin of all revenue is ${percent(rate)} by ${column}; ${weight === null ? "customers do not differ in it beyond chance, so all have it" : `a customer's own counts half of its margin from a revenue of ${count(Math.round(weight))} on (partial pooling, Buehlmann-Straub)`}${least > 0 ? `; ${count(least)} of ${count(customers)} customers have a margin of nothing or less, which counts as nothing` : ""}`,
  "margin.column.left": (column: string, orders: number, missing: number, beyond: number) =>
    `${column}: margins are learned without ${[...(missing > 0 ? [`${count(missing)} of ${count(orders)} orders that have none that can be read`] : []), ...(beyond > 0 ? [`${count(beyond)} of ${count(orders)} whose margin is more than their amount`] : [])].join(", and ")}.`,
  "margin.column.negative": (orders: number, negative: number) =>
    `${count(negative)} of ${count(orders)} orders have a margin below 0; they count as they are`,
  "margin.column.none": (column: string, customers: number, rate: number) =>
    customers === 0
      ? `${column} has no margin that can be read on any order. Name the column that has it, or say in value.margin what the margin is.`
      : `${column} gives a margin of ${percent(rate)} of all revenue, so that no customer is worth anything. Name the right column, or say in value.margin what the margin is.`,
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
