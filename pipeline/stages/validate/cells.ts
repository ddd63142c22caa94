import { historyClasses } from "../../../models/index.js";
import type { CustomerCell } from "../../artifacts/validation.js";
import type { OriginData } from "./origin.js";

/** A cell with the rows of its customers among the scored ones, in a column that threads share. */
export interface CellRows extends CustomerCell {
  readonly rows: Float64Array;
}

/** Measures of fewer customers are chance. */
const fewestCustomers = 50;
const mostCohorts = 36;

/** Customers by first purchase, by class of history and by attribute. */
export function cellsOf({ sample, classes }: OriginData): CellRows[] {
  const { cohort } = sample.columns;
  const grain =
    cohortGrains.find(({ of }) => new Set(cohort.map(of)).size <= mostCohorts) ?? cohortGrains.at(-1)!;
  return [
    ...grouped(cohort.map(grain.of)).map(([key, rows]) => cell("cohort", null, grain.text(key), rows)),
    ...grouped(classes).map(([key, rows]) => cell("history", null, historyClasses[key]!, rows)),
    ...sample.attributes.flatMap(({ attribute, values, place }) =>
      grouped(place)
        .map(([key, rows]) => cell("segment", attribute, values[key]!, rows))
        .sort((a, b) => inOrder(a.value, b.value)),
    ),
  ].filter(({ customers }) => customers >= fewestCustomers);
}

function cell(
  by: CustomerCell["by"],
  attribute: string | null,
  value: string | null,
  rows: readonly number[],
): CellRows {
  const shared = new Float64Array(new SharedArrayBuffer(8 * rows.length));
  shared.set(rows);
  return { by, attribute, value, customers: rows.length, rows: shared };
}

/** Months of first purchases, yyyymm, or quarters or years of them where there are many. */
const cohortGrains = [
  {
    of: (month: number) => month,
    text: (m: number) => `${Math.floor(m / 100)}-${String(m % 100).padStart(2, "0")}`,
  },
  {
    of: (month: number) => 10 * Math.floor(month / 100) + Math.ceil((month % 100) / 3),
    text: (q: number) => `${Math.floor(q / 10)} Q${q % 10}`,
  },
  { of: (month: number) => Math.floor(month / 100), text: (year: number) => String(year) },
] as const;

/** Rows by key, keys rising. */
function grouped(keys: ArrayLike<number>): [number, number[]][] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < keys.length; i++) {
    const own = groups.get(keys[i]!);
    if (own === undefined) groups.set(keys[i]!, [i]);
    else own.push(i);
  }
  return [...groups].sort(([a], [b]) => a - b);
}

function inOrder(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : a > b ? 1 : 0;
}
