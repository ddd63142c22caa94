import { count } from "../text/format.js";
import type { Roles } from "./assign-roles.js";
import type { Profile } from "./profile.js";
import { believed, type Role, score } from "./role.js";

/** Fewest rows that show a rule. */
const fewest = 2;
const nearly = 0.9;

/** Rows whose order stands above: by its id, or where id and customer are blank. */
export interface FurtherRows {
  /** Rows without an amount, and those of them that are further rows of an order. */
  readonly blank: number;
  readonly parts: number;
  /** Rows with the id of an order above, and those of them without an amount. */
  readonly repeated: number;
}

export function furtherRows(order: Profile, amount: Profile, customer: Profile | null): FurtherRows {
  const seen = new Set<string>();
  const found = { blank: 0, parts: 0, repeated: 0 };
  order.values.forEach((id, i) => {
    const isBlank = amount.values[i] === null;
    const isRepeated = id !== null && seen.has(id);
    const isBelow = id === null && seen.size > 0 && isBlank && (customer?.values[i] ?? null) === null;
    if (isBlank) found.blank++;
    if (isRepeated || isBelow) found.repeated++;
    if (isBlank && (isRepeated || isBelow)) found.parts++;
    if (id !== null) seen.add(id);
  });
  return found;
}

/** Whether amounts are blank on further rows of an order, and hardly anywhere else. */
export function isSkippable({ blank, parts, repeated }: FurtherRows): boolean {
  return parts >= fewest && parts >= nearly * blank && parts >= nearly * repeated;
}

/**
 * The order id of a log in which orders have further rows: a text that repeats exactly where the amount is blank, or a column
 * with the name of one that is blank where the customer is.
 */
export function orderByParts(
  columns: readonly Profile[],
  { amount, customer }: Pick<Roles, "amount" | "customer">,
): Role | null {
  for (const column of columns) {
    if (column.dates !== null || (column.numbers?.fractional ?? 0) > 0) continue;
    if (column.missing > 0) {
      if (score("order", column) < believed || customer === null || !isBlankWith(column, customer.column))
        continue;
      return { column, evidence: "by its name; blank where the customer is" };
    }
    if (!amount || amount.column.missing === 0) continue;
    const rows = furtherRows(column, amount.column, customer?.column ?? null);
    if (!isSkippable(rows)) continue;
    const evidence = `its values repeat exactly where the amount is blank (${count(rows.parts)} sampled rows)`;
    return { column, evidence };
  }
  return null;
}

/** Whether one column is filled where another is, and mostly only there. */
function isBlankWith(column: Profile, other: Profile): boolean {
  const both = column.values.filter((value, i) => (value === null) === (other.values[i] === null)).length;
  return other.missing > 0 && both > 0.95 * column.values.length;
}

/** Rows with neither customer, date nor amount below one that has them, and all rows without an amount. */
export function emptyRows({ customer, date, amount }: Roles): Pick<FurtherRows, "blank" | "parts"> {
  const columns = [customer, date, amount].map((role) => role?.column.values);
  let blank = 0;
  let parts = 0;
  columns[2]?.forEach((value, i) => {
    if (value !== null) return;
    blank++;
    if (i > 0 && columns.every((values) => (values?.[i] ?? null) === null)) parts++;
  });
  return { blank, parts };
}

/** Rows with an amount of their own below an order whose customer and date they leave out. */
export interface FilledRows {
  readonly rows: number;
  /** Rows without customer. */
  readonly nameless: number;
  /** Orders with such rows, and those of them whose first amount is the sum of these. */
  readonly orders: number;
  readonly sums: number;
  /** Such rows that hold the sum of all rows since the last such row. */
  readonly subtotals: number;
}

export function filledRows({ customer, date, order, amount }: Roles): FilledRows | null {
  if (customer === null || date === null || !amount?.column.numbers) return null;
  const { values } = amount.column.numbers;
  const isSame = (a: number, b: number): boolean => Math.abs(a - b) < 0.005 + 1e-9 * Math.abs(a);
  const found = { rows: 0, nameless: 0, orders: 0, sums: 0, subtotals: 0 };
  const orders = order?.column.values;
  let above: string | null = null;
  let first = Number.NaN;
  let below = 0;
  let sum = 0;
  let sinceTotal = 0;
  const close = (): void => {
    if (below === 0) return;
    found.orders++;
    if (below > 1 && isSame(sum, first)) found.sums++;
  };
  customer.column.values.forEach((id, i) => {
    if (id === null) found.nameless++;
    const isBelow = id === null && date.column.values[i] === null && !Number.isNaN(values[i]!);
    const own = orders?.[i] ?? null;
    if (isBelow && (own === null || own === above)) {
      found.rows++;
      below++;
      sum += values[i]!;
      if (isSame(values[i]!, sinceTotal)) {
        found.subtotals++;
        sinceTotal = 0;
      } else sinceTotal += values[i]!;
      return;
    }
    close();
    above = own;
    [first, below, sum] = [values[i]!, 0, 0];
    sinceTotal += Number.isNaN(values[i]!) ? 0 : values[i]!;
  });
  close();
  return found.rows < fewest ? null : found;
}
