import { offsetPattern, zonePattern } from "./date-zones.js";

/** What a group of a date's regular expression holds. */
export type DatePart =
  | "year"
  | "shortYear"
  | "month"
  | "monthName"
  | "weekday"
  | "day"
  | "dayOfYear"
  | "hour"
  | "hour12"
  | "half"
  | "minute"
  | "second"
  | "zone"
  | "zoneSign"
  | "zoneHours"
  | "zoneMinutes";

/**
 * How a date is written: a regular expression that PostgreSQL and Java read alike, and the number of the group that holds
 * each part. What matches can still be no date, as 31 February.
 */
export interface DateForm {
  readonly pattern: string;
  readonly groups: Readonly<Partial<Record<DatePart, number>>>;
  /** Whether a zone can be a name or an abbreviation. */
  readonly named: boolean;
}

const blank = "[ \\t\\n\\r\\f\u00a0\u202f]";

/** yyyy-mm-dd; other marks than - and signs after the day are let pass, as DuckDB does. For texts of 8 to 10 characters. */
export const isoDay: DateForm = {
  pattern: "^([0-9]{1,6})([-/ \\\\])([0-9]{1,2})\\2([0-9]{1,2})(?![0-9])",
  groups: { year: 1, month: 3, day: 4 },
  named: false,
};

/** yyyy-mm-dd, a time after a blank or a T, and perhaps a zone as an offset, Z or UTC. */
export const isoTime: DateForm = {
  pattern:
    `^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T]${blank}*([0-9]{1,2}):([0-9]{1,2})` +
    `(?::(?:([0-9]{1,2})(?:[.,][0-9]*)?)?)?(?:${blank}*${offsetPattern})?$`,
  groups: { year: 1, month: 2, day: 3, hour: 4, minute: 5, second: 6, ...zoneGroups(7) },
  named: false,
};

/** How many of the units of a number since 1970 are a second, by format. */
export const epochUnits: Readonly<Record<string, number>> = {
  epoch: 1,
  "epoch-ms": 1e3,
  "epoch-us": 1e6,
  "epoch-ns": 1e9,
};

/** The number of a spreadsheet for a day, a fraction of it after a point or comma. */
export const serialPattern = "^([0-9]{2,6})(?:[.,]([0-9]*))?$";

const composites: Readonly<Record<string, string>> = {
  "%c": "%Y-%m-%d %H:%M:%S",
  "%x": "%Y-%m-%d",
  "%X": "%H:%M:%S",
  "%T": "%H:%M:%S",
};

const digits: Readonly<Record<string, { readonly most: number; readonly part: DatePart | null }>> = {
  Y: { most: 4, part: "year" },
  y: { most: 2, part: "shortYear" },
  m: { most: 2, part: "month" },
  d: { most: 2, part: "day" },
  j: { most: 3, part: "dayOfYear" },
  H: { most: 2, part: "hour" },
  I: { most: 2, part: "hour12" },
  M: { most: 2, part: "minute" },
  S: { most: 2, part: "second" },
  g: { most: 3, part: null },
  f: { most: 6, part: null },
  n: { most: 9, part: null },
};

const word = "[^0-9\\s.,/()\u00a0\u202f";
const words: Readonly<Record<string, { readonly pattern: string; readonly part: DatePart | null }>> = {
  a: { pattern: `(${word}]{1,14})\\.?`, part: "weekday" },
  A: { pattern: `(${word}]{1,14})\\.?`, part: "weekday" },
  b: { pattern: `(${word}-]{3,12})\\.?`, part: "monthName" },
  B: { pattern: `(${word}-]{3,12})\\.?`, part: "monthName" },
  p: { pattern: "([AaPp]\\.?[ \u00a0\u202f]?[Mm]\\.?)", part: "half" },
  z: { pattern: offsetPattern, part: "zone" },
  Z: { pattern: zonePattern, part: "zone" },
};

/**
 * A strptime pattern as a regular expression.
 * @throws RangeError naming the directive that has no counterpart
 */
export function strptimeForm(format: string): DateForm {
  const expanded = format.replace(/%[cxXT]/g, (name) => composites[name] ?? name);
  const parts: readonly string[] = expanded.match(/%-?[\s\S]|\s+|[^%\s]+|%/g) ?? [];
  const groups: Partial<Record<DatePart, number>> = {};
  const named = /%[bB]/.test(format);
  let count = 0;
  const patterns = parts.map((part, i) => {
    if (part === "%%") return "%";
    if (/^\s/.test(part)) return `${blank}+`;
    if (!part.startsWith("%")) return escapePunctuation(part);
    const directive = part.at(-1) ?? "";
    const found = digits[directive] ?? words[directive];
    if (found === undefined || part === "%")
      throw new RangeError(
        `the date format ${JSON.stringify(format)} has ${part}, which only the embedded engine reads`,
      );
    count++;
    if (found.part === "zone") {
      Object.assign(groups, zoneGroups(count));
      count += 3;
    } else if (found.part !== null) groups[found.part] = count;
    if ("pattern" in found) return found.pattern;
    if (directive === "f" && !isDigits(parts[i + 1])) return "([0-9]+)";
    const ordinal = directive === "d" && named ? "(?:st|nd|rd|th|er|º|ª)?" : "";
    return isDigits(parts[i + 1]) ? `([0-9]{${found.most}})` : `([0-9]{1,${found.most}})${ordinal}`;
  });
  return { pattern: `^${blank}*${patterns.join("")}${blank}*$`, groups, named: parts.includes("%Z") };
}

/** The groups of a zone whose first has this number. */
function zoneGroups(first: number): Partial<Record<DatePart, number>> {
  return { zone: first, zoneSign: first + 1, zoneHours: first + 2, zoneMinutes: first + 3 };
}

function isDigits(part: string | undefined): boolean {
  return digits[part?.match(/^%-?(.)$/)?.[1] ?? ""] !== undefined;
}

/** What a text looks like that a date format is meant for, as a regular expression; null where it is a bare number. */
export function roughDateForm(format: string): string | null {
  if (format === "excel" || epochUnits[format] !== undefined) return null;
  if (format === "iso") return "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$";
  if (format === "yyyymmdd") return "^[0-9]{8}$";
  const parts = format.match(/%-?.|[^%]+/gs) ?? [];
  return `^${parts.map((part) => (part.startsWith("%") ? roughDirective(part) : escapePunctuation(part))).join("")}$`;
}

function roughDirective(specifier: string): string {
  if (specifier === "%Z") return ".+";
  if (/[aAbBp]$/.test(specifier)) return "[^0-9]+";
  if (specifier === "%Y") return "[0-9]{4}";
  if (specifier === "%z") return "[-+A-Z0-9: ]+";
  return /[fgnj]$/.test(specifier) ? "[0-9]+" : "[0-9]{1,2}";
}

function escapePunctuation(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
