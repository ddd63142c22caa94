import type { MartColumn } from "./mart.js";

/** What tools make of columns besides their types: tests of what a text can be, and sums. */
export interface Declared {
  /** By column: all that it can be, besides null. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Columns that add up over the rows of a run; where rows are by attribute too, over those for all customers. */
  readonly adds?: readonly string[];
}

/**
 * Columns of a table with what of them is declared.
 * @throws Error for a column that the table does not have
 */
export function declared(
  columns: readonly MartColumn[],
  { values = {}, adds = [] }: Declared,
): readonly MartColumn[] {
  const known = new Set(columns.map(({ name }) => name));
  const unknown = [...Object.keys(values), ...adds].filter((name) => !known.has(name));
  if (unknown.length > 0) throw new Error(`no column ${unknown.join(", ")}`);
  return columns.map((column) => ({
    ...column,
    ...(values[column.name] && { values: values[column.name]! }),
    ...(adds.includes(column.name) && { adds: true as const }),
  }));
}
