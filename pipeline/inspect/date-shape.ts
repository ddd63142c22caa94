/**
 * How a text may be a date: the pattern with %1 and %2 where it does not say which is the day and which the month (and %0
 * for a year of two digits), and the numbers that stand there.
 */
export interface DateShape {
  readonly pattern: string;
  readonly parts: readonly [first: number, second: number, third: number];
}

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const fullMonths =
  "january february march april may june july august september october november december".split(" ");
const weekday = /^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i;

const numeric = /^(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})(?!\d)(.*)$/;
const dayFirst = /^(\d{1,2})([-. /])([A-Za-z]{3,9})(\.?[-. /])(\d{4}|\d{2})(?!\d)(.*)$/;
const monthFirst = /^([A-Za-z]{3,9}) (\d{1,2})(,? )(\d{4})(?!\d)(.*)$/;
const time =
  /^([T ]|, )(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?( ?)([AaPp][Mm])?( ?)(Z|[+-]\d{2}:?\d{2})?$/;

/** Null when the text has no such shape. ISO dates have one too: `%Y-%m-%d`. */
export function dateShape(text: string): DateShape | null {
  const day = weekday.exec(text)?.[0] ?? "";
  const rest = text.slice(day.length);
  const lead =
    day === "" ? "" : `${day.trimEnd().replace(/[a-z]+/i, (name) => (name.length > 3 ? "%A" : "%a"))} `;
  const found = numericShape(rest) ?? namedShape(rest);
  if (found === null) return null;
  const clock = timePattern(found.tail);
  return clock === null ? null : { pattern: lead + found.pattern + clock, parts: found.parts };
}

type Found = DateShape & { readonly tail: string };

function numericShape(text: string): Found | null {
  const match = numeric.exec(text);
  if (match === null) return null;
  const [, a, mark, b, c, tail] = match as unknown as string[];
  if (a!.length === 3 || c!.length === 3) return null;
  const parts = [Number(a), Number(b), Number(c)] as const;
  if (a!.length === 4) {
    if (c!.length === 4 || parts[1] > 12 || parts[2] > 31) return null;
    return { pattern: `%Y${mark}%m${mark}%d`, parts, tail: tail! };
  }
  if (Math.max(parts[0], parts[1]) > 99 || parts[1] > 31) return null;
  const year = c!.length === 4 ? "%Y" : "%0";
  return { pattern: `%1${mark}%2${mark}${year}`, parts, tail: tail! };
}

function namedShape(text: string): Found | null {
  const first = dayFirst.exec(text);
  if (first !== null) {
    const [, day, mark, name, second, year, tail] = first as unknown as string[];
    const month = monthOf(name!);
    if (month === null || Number(day) > 31) return null;
    const pattern = `%d${mark}${month.specifier}${second}${year!.length === 4 ? "%Y" : "%y"}`;
    return { pattern, parts: [Number(day), month.number, Number(year)], tail: tail! };
  }
  const second = monthFirst.exec(text);
  if (second === null) return null;
  const [, name, day, mark, year, tail] = second as unknown as string[];
  const month = monthOf(name!);
  if (month === null || Number(day) > 31) return null;
  return {
    pattern: `${month.specifier} %d${mark}%Y`,
    parts: [Number(day), month.number, Number(year)],
    tail: tail!,
  };
}

function monthOf(name: string): { specifier: "%b" | "%B"; number: number } | null {
  const lower = name.toLowerCase();
  const short = months.indexOf(lower);
  if (short >= 0) return { specifier: "%b", number: short + 1 };
  const full = fullMonths.indexOf(lower);
  return full < 0 ? null : { specifier: "%B", number: full + 1 };
}

function timePattern(tail: string): string | null {
  if (tail === "") return "";
  const match = time.exec(tail);
  if (match === null) return null;
  const [, lead, hour, , seconds, fraction, gap, half, zoneGap, zone] = match;
  if (Number(hour) > 24) return null;
  const clock = `${half ? "%I" : "%H"}:%M${seconds ? ":%S" : ""}${fraction ? ".%f" : ""}`;
  return `${lead}${clock}${half ? `${gap}%p` : ""}${zone ? `${half ? zoneGap : gap}%z` : ""}`;
}
