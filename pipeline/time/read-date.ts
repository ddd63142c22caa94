import { type DateForm, epochUnits, isoTime, serialPattern, strptimeForm } from "../sql/date-form.js";
import { isWeekday, monthNumber } from "../sql/date-words.js";
import { zoneAbbreviations } from "../sql/date-zones.js";
import { millisecondsPerDay } from "./calendar.js";

/** A date as a text writes it. */
export interface WrittenDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Since midnight; 0 where the text has no time. */
  readonly seconds: number;
  /** Seconds ahead of UTC, or a name of the time zone database; null where the text says no zone. */
  readonly zone: number | string | null;
}

const isoDate: DateForm = {
  pattern: "^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$",
  groups: { year: 1, month: 2, day: 3 },
  named: false,
};

/**
 * Reads texts as ingest does, by the same forms: null for what ingest rejects, and for the few texts that only the default
 * `iso` lets pass (other marks than -). The date is as written: a zone is not yet applied.
 * @example dateReader("%d. %b %Y")("5. März 2024") // { year: 2024, month: 3, day: 5, seconds: 0, zone: null }
 */
export function dateReader(format: string): (text: string) => WrittenDate | null {
  const unit = epochUnits[format];
  if (unit !== undefined) return (text) => ofInstant(text, unit);
  if (format === "excel") return ofSerial;
  if (format === "iso") {
    const [date, time] = [readerOf(isoDate, false), readerOf(isoTime, true)];
    return (text) => date(text.trim()) ?? time(text.trim());
  }
  return readerOf(strptimeForm(format === "yyyymmdd" ? "%Y%m%d" : format), false);
}

function readerOf({ pattern, groups }: DateForm, midnight24: boolean): (text: string) => WrittenDate | null {
  const form = new RegExp(pattern);
  return (text) => {
    const match = form.exec(text);
    if (match === null) return null;
    const part = (name: keyof DateForm["groups"]): string | undefined =>
      groups[name] === undefined ? undefined : match[groups[name]];
    const weekday = part("weekday");
    if (weekday !== undefined && !isWeekday(weekday)) return null;
    const named = part("monthName");
    const month = named === undefined ? Number(part("month") ?? 1) : monthNumber(named);
    const seconds = secondsOfDay(part, midnight24);
    if (month === null || seconds === null) return null;
    const year = yearOf(part("year"), part("shortYear"));
    const later = part("dayOfYear");
    if (later !== undefined)
      return Number(later) >= 1 && Number(later) <= 366
        ? { ...moved(Date.UTC(year, 0, Number(later))), seconds, zone: zoneOf(part) }
        : null;
    const day = Number(part("day") ?? 1);
    return isDay(year, month, day) ? { year, month, day, seconds, zone: zoneOf(part) } : null;
  };
}

function yearOf(year: string | undefined, short: string | undefined): number {
  if (year !== undefined) return Number(year);
  return short === undefined ? 1900 : Number(short) + (Number(short) < 69 ? 2000 : 1900);
}

/** Null where it is no time of a day. */
function secondsOfDay(part: (name: keyof DateForm["groups"]) => string | undefined, midnight24: boolean) {
  const half = part("half")?.[0]?.toLowerCase();
  const hour = Number(part("hour") ?? part("hour12") ?? 0);
  const [minute, second] = [Number(part("minute") ?? 0), Number(part("second") ?? 0)];
  if (minute > 59 || second > 59) return null;
  if (half !== undefined || part("hour12") !== undefined) {
    if (hour > 12 || (half !== undefined && hour < 1)) return null;
    const ofDay = half === undefined ? hour : (hour % 12) + (half === "p" ? 12 : 0);
    return ofDay * 3600 + minute * 60 + second;
  }
  const seconds = hour * 3600 + minute * 60 + second;
  return seconds < 86_400 || (midnight24 && seconds === 86_400) ? seconds : null;
}

function zoneOf(part: (name: keyof DateForm["groups"]) => string | undefined): number | string | null {
  const [zone, sign] = [part("zone"), part("zoneSign")];
  if (zone === undefined) return null;
  if (sign === undefined) return zone.includes("/") ? zone : (zoneAbbreviations[zone] ?? 0) * 60;
  const size = Number(part("zoneHours")) * 3600 + Number(part("zoneMinutes") ?? 0) * 60;
  return sign === "+" ? size : -size;
}

function ofInstant(text: string, unit: number): WrittenDate | null {
  const match = /^([+-]?\d+)(\.\d*)?$/.exec(text.trim());
  if (match === null) return null;
  const milliseconds =
    unit > 1000 ? Number(BigInt(match[1]!) / BigInt(unit / 1000)) : Math.floor((Number(text) / unit) * 1000);
  if (Math.abs(milliseconds) >= 1e14) return null;
  return { ...moved(milliseconds), zone: 0 };
}

function ofSerial(text: string): WrittenDate | null {
  const match = new RegExp(serialPattern).exec(text.trim());
  const days = Number(text.trim().replace(",", "."));
  return match === null || days < 61
    ? null
    : { ...moved(Date.UTC(1899, 11, 30) + Math.round(days * millisecondsPerDay)), zone: null };
}

function moved(milliseconds: number): Omit<WrittenDate, "zone"> {
  const date = new Date(milliseconds);
  const midnight = Math.floor(milliseconds / millisecondsPerDay) * millisecondsPerDay;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    seconds: Math.floor((milliseconds - midnight) / 1000),
  };
}

function isDay(year: number, month: number, day: number): boolean {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return false;
  return day <= 28 || day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
