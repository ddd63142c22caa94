import { calendarDay, isoDate } from "../../../time/day-number.js";

/** How the days of a column are written where a day and a month can be taken for each other. */
export type DayOrder = "dmy" | "mdy" | "either";

/** The first and last day of a period, as day numbers; or why a text is none. */
export type Period = { readonly from: number; readonly to: number } | "none" | "year" | "span" | "order";

let known: ReadonlyMap<string, number> | null = null;

/** Months by their names; made when a file has some, since it takes a while. */
function monthNames(): ReadonlyMap<string, number> {
  known ??= new Map(
    ["en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi"].flatMap((language) =>
      (["long", "short"] as const).flatMap((length) => {
        const form = new Intl.DateTimeFormat(language, { month: length, timeZone: "UTC" });
        return Array.from({ length: 12 }, (_, i): [string, number] => {
          const name = form.format(Date.UTC(2024, i, 15)).toLowerCase();
          return [name.replace(/\.$/, ""), i + 1];
        });
      }),
    ),
  );
  return known;
}

/**
 * A month or a day as people write them.
 * @example periodOf("2024-03", "either") // { from: 19783, to: 19813 }
 */
export function periodOf(text: string, order: DayOrder): Period {
  const t = text.trim();
  if (/^\d{4}$/.test(t)) return "year";
  if (/^\d{4}[-/ ]?(q[1-4]|[wk]+\s?\d{1,2}|h[12])$/i.test(t) || /^(q[1-4]|kw\s?\d{1,2}|h[12])\b/i.test(t))
    return "span";
  const iso =
    /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ].*)?)?$/.exec(t) ?? /^(\d{4})(\d{2})(\d{2})?$/.exec(t);
  if (iso) return daysOf(Number(iso[1]), Number(iso[2]), iso[3] === undefined ? null : Number(iso[3]));
  const monthFirst = /^(\d{1,2})[-/.](\d{4})$/.exec(t);
  if (monthFirst) return daysOf(Number(monthFirst[2]), Number(monthFirst[1]), null);
  const parts = /^(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4})(?:[T ].*)?$/.exec(t);
  if (parts) {
    const [a, b, year] = [Number(parts[1]), Number(parts[3]), Number(parts[4])];
    if (parts[2] === "." || order === "dmy" || a === b) return daysOf(year, b, a);
    return order === "mdy" ? daysOf(year, a, b) : "order";
  }
  const named = /^(?:(\d{1,2})\.?[ -])?(\p{L}+)\.?[ ,/'’-]*(\d{4}|\d{2})$/u.exec(t);
  const month = named && monthNames().get(named[2]!.toLowerCase());
  if (!named || month === undefined || month === null) return "none";
  const year = Number(named[3]) + (named[3]!.length === 2 ? 2000 : 0);
  return daysOf(year, month, named[1] === undefined ? null : Number(named[1]));
}

/** What the days of a column themselves say of the order of day and month. */
export function dayOrder(texts: readonly (string | null)[]): DayOrder {
  const parts = texts.flatMap((text) => {
    const found = /^(\d{1,2})[-/](\d{1,2})[-/]\d{4}\b/.exec(text?.trim() ?? "");
    return found ? [[Number(found[1]), Number(found[2])] as const] : [];
  });
  const [first, second] = [parts.some(([a]) => a > 12), parts.some(([, b]) => b > 12)];
  if (first === second) return "either";
  return first ? "dmy" : "mdy";
}

function daysOf(year: number, month: number, day: number | null): Period {
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return "none";
  const text = (d: number): string =>
    `${year}-${String(month).padStart(2, "0")}-${String(d).padStart(2, "0")}`;
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const [from, to] = [calendarDay(text(day ?? 1)), calendarDay(text(day ?? last))];
  return from === null || to === null ? "none" : { from, to };
}

/** The first day of the month of a period, yyyy-mm-01. */
export function monthOfPeriod({ from }: { readonly from: number }): string {
  return `${isoDate(from).slice(0, 7)}-01`;
}
