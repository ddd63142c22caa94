import { isWeekday, monthNumber } from "../sql/date-words.js";
import { ambiguousZones, offsetPattern, zonePattern } from "../sql/date-zones.js";

/**
 * How a text may be a date: the pattern with %1 and %2 where it does not say which is the day and which the month (and %0
 * for a year of two digits), and the numbers that stand there. Ingest reads the text by the pattern once that is settled.
 */
export interface DateShape {
  readonly pattern: string;
  readonly parts: readonly [first: number, second: number, third: number];
}

type Found = DateShape & { readonly tail: string };

const letters = "\\p{L}\\p{M}";
const numeric = /^(\d{1,4})([-/. ]|\. )(\d{1,2})\2(\d{1,4})(?!\d)(\.(?!\d))?(.*)$/u;
const together = /^(\d{4})(\d{2})(\d{2})(?!\d\d?(?!\d))(.*)$/;
const signs = /^(\d{4})(年|년) ?(\d{1,2})(月|월) ?(\d{1,2})(日|일)(.*)$/u;
const ordinal = "(?:st|nd|rd|th|er|º|ª)?";
const dayFirst = new RegExp(
  `^(\\d{1,2})${ordinal}(\\. |[-. /]|)((?:de |of )?)([${letters}]{3,12})\\.?([-. /,]|, |)((?:de |del |of )?)(\\d{4}|\\d{2})(?!\\d)(.*)$`,
  "u",
);
const monthFirst = new RegExp(
  `^([${letters}]{3,12})\\.?([ -])(\\d{1,2})${ordinal}(,? |,|-)(\\d{4}|(?<=-)\\d{2}(?![\\d:]))(?!\\d)(.*)$`,
  "u",
);
const yearFirst = new RegExp(
  `^(\\d{4})([-. /]|, |\\. )([${letters}]{3,12})\\.?([-. /])(\\d{1,2})${ordinal}(?!\\d)(.*)$`,
  "u",
);
// JavaScript's Date: Mon Jan 15 2024 is monthFirst; Unix' date puts the year last: Mon Jan 15 10:00:00 CET 2024
const yearLast = new RegExp(`^([${letters}]{3,12})\\.? (\\d{1,2})( .*[^\\d]) (\\d{4})$`, "u");
const weekdayLead = new RegExp(`^([${letters}-]+)\\.?(,? )`, "u");

const before =
  "[T:_]|,? (?:(?:um|at|kl\\.?|klo|à|às|a las|alle|alle ore|ore|om|o|o godz\\.?|godz\\.?) )?|, | [-@|] |,|-|";
const clock = new RegExp(
  `^(${before})(\\d{1,2})(?:([:.hH])(\\d{2})(?:([:.])(\\d{2})(?:([.,:])(\\d+))?)?)?( ?)((?:[AaPp]\\.? ?[Mm]\\.?)(?![${letters}]))?( ?)(.*)$`,
  "u",
);
const run = /^([T _-]?)(\d{2})(\d{2})(\d{2})?(?:([.,])(\d+))?( ?)([^\d ].*|)$/;

const offset = new RegExp(`^${offsetPattern}$`);
const zone = new RegExp(`^${zonePattern}$`);

/**
 * Null when the text has no such shape. ISO dates have one too: `%Y-%m-%d`.
 * @example dateShape("5/1/24 9:30 PM")?.pattern // "%1/%2/%0 %I:%M %p"
 */
export function dateShape(written: string): DateShape | null {
  const text = written.replace(/[\s\u00a0\u202f]+/g, " ").trim();
  const { lead, rest } = withoutWeekday(text);
  const found =
    numericShape(rest) ?? signShape(rest) ?? namedShape(rest) ?? yearLastShape(rest) ?? runShape(rest);
  if (found === null) return null;
  const { shown, tail } = weekdayBehind(found.tail);
  const time = timePattern(tail, found.pattern.endsWith("%d") && /^%Y%m/.test(found.pattern));
  return time === null ? null : { pattern: lead + found.pattern + shown + time, parts: found.parts };
}

/**
 * The abbreviation of a zone at the end of a pattern that stands for several zones; null where there is none.
 * @example unclearZone("%d %b %Y %H:%M IST") // "IST"
 */
export function unclearZone(pattern: string): string | null {
  const last = /[A-Z]+$/.exec(pattern)?.[0] ?? "";
  return ambiguousZones[last] === undefined ? null : last;
}

function withoutWeekday(text: string): { lead: string; rest: string } {
  const match = weekdayLead.exec(text);
  if (match === null || !isWeekday(match[1]!) || /^\D*$/.test(text)) return { lead: "", rest: text };
  const rest = text.slice(match[0].length);
  // "mar 5 2024" is March, and "mar. 5 mars" a Tuesday
  if (monthNumber(match[1]!) !== null && !namesMonth(rest)) return { lead: "", rest: text };
  return { lead: `${match[1]!.length > 3 ? "%A" : "%a"}${match[2]}`, rest };
}

function namesMonth(text: string): boolean {
  return numeric.test(text) || dayFirst.test(text) || monthFirst.test(text) || yearFirst.test(text);
}

function weekdayBehind(tail: string): { shown: string; tail: string } {
  const match = new RegExp(`^( ?)\\(([${letters}]+)\\.?\\)(.*)$`, "u").exec(tail);
  if (match === null || !isWeekday(match[2]!)) return { shown: "", tail };
  return { shown: `${match[1]}(%a)`, tail: match[3]! };
}

function numericShape(text: string): Found | null {
  const match = numeric.exec(text);
  if (match === null) return null;
  const [, a, mark, b, c, dot, rest] = match as unknown as string[];
  if (a!.length === 3 || c!.length === 3) return null;
  const parts = [Number(a), Number(b), Number(c)] as const;
  const tail = rest!;
  if (a!.length === 4) {
    if (c!.length === 4 || Math.max(parts[1], parts[2]) > 31) return null;
    return { pattern: `%Y${mark}%m${mark}%d${dot ?? ""}`, parts, tail };
  }
  if (Math.max(parts[0], parts[1]) > 99 || parts[1] > 31) return null;
  if (c!.length === 1) return a!.length === 1 ? null : { pattern: `%y${mark}%m${mark}%d`, parts, tail };
  const year = c!.length === 4 ? "%Y" : "%0";
  return { pattern: `%1${mark}%2${mark}${year}${dot ?? ""}`, parts, tail };
}

function signShape(text: string): Found | null {
  const match = signs.exec(text);
  if (match === null) return null;
  const [, year, y, month, m, day, d, tail] = match as unknown as string[];
  const gap = y === "년" ? " " : "";
  const spaced = /[년月年월] /.test(text) ? gap : "";
  return {
    pattern: `%Y${y}${spaced}%m${m}${spaced}%d${d}`,
    parts: [Number(year), Number(month), Number(day)],
    tail: tail!,
  };
}

function namedShape(text: string): Found | null {
  const day = dayFirst.exec(text) as unknown as string[] | null;
  if (day !== null) {
    const [, number, mark, of, name, second, of2, year, tail] = day as [string, ...string[]];
    const yearPart = year!.length === 4 ? "%Y" : "%y";
    return named(number!, name!, year!, `%d${mark}${of}%b${second}${of2}${yearPart}`, tail!);
  }
  const month = monthFirst.exec(text) as unknown as string[] | null;
  if (month !== null) {
    const [, name, mark, number, second, year, tail] = month as [string, ...string[]];
    return named(number!, name!, year!, `%b${mark}%d${second}${year!.length === 4 ? "%Y" : "%y"}`, tail!);
  }
  const year = yearFirst.exec(text) as unknown as string[] | null;
  if (year === null) return null;
  const [, digits, mark, name, second, number, tail] = year as [string, ...string[]];
  return named(number!, name!, digits!, `%Y${mark}%b${second}%d`, tail!);
}

/** Mon Jan 15 10:00:00 CET 2024 */
function yearLastShape(text: string): Found | null {
  const match = yearLast.exec(text) as unknown as string[] | null;
  if (match === null) return null;
  const [, name, number, middle, year] = match as [string, ...string[]];
  const time = timePattern(middle!, false);
  return time === null || time === "" ? null : named(number!, name!, year!, `%b %d${time} %Y`, "");
}

function named(day: string, name: string, year: string, pattern: string, tail: string): Found | null {
  const month = monthNumber(name);
  if (month === null || Number(day) > 31) return null;
  return {
    pattern: name.length > 3 ? pattern.replace("%b", "%B") : pattern,
    parts: [Number(day), month, Number(year)],
    tail,
  };
}

/** yyyymmdd with a time behind it, or ddmmyyyy. */
function runShape(text: string): Found | null {
  const match = together.exec(text);
  if (match === null) return null;
  const [, year, month, day, tail] = match as unknown as string[];
  const parts = [Number(year), Number(month), Number(day)] as const;
  if (parts[0] >= 1900 && parts[0] <= 2200 && parts[1] <= 12 && parts[2] <= 31)
    return { pattern: "%Y%m%d", parts, tail: tail! };
  const [first, second, last] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 8)].map(Number);
  if (last! < 1900 || last! > 2200) return null;
  return { pattern: "%1%2%Y", parts: [first!, second!, last!], tail: tail! };
}

function timePattern(tail: string, mayRun: boolean): string | null {
  if (tail === "") return "";
  const together = mayRun ? run.exec(tail) : null;
  if (together !== null) {
    const [, lead, , , seconds, point, , gap, rest] = together as unknown as string[];
    const end = zonePart(rest!);
    const clockPart = `%H%M${seconds ? "%S" : ""}${point ? `${point}%f` : ""}`;
    return end === null ? null : `${lead}${clockPart}${end === "" ? "" : gap}${end}`;
  }
  const match = clock.exec(tail);
  if (match === null) return zoneAlone(tail);
  const [, lead, hour, mark, minutes, second, seconds, point, fraction, gap, half, zoneGap, rest] =
    match as unknown as string[];
  if (Number(hour) > 24 || (minutes === undefined && half === undefined)) return null;
  if (second !== undefined && mark !== second && mark !== "h") return null;
  const parts = [half ? "%I" : "%H"];
  if (minutes !== undefined) parts.push(`${mark}%M`);
  if (seconds !== undefined) parts.push(`${second}%S`);
  if (fraction !== undefined) parts.push(`${point}%f`);
  const end = zonePart(rest!);
  if (end === null) return null;
  const clockText = `${lead}${parts.join("")}${half ? `${gap}%p` : ""}`;
  return end === "" ? clockText : `${clockText}${half ? zoneGap : gap || zoneGap}${end}`;
}

/** A zone behind a day without a time, as XML Schema has it. */
function zoneAlone(tail: string): string | null {
  return offset.test(tail) && !/^[+-]\d{1,2}$/.test(tail) ? "%z" : null;
}

function zonePart(rest: string): string | null {
  if (rest === "") return "";
  if (offset.test(rest)) return "%z";
  if (zone.test(rest)) return "%Z";
  return /^(Uhr|uhr|h|hrs|klo)\.?$/.test(rest) || ambiguousZones[rest] !== undefined ? rest : null;
}
