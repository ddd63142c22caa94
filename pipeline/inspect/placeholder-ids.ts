import { placeholderIds } from "../config/placeholder-ids.js";
import type { Profile } from "./profile.js";

const placeholders = new Set(placeholderIds);

/** Values that stand for nobody, or for everybody. */
export interface Placeholder {
  /** The most frequent ones, divided by commas. */
  readonly value: string;
  readonly share: number;
  /** Not one of the usual placeholders: it only has an outsize share of the rows. */
  readonly outsize: boolean;
}

const outsize = 0.1;
const fewestIds = 30;

/** The placeholders of an id column, or an id with a tenth of all rows; null where there is none. */
export function placeholderOf(column: Profile): Placeholder | null {
  const rows = new Map<string, number>();
  for (const value of column.values) if (value !== null) rows.set(value, (rows.get(value) ?? 0) + 1);
  const known = [...rows].filter(
    ([value]) => placeholders.has(value.toLowerCase()) || /^0+(\.0+)?$/.test(value),
  );
  const [first] = known.sort((a, b) => b[1] - a[1]);
  if (first !== undefined) {
    const all = known.reduce((sum, [, n]) => sum + n, 0);
    return {
      value: known
        .slice(0, 3)
        .map(([value]) => value)
        .join(", "),
      share: all / column.filled,
      outsize: false,
    };
  }
  if (column.distinct < fewestIds) return null;
  const [most] = [...rows].sort((a, b) => b[1] - a[1]);
  const share = most === undefined ? 0 : most[1] / column.filled;
  return share >= outsize ? { value: most![0], share, outsize: true } : null;
}
