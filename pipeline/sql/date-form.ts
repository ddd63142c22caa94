/** What a group of a date's regular expression holds. */
export type DatePart =
  | "year"
  | "shortYear"
  | "month"
  | "monthName"
  | "day"
  | "dayOfYear"
  | "hour"
  | "hour12"
  | "half"
  | "minute"
  | "second"
  | "zone";

/**
 * How a date is written: a regular expression that PostgreSQL and Java read alike, and the number of the group that holds
 * each part. What matches can still be no date, as 31 February.
 */
export interface DateForm {
  readonly pattern: string;
  readonly groups: Readonly<Partial<Record<DatePart, number>>>;
}

const blank = "[ \\t\\n\\r\\f]";
const offset = "[+-][0-9]{2}(?::?[0-9]{2})?";

/** yyyy-mm-dd; other marks than - and signs after the day are let pass, as DuckDB does. For texts of 8 to 10 characters. */
export const isoDay: DateForm = {
  pattern: "^([0-9]{1,6})([-/ \\\\])([0-9]{1,2})\\2([0-9]{1,2})(?![0-9])",
  groups: { year: 1, month: 3, day: 4 },
};

/** yyyy-mm-dd, a time after a blank or a T, and after seconds perhaps a zone. */
export const isoTime: DateForm = {
  pattern:
    `^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[ T]${blank}*([0-9]{1,2}):([0-9]{1,2})` +
    `(?::(?:([0-9]{1,2})(?:\\.[0-9]*)?(?:(Z|${offset})| [Uu][Tt][Cc])?)?)?$`,
  groups: { year: 1, month: 2, day: 3, hour: 4, minute: 5, second: 6, zone: 7 },
};

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

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The first three letters of the months, in lower case. */
export const monthNames: readonly string[] = months.map(short).map((name) => name.toLowerCase());

const words: Readonly<Record<string, { readonly pattern: string; readonly part: DatePart | null }>> = {
  a: { pattern: anyOf(weekdays.map(short)), part: null },
  A: { pattern: anyOf(weekdays), part: null },
  b: { pattern: anyOf(months.map(short)), part: "monthName" },
  B: { pattern: anyOf(months), part: "monthName" },
  p: { pattern: "[AaPp][Mm]", part: "half" },
  z: { pattern: offset, part: "zone" },
};

/**
 * A strptime pattern as a regular expression.
 * @throws RangeError naming the directive that has no counterpart
 */
export function strptimeForm(format: string): DateForm {
  const expanded = format.replace(/%[cxXT]/g, (name) => composites[name] ?? name);
  const parts = expanded.match(/%-?[\s\S]|\s+|[^%\s]+|%/g) ?? [];
  const groups: Partial<Record<DatePart, number>> = {};
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
    if (found.part !== null) groups[found.part] = count;
    if ("pattern" in found) return `(${found.pattern})`;
    const isRunOn = (digits[parts[i + 1]?.match(/^%-?(.)$/)?.[1] ?? ""] ?? null) !== null;
    return isRunOn ? `([0-9]{${found.most}})` : `([0-9]{1,${found.most}})`;
  });
  return { pattern: `^${blank}*${patterns.join("")}${blank}*$`, groups };
}

/** What a text looks like that a date format is meant for, as a regular expression. */
export function roughDateForm(format: string): string {
  if (format === "iso") return "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$";
  if (format === "yyyymmdd") return "^[0-9]{8}$";
  const parts = format.match(/%-?.|[^%]+/gs) ?? [];
  return `^${parts.map((part) => (part.startsWith("%") ? roughDirective(part) : escapePunctuation(part))).join("")}$`;
}

function roughDirective(specifier: string): string {
  if (/[aAbBpZ]$/.test(specifier)) return "[^0-9]+";
  if (specifier === "%Y") return "[0-9]{4}";
  if (specifier === "%z") return "[-+Z0-9:]+";
  return /[fgnj]$/.test(specifier) ? "[0-9]+" : "[0-9]{1,2}";
}

function escapePunctuation(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

function short(name: string): string {
  return name.slice(0, 3);
}

/** The words in either case. */
function anyOf(names: readonly string[]): string {
  const letters = (name: string): string =>
    [...name].map((c) => `[${c.toUpperCase()}${c.toLowerCase()}]`).join("");
  return names.map(letters).join("|");
}
