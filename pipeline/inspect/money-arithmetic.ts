import type { Concept } from "./languages/concepts.js";
import { moneyRank, partsOfTotals } from "./money-names.js";
import type { Profile } from "./profile.js";

/** A column that is the sum of others on nearly every row, such as total = subtotal + tax − discount. */
export interface Sum {
  readonly total: Profile;
  readonly parts: readonly { readonly column: Profile; readonly sign: 1 | -1 }[];
  /** Neither names nor signs tell the total from this part; null where they do. */
  readonly rival: Profile | null;
  readonly text: string;
}

const mostColumns = 10;
const mostRows = 300;
const fewestRows = 10;
const mostParts = 6;
const tolerance = 0.0151;
const allowed = 0.02;

interface Column {
  readonly column: Profile;
  /** Signs are turned where most values are negative, so that a fee of −0.50 counts as a fee of 0.50. */
  readonly values: Float64Array;
  readonly mean: number;
}

/** Every sum of at least two columns that the rows show. */
export function findSums(candidates: readonly Profile[]): Sum[] {
  const columns = readable(candidates);
  const rows = columns[0]?.values.length ?? 0;
  if (columns.length < 3 || rows < fewestRows) return [];
  const signs = new Int8Array(columns.length);
  const sums: Sum[] = [];
  const search = (at: number, used: number): void => {
    if (at === columns.length) {
      if (used >= 3 && holds(columns, signs, rows)) {
        const sum = describe(
          columns.filter((_, i) => signs[i] !== 0),
          signs.filter((sign) => sign !== 0),
        );
        if (sum !== null) sums.push(sum);
      }
      return;
    }
    signs[at] = 0;
    search(at + 1, used);
    if (used === mostParts) return;
    signs[at] = 1;
    search(at + 1, used + 1);
    // the first sign is +: an equation and its negative are one
    if (used > 0) {
      signs[at] = -1;
      search(at + 1, used + 1);
    }
    signs[at] = 0;
  };
  search(0, 0);
  return sums;
}

/** Columns of money on the same rows, those whose names speak of money first; missing values are 0. */
function readable(candidates: readonly Profile[]): Column[] {
  const named = (p: Profile): number => {
    if (!p.named) return 1;
    const { rank, other } = moneyRank(p.name);
    return rank > 0 ? 3 : other !== null && parts.has(other) ? 2 : other === null ? 1 : 0;
  };
  const chosen = candidates
    .filter((p) => p.numbers !== null && named(p) > 0 && p.numbers.values.some((value) => value !== 0))
    .filter((p) => p.numbers!.fractional > 0 || named(p) > 1)
    .sort((a, b) => named(b) - named(a))
    .slice(0, mostColumns);
  const length = chosen[0]?.values.length ?? 0;
  const wanted: number[] = [];
  const step = Math.max(1, Math.floor(length / mostRows));
  for (let i = 0; i < length && wanted.length < mostRows; i += step)
    if (chosen.filter((p) => Math.abs(p.numbers!.values[i]!) > 0).length > 1) wanted.push(i);
  return chosen.flatMap((column) => {
    const values = Float64Array.from(wanted, (i) => column.numbers!.values[i] || 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, wanted.length);
    const shown = values.filter((value) => value !== 0).length;
    if (shown <= allowed * wanted.length + 2) return [];
    return [{ column, values: mean < 0 ? values.map((value) => -value) : values, mean: Math.abs(mean) }];
  });
}

const parts = new Set<Concept>(partsOfTotals);

function holds(columns: readonly Column[], signs: Int8Array, rows: number): boolean {
  let wrong = 0;
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let size = 0;
    for (let i = 0; i < columns.length; i++) {
      if (signs[i] === 0) continue;
      sum += signs[i]! * columns[i]!.values[row]!;
      size += Math.abs(columns[i]!.values[row]!);
    }
    if (Math.abs(sum) > tolerance + 1e-9 * size && ++wrong > allowed * rows) return false;
  }
  return columns.filter((c, i) => signs[i] !== 0 && c.column.distinct > 1).length > 1;
}

/** Which of the columns of an equation is the total; null where it could be several. */
function describe(columns: readonly Column[], signs: Int8Array): Sum | null {
  const side = (sign: number): Column[] => columns.filter((_, i) => signs[i] === sign);
  const [one, other] = [side(1), side(-1)].sort((a, b) => a.length - b.length) as [Column[], Column[]];
  if (one.length === 0) return null;
  const kind = ({ column }: Column): Concept | null => (column.named ? moneyRank(column.name).other : null);
  const rank = ({ column }: Column): number => (column.named ? moneyRank(column.name).rank : 0);
  const largest = (of: readonly Column[]): Column => of.reduce((a, b) => (b.mean > a.mean ? b : a));
  const free = (of: readonly Column[]): Column[] => of.filter((c) => kind(c) === null);
  const taken = (c: Column): boolean => kind(c) === "discount";
  const added = (c: Column): boolean => kind(c) === "tax" || kind(c) === "shipping" || kind(c) === "fee";
  const make = (total: Column, rival: Column | null): Sum => {
    const own = one.includes(total) ? one : other;
    const found = columns
      .filter((c) => c !== total)
      .map((c) => ({ column: c.column, sign: (own.includes(c) ? -1 : 1) as 1 | -1 }));
    const terms = found
      .sort((a, b) => b.sign - a.sign)
      .map((p, i) => `${p.sign < 0 ? "− " : i > 0 ? "+ " : ""}${p.column.name}`);
    return {
      total: total.column,
      parts: found,
      rival: rival?.column ?? null,
      text: `${total.column.name} = ${terms.join(" ")}`,
    };
  };
  // what is taken off stands on the side of the total, what is added on the other
  const sides = [one, other].map((own, i) => ({ own, across: [other, one][i]! }));
  const fitting = sides.filter(
    ({ own, across }) =>
      free(own).length > 0 && free(across).length > 0 && !own.some(added) && !across.some(taken),
  );
  const shown = columns.some(taken) || columns.some(added);
  if (shown) {
    if (fitting.length !== 1)
      return one.length === 1 && kind(one[0]!) === null && !other.some(taken) ? make(one[0]!, null) : null;
    return make(largest(free(fitting[0]!.own)), null);
  }
  if (one.length > 1 || kind(one[0]!) !== null) return null;
  const next = largest(other);
  const decided = other.length > 2 || rank(one[0]!) >= 5 || columns.some((c) => kind(c) !== null);
  return make(one[0]!, decided ? null : next);
}
