import { count } from "../text/format.js";
import { type DateShape, dateShape } from "./date-shape.js";

/** How a column writes its dates. */
export interface DateColumn {
  /** In the words of ingest.dateFormat. */
  readonly format: string;
  /** Share of the filled texts that have this form. */
  readonly share: number;
  /** Day of each row as yyyymmdd; 0 where there is none. */
  readonly days: Int32Array;
  /** How day and month were distinguished, or that they could not be; null where there is no question. */
  readonly order: string | null;
  readonly ambiguous: boolean;
  readonly hasTime: boolean;
  readonly hasZone: boolean;
}

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?(?:Z|[+-]\d{2}(?::?\d{2})?))?)?$/;
const compact = /^(\d{4})(\d{2})(\d{2})(\d{6})?$/;
const enough = 0.7;

type Texts = readonly (string | null)[];

/** Null when the texts are no dates. Every thirtieth text is tried first, so that other columns cost little. */
export function dateColumn(texts: Texts): DateColumn | null {
  const filled = texts.filter((text) => text !== null);
  const step = Math.max(1, Math.floor(filled.length / 300));
  const few = filled.filter((_, i) => i % step === 0);
  const likely = [isoDates, compactDates, epochDates, shapedDates].find((read) => {
    const found = read(few);
    return found !== null && found.share >= enough;
  });
  if (likely === undefined) return null;
  const found = likely(texts);
  return found !== null && found.share >= enough ? found : null;
}

function isoDates(texts: Texts): DateColumn | null {
  return collect(texts, "iso", (text) => {
    const match = iso.exec(text);
    return match === null ? 0 : dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  });
}

function compactDates(texts: Texts): DateColumn | null {
  const long = texts.some((text) => text?.length === 14);
  return collect(texts, long ? "%Y%m%d%H%M%S" : "yyyymmdd", (text) => {
    const match = text.length === (long ? 14 : 8) ? compact.exec(text) : null;
    return match === null ? 0 : dayNumber(Number(match[1]), Number(match[2]), Number(match[3]));
  });
}

/** Seconds (or milliseconds) since 1970 that fall into the years 1985 to 2100. */
function epochDates(texts: Texts): DateColumn | null {
  const first = texts.find((text) => text !== null) ?? "";
  const unit = /^\d{12,13}(\.0+)?$/.test(first) ? 1 : 1000;
  return collect(texts, unit === 1 ? "epoch-ms" : "epoch", (text) => {
    if (!/^\d{9,13}(\.\d+)?$/.test(text)) return 0;
    const date = new Date(Number(text) * unit);
    const year = date.getUTCFullYear();
    if (!(year >= 1985 && year <= 2100)) return 0;
    return dayNumber(year, date.getUTCMonth() + 1, date.getUTCDate());
  });
}

function shapedDates(texts: Texts): DateColumn | null {
  const shapes = texts.map((text) => (text === null ? null : dateShape(text)));
  const counts = new Map<string, number>();
  for (const shape of shapes) if (shape) counts.set(shape.pattern, (counts.get(shape.pattern) ?? 0) + 1);
  const [pattern] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (pattern === undefined) return null;
  const usual = shapes.map((shape) => (shape?.pattern === pattern ? shape : null));
  const { layout, order, ambiguous } = layoutOf(pattern, usual);
  const format = fill(pattern, layout);
  const days = usual.map((shape) => (shape === null ? 0 : dayOf(shape.parts, layout)));
  return { ...collected(texts, format, days), order, ambiguous };
}

/** Which of the three parts is what. */
type Layout = "ymd" | "dmy" | "mdy";

function layoutOf(
  pattern: string,
  shapes: readonly (DateShape | null)[],
): { layout: Layout; order: string | null; ambiguous: boolean } {
  if (pattern.includes("%Y") && pattern.indexOf("%Y") < pattern.indexOf("%m"))
    return { layout: "ymd", order: null, ambiguous: false };
  if (!pattern.includes("%1")) return { layout: "dmy", order: null, ambiguous: false };
  const parts = shapes.flatMap((shape) => (shape === null ? [] : [shape.parts]));
  if (pattern.includes("%0") && parts.some((p) => p[0] > 31))
    return { layout: "ymd", order: "the first number exceeds 31, so it is the year", ambiguous: false };
  const firsts = parts.filter((p) => p[0] > 12).length;
  const seconds = parts.filter((p) => p[1] > 12).length;
  const found = (layout: Layout, which: string, many: number) => ({
    layout,
    order: `the ${which} number exceeds 12 in ${count(many)} of ${count(parts.length)} dates, so it is the day`,
    ambiguous: false,
  });
  if (firsts > seconds) return found("dmy", "first", firsts);
  if (seconds > firsts) return found("mdy", "second", seconds);
  const [up, down] = [disorder(parts, "dmy"), disorder(parts, "mdy")];
  const layout = up === down ? (pattern.includes("/") ? "mdy" : "dmy") : up < down ? "dmy" : "mdy";
  const guess = layout === "dmy" ? "day before month" : "month before day";
  const why =
    up === down ? "as usual with this separator" : "because the rows are then better in order of time";
  return {
    layout,
    order: `no number exceeds 12, so day and month cannot be distinguished: ${guess} is a guess, ${why}`,
    ambiguous: true,
  };
}

/** Steps back in time between neighbouring rows. */
function disorder(parts: readonly DateShape["parts"][], layout: Layout): number {
  let back = 0;
  for (let i = 1; i < parts.length; i++) if (dayOf(parts[i]!, layout) < dayOf(parts[i - 1]!, layout)) back++;
  return back;
}

function dayOf(parts: DateShape["parts"], layout: Layout): number {
  const [a, b, c] = parts;
  if (layout === "ymd") return dayNumber(fourDigits(a), b, c);
  return layout === "dmy" ? dayNumber(fourDigits(c), b, a) : dayNumber(fourDigits(c), a, b);
}

function fourDigits(year: number): number {
  return year > 99 ? year : year + (year < 69 ? 2000 : 1900);
}

function fill(pattern: string, layout: Layout): string {
  const [first, second] = layout === "mdy" ? ["%m", "%d"] : ["%d", "%m"];
  const filled =
    layout === "ymd" && pattern.includes("%1")
      ? pattern.replace("%1", "%y").replace("%2", "%m").replace("%0", "%d")
      : pattern.replace("%1", first!).replace("%2", second!).replace("%0", "%y");
  return filled;
}

function dayNumber(year: number, month: number, day: number): number {
  const valid = year >= 1900 && year <= 2200 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  return valid ? year * 10_000 + month * 100 + day : 0;
}

function collect(texts: Texts, format: string, read: (text: string) => number): DateColumn | null {
  const days = texts.map((text) => (text === null ? 0 : read(text)));
  return collected(texts, format, days);
}

function collected(texts: Texts, format: string, days: readonly number[]): DateColumn {
  const filled = texts.reduce((n, text) => n + (text === null ? 0 : 1), 0);
  const read = days.reduce((n, day) => n + (day > 0 ? 1 : 0), 0);
  const some = texts.filter((text, i) => text !== null && days[i]! > 0).slice(0, 1000);
  const clock = /\d:\d{2}/;
  return {
    format,
    share: filled === 0 ? 0 : read / filled,
    days: Int32Array.from(days),
    order: null,
    ambiguous: false,
    hasTime: format.startsWith("epoch") || format.includes("%H%M") || some.some((text) => clock.test(text!)),
    hasZone:
      format.startsWith("epoch") || some.some((text) => /:\d{2}[^:]*(Z|[+-]\d{2}:?(\d{2})?)$/.test(text!)),
  };
}
