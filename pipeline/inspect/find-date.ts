import { percent } from "../text/format.js";
import type { Profile } from "./profile.js";
import { believed, type Role, score } from "./role.js";

export interface FoundDate {
  readonly date: Role | null;
  readonly warnings: readonly string[];
}

const isMoment = (p: Profile): boolean => /^(DATE|TIMESTAMP)/.test(p.type ?? "");

/** The day of the order: by its name before those of payment, shipping or a change, and by how many rows have it. */
export function findDate(columns: readonly Profile[]): FoundDate {
  const weight = (p: Profile): number => {
    if (p.dates === null) return 0;
    const name = score("date", p);
    // ten-digit numbers are more often ids or phones than seconds since 1970
    if (/^(epoch|excel)/.test(p.dates.format) && p.named && name < believed) return 0;
    return (
      1 +
      4 * p.dates.share +
      name +
      (isMoment(p) ? 2 : 0) -
      5 * p.missing -
      (p.distinct === 1 && p.filled > 9 ? 10 : 0)
    );
  };
  const sorted = columns.filter((p) => weight(p) > 0).sort((a, b) => weight(b) - weight(a));
  const [column] = sorted;
  if (column === undefined) return { date: null, warnings: [] };
  const { formats, share, order } = column.dates!;
  const written = isMoment(column) ? `of type ${column.type}` : `written as ${formats.join(" or ")}`;
  const read = share === 1 ? "every value" : `${percent(share)} of values`;
  const rivals = sorted.slice(1).filter((p) => weight(column) - weight(p) < 0.5 && differ(p, column));
  return {
    date: { column, evidence: `${read} ${written}${order === null ? "" : `; ${order}`}` },
    warnings: rivals.map(
      (p) => `date: ${column.name} is taken; ${p.name} could be the day of the order too, and differs`,
    ),
  };
}

/** Other days on more than one row in twenty. */
function differ(a: Profile, b: Profile): boolean {
  const days = b.dates!.days;
  const other = a.dates!.days.reduce(
    (n, day, i) => n + (day > 0 && days[i]! > 0 && day !== days[i] ? 1 : 0),
    0,
  );
  return other > 0.05 * a.filled;
}
