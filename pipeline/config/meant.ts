import { nearest } from "../text/nearest.js";

/**
 * Days that a text can mean that is none as yyyy-mm-dd: two where day and month could be either way round.
 * @example meantDays("31.12.2024") // ["2024-12-31"]
 * @example meantDays("5/6/2024") // ["2024-06-05", "2024-05-06"]
 */
export function meantDays(text: string): string[] {
  const [, a, b, c] = /^\s*(\d{1,4})[./\s-](\d{1,2})[./\s-](\d{1,4})\s*$/.exec(text) ?? [];
  if (a === undefined || b === undefined || c === undefined) return [];
  const yearFirst = a.length === 4;
  if (!yearFirst && c.length !== 4) return [];
  const orders = yearFirst
    ? [
        [a, b, c],
        [a, c, b],
      ]
    : [
        [c, b, a],
        [c, a, b],
      ];
  const days = orders
    .map(([year, month, day]) => `${year}-${month!.padStart(2, "0")}-${day!.padStart(2, "0")}`)
    .filter(isDay);
  return yearFirst ? days.slice(0, 1) : [...new Set(days)];
}

function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The share that a text with a per cent sign means; null for other texts.
 * @example meantShare("20 %") // "0.2"
 */
export function meantShare(text: string): string | null {
  const [, number] = /^\s*(\d+(?:[.,]\d+)?)\s*%\s*$/.exec(text) ?? [];
  return number === undefined
    ? null
    : String(Number((Number(number.replace(",", ".")) / 100).toPrecision(12)));
}

/**
 * @example meantBoolean("yes") // "true"
 */
export function meantBoolean(text: string): string {
  if (/^\s*(?:y|yes|on|1|true)\s*$/i.test(text)) return "true";
  return /^\s*(?:n|no|off|0|false)\s*$/i.test(text) ? "false" : "true or false";
}

/**
 * Time zones that a city, or a mistyped name, means.
 * @example meantZones("Berlin") // ["Europe/Berlin"]
 */
export function meantZones(text: string): string[] {
  const zones = Intl.supportedValuesOf("timeZone");
  const wanted = text.trim().replace(/\s+/g, "_");
  const cities = zones.map((zone) => zone.slice(zone.lastIndexOf("/") + 1));
  const city = nearest(wanted, cities);
  const same = zones.filter((_, i) => cities[i]!.toLowerCase() === wanted.toLowerCase());
  if (same.length > 0) return same;
  const whole = nearest(wanted, zones);
  if (whole !== undefined) return [whole];
  return city === undefined || wanted.length <= 4 ? [] : zones.filter((_, i) => cities[i] === city);
}

const letters: readonly (readonly [RegExp, string])[] = [
  [/yyyy/gi, "%Y"],
  [/mmm/gi, "%b"],
  [/hh/gi, "%H"],
  [/(:)mm/g, "$1%M"],
  [/mm/gi, "%m"],
  [/dd/gi, "%d"],
  [/yy/gi, "%y"],
  [/ss/gi, "%S"],
];

/**
 * The pattern that a format in letters means, as spreadsheets write it; null for other texts.
 * @example meantDateFormat("DD.MM.YYYY HH:MM") // "%d.%m.%Y %H:%M"
 */
export function meantDateFormat(text: string): string | null {
  const pattern = letters.reduce((made, [from, to]) => made.replace(from, to), text.replace(/:MM/g, ":mm"));
  const isWhole = /%[Yy]/.test(pattern) && /%[mb]/.test(pattern) && /%d/.test(pattern);
  return isWhole && !/[A-Za-z]/.test(pattern.replace(/%[A-Za-z]/g, "").replace("T", "")) ? pattern : null;
}
