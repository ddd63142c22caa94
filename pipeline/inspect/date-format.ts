import { count } from "../text/format.js";
import { dateReader, type WrittenDate } from "../time/read-date.js";
import type { OrderClue } from "./date-order.js";
import { dateShape } from "./date-shape.js";
import { type Settled, settleSpellings } from "./date-spellings.js";

/** How a column writes its dates. */
export interface DateColumn {
  /** In the words of ingest.dateFormat, the most frequent first; tried in this order. */
  readonly formats: readonly string[];
  /** The most frequent. */
  readonly format: string;
  /** Share of the filled texts that are read. */
  readonly share: number;
  /** Day of each row as yyyymmdd, as written there; 0 where there is none. */
  readonly days: Int32Array;
  /** How day and month were distinguished, or that they could not be; null where there is no question. */
  readonly order: string | null;
  /** Whether the order of day and month rests on hints alone. */
  readonly ambiguous: boolean;
  /** What the formats could be where nothing decides, the likeliest first; otherwise empty. */
  readonly choices: readonly FormatChoice[];
  /** What a person should know of spellings that are not read. */
  readonly unread: readonly string[];
  readonly hasTime: boolean;
  readonly hasZone: boolean;
}

export interface FormatChoice {
  readonly formats: readonly string[];
  /** As yyyymmdd. */
  readonly first: number;
  readonly last: number;
  /** Rows with a text that would not be read. */
  readonly unread: number;
}

/** What is known of a column beside its texts. */
export interface DateContext {
  /** Whether its name says that it holds dates: bare numbers can be days of a spreadsheet then, and more of them be damaged. */
  readonly isDate?: boolean;
  /** The day of the run as yyyymmdd: later dates are impossible. Default: no day is. */
  readonly today?: number;
  readonly clues?: readonly OrderClue[];
}

/** Share of texts that are read, from which on they are dates: the rest is damage. */
const enough = 0.7;
const enoughByName = 0.5;

type Texts = readonly (string | null)[];

/** Null when the texts are no dates. Every thirtieth text is tried first, so that other columns cost little. */
export function dateColumn(texts: Texts, context: DateContext = {}): DateColumn | null {
  const filled = texts.filter((text) => text !== null);
  const step = Math.max(1, Math.floor(filled.length / 300));
  const few = filled.filter((_, i) => i % step === 0);
  const readers = [numberDates, spelledDates];
  const least = context.isDate === true ? enoughByName : enough;
  const likely = readers.find((read) => (read(few, context)?.share ?? 0) >= least);
  if (likely === undefined) return null;
  const found = likely(texts, context);
  return found !== null && found.share >= least ? found : null;
}

const epochs: readonly (readonly [digits: RegExp, format: string])[] = [
  [/^\d{9,10}(\.\d+)?$/, "epoch"],
  [/^\d{12,13}(\.\d+)?$/, "epoch-ms"],
  [/^\d{15,16}(\.\d+)?$/, "epoch-us"],
  [/^\d{18,19}(\.\d+)?$/, "epoch-ns"],
];
const serial = /^\d{5}([.,]\d+)?$/;

/** Bare numbers: units since 1970 in the years 1985 to 2100, or days of a spreadsheet from 1985 to today. */
function numberDates(texts: Texts, { isDate = false, today }: DateContext): DateColumn | null {
  const first = texts.find((text) => text !== null) ?? "";
  const [, epoch] = epochs.find(([digits]) => digits.test(first)) ?? [];
  const format = epoch ?? (isDate && serial.test(first) ? "excel" : null);
  if (format === null) return null;
  const last = format === "excel" ? (today ?? 2100_12_31) : 2100_12_31;
  const read = dateReader(format);
  const days = texts.map((text) => (text === null ? 0 : dayNumber(read(text), 1985_01_01, last)));
  const order =
    format === "excel"
      ? "whole days since 1899-12-30, as spreadsheets count them: 45292 is 2024-01-01"
      : null;
  return columnOf(texts, [format], days, { order, certainty: "sure", choices: [], unread: [] });
}

/** Texts of one or several spellings. */
function spelledDates(texts: Texts, context: DateContext): DateColumn | null {
  const settled = settleSpellings(texts.map(spelling), context);
  if (settled === null) return null;
  const formats = needed(texts, settled.formats);
  return formats.length === 0 ? null : columnOf(texts, formats, readDays(texts, formats), settled);
}

/** The formats that read a text which those before them do not: 2024-02-30 has a shape of its own, but is no date. */
function needed(texts: Texts, formats: readonly string[]): string[] {
  const readers = formats.map(dateReader);
  const counts = formats.map(() => 0);
  for (const text of texts) {
    const reader = text === null ? -1 : readers.findIndex((read) => read(text) !== null);
    if (reader >= 0) counts[reader]!++;
  }
  return formats.filter((_, i) => counts[i]! > 0);
}

const readIso = dateReader("iso");

function spelling(text: string | null): ReturnType<typeof dateShape> {
  if (text === null) return null;
  const iso = readIso(text);
  if (iso !== null) return { pattern: "iso", parts: [iso.year, iso.month, iso.day] };
  return dateShape(text);
}

/** The day of each text by the first format that reads it, as ingest does. */
export function readDays(texts: Texts, formats: readonly string[]): number[] {
  const readers = formats.map(dateReader);
  return texts.map((text) => {
    if (text === null) return 0;
    for (const read of readers) {
      const day = dayNumber(read(text), 1000_01_01, 2200_12_31);
      if (day > 0) return day < 1900_01_01 ? 0 : day;
    }
    return 0;
  });
}

function dayNumber(date: WrittenDate | null, first: number, last: number): number {
  if (date === null) return 0;
  const day = date.year * 10_000 + date.month * 100 + date.day;
  return day >= first && day <= last ? day : 0;
}

type Found = Pick<Settled, "order" | "certainty" | "choices" | "unread">;

function columnOf(
  texts: Texts,
  formats: readonly string[],
  days: readonly number[],
  found: Found,
): DateColumn {
  const filled = texts.reduce((n, text) => n + (text === null ? 0 : 1), 0);
  const read = days.reduce((n, day) => n + (day > 0 ? 1 : 0), 0);
  const some = texts.filter((text, i) => text !== null && days[i]! > 0).slice(0, 1000);
  const isInstant = formats.some((format) => format.startsWith("epoch"));
  const has = (directive: RegExp, inIso: RegExp): boolean =>
    isInstant ||
    formats.some((format) => directive.test(format)) ||
    (formats.includes("iso") && some.some((text) => inIso.test(text!)));
  return {
    formats,
    format: formats[0]!,
    share: filled === 0 ? 0 : read / filled,
    days: Int32Array.from(days),
    order: found.order,
    ambiguous: found.certainty === "likely",
    choices: found.choices.map((choice) => choiceOf(texts, choice)),
    unread: found.unread.map(({ rows, row }) => `${count(rows)} dates such as ${texts[row]}`),
    hasTime: has(/%[HI]/, /\d:\d{2}/) || (formats.includes("excel") && some.some((t) => /[.,]/.test(t!))),
    hasZone: has(/%[zZ]/, /:\d{2}[^:]*(Z|UTC|GMT|[+-]\d{2}:?(\d{2})?)(\[.*)?$/),
  };
}

function choiceOf(texts: Texts, formats: readonly string[]): FormatChoice {
  const days = readDays(texts, formats);
  const read = days.filter((day) => day > 0);
  const least = (a: number, b: number): number => Math.min(a, b);
  return {
    formats,
    first: read.reduce(least, Number.POSITIVE_INFINITY),
    last: read.reduce((a, b) => Math.max(a, b), 0),
    unread: texts.reduce((n, text, i) => n + (text !== null && days[i] === 0 ? 1 : 0), 0),
  };
}
