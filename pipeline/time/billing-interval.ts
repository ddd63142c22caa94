import {
  sixteenthsOfDay as day,
  sixteenthsOfMonth as month,
  type Sixteenths,
  usualIntervals,
} from "../sql/payment-intervals.js";

/** @example intervalName(5844) // "year" */
export function intervalName(interval: Sixteenths): string {
  const usual = Object.entries(usualIntervals).find(([, length]) => length === interval);
  if (usual !== undefined) return usual[0];
  return interval % month === 0 ? `${interval / month} months` : `${interval / day} days`;
}

const units: readonly (readonly [Sixteenths, RegExp])[] = [
  [day, /^(d|days?|tage?n?|jours?|dias?|giorn[oi]|dag(en|ar)?|dage|dni)$/],
  [7 * day, /^(w|wks?|weeks?|wochen?|semaines?|semanas?|settiman[ae]|week|weken|uger?|veck(a|or)|uker?)$/],
  [month, /^(m|mos?|mons?|mths?|months?|monate?n?|mois|mes(es)?|mes[ei]|maand(en)?|maaned(er)?|manad(er)?)$/],
  [3 * month, /^(q|qtrs?|quarters?|quartale?|trimestres?|trimestri|kwarta(al|len)|kvartal(er)?)$/],
  [12 * month, /^(y|yrs?|years?|a|jahre?n?|ans?|annees?|anos?|ann[oi]|ja(ar|ren)|ar|aar)$/],
];

/** Words that are an interval of their own, as stems; the first that fits. */
const words: readonly (readonly [Sixteenths, RegExp])[] = [
  [24 * month, /\bbiennial|\bzweijahr/],
  [6 * month, /semi-?\s?ann?ual|half-?\s?year|halbjahr|semestr|halfjaar|halvar/],
  [2 * month, /zweimonat|bimestr/],
  [14 * day, /fortnight|bi-?week|14-?taegig|zweiwoch|quincenal|quinzen/],
  [3 * month, /quarter|vierteljahr|quartal|trimest|kwartaal|kvartal/],
  [
    12 * month,
    /annual|annuel|anual|annuale|yearly|\byear\b|jahrlich|jaehrlich|\bjahr\b|jaarlijks|arlig|aarlig|\baars?\b/,
  ],
  [month, /month|monat|mensu|mensal|mensil|maandelijks|manedlig|maanedlig|manatlig|manadsvis/],
  [7 * day, /week(?!end)|wochent|woechent|hebdo|semanal|settimanal|ukentlig|ugentlig|veckovis/],
];

/**
 * What a value of a column says about how often a customer pays; null where it says nothing, or may mean two things. A number alone counts
 * months (1, 3, 6, 12) or the days of a usual interval (30, 365).
 * @example readInterval("Pro (annual)") // 5844, a year
 */
export function readInterval(value: string): Sixteenths | null {
  const text = value
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replaceAll("ø", "o")
    .replaceAll("ß", "ss")
    .toLowerCase()
    .replace(/[\s_]+/g, " ")
    .trim();
  if (/^\d+(\.0+)?$/.test(text)) return fromNumber(Number(text));
  const iso = /^p(\d+)([dwmy])$/.exec(text);
  if (iso !== null) return counted(iso[1]!, iso[2]!);
  const [numbered] = [...text.matchAll(/(\d+)[\s_-]*([a-z]+)/g)].flatMap((m) => counted(m[1]!, m[2]!) ?? []);
  if (numbered !== undefined) return numbered;
  const alone = units.find(([, unit]) => unit.test(text));
  if (alone !== undefined) return alone[0] === day ? null : alone[0];
  return fromWords(text);
}

function fromNumber(n: number): Sixteenths | null {
  if ([1, 2, 3, 4, 6, 12, 24, 36].includes(n)) return n * month;
  if (n === 30 || n === 31) return month;
  if (n >= 90 && n <= 92) return 3 * month;
  if (n >= 180 && n <= 184) return 6 * month;
  return n >= 360 && n <= 366 ? 12 * month : null;
}

function counted(number: string, unit: string): Sixteenths | null {
  const found = units.find(([, pattern]) => pattern.test(unit));
  const n = Number(number);
  if (found === undefined || n < 1 || n > 1000) return null;
  return found[0] === day ? (fromNumber(n > 28 ? n : Number.NaN) ?? n * day) : n * found[0];
}

/** Twice in one, or once in two of them: people mean either. */
const eitherWay = /\bbi-?(month|annual)|bimensuel/;

/** One interval among the words; a word within another one, as "monthly" in "bimonthly", is not a second. */
function fromWords(text: string): Sixteenths | null {
  const found = words.filter(([, word]) => word.test(text));
  const [first, second] = found;
  if (first === undefined || eitherWay.test(text)) return null;
  if (second === undefined) return first[0];
  const rest = text.replace(first[1], " ");
  return words.some(([, word]) => word.test(rest)) ? null : first[0];
}
