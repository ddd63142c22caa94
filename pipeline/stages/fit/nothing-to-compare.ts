import { count } from "../../text/format.js";
import type { CovariateGroups } from "./covariates.js";

/**
 * Why no covariate got a column of the design, in words: each has one value, one that nearly everyone has, or only rare ones.
 */
export function nothingToCompare({ names, values, n }: CovariateGroups): string {
  const customers = n.reduce((sum, of) => sum + of, 0);
  return names.map((name, i) => why(name, customersByValue(values, n, i), customers)).join("; ");
}

function why(name: string, byValue: ReadonlyMap<unknown, number>, customers: number): string {
  const largest = Math.max(...byValue.values());
  if (byValue.size === 1) return `all customers have the same ${name}`;
  if (largest > customers / 2)
    return `nearly all customers have the same ${name} (${count(largest)} of ${count(customers)})`;
  const values = `${name} has ${count(byValue.size)} values among ${count(customers)} customers`;
  return byValue.size === customers
    ? `${name} has as many values as there are customers (${count(customers)}), so it tells them apart and says nothing of them`
    : `${values}, the most frequent one with ${count(largest)}: too few of each to learn from`;
}

function customersByValue(
  values: CovariateGroups["values"],
  n: readonly number[],
  place: number,
): Map<unknown, number> {
  const found = new Map<unknown, number>();
  for (const [g, row] of values.entries()) {
    const value = row[place] ?? null;
    found.set(value, (found.get(value) ?? 0) + n[g]!);
  }
  return found;
}
