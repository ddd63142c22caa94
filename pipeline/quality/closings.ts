import { dayAfter, daysBetween, daysIn, sameDate } from "../time/calendar.js";
import { afterEaster, asFarFromEaster } from "../time/easter.js";
import { type DailyCounts, indexOf, usualAround, weekdaysAgain } from "./daily-counts.js";
import { yearsUsed } from "./season.js";

/** Days in a row that had no order, or next to none, where there are some else: a shop that was closed, or a gap in the log. */
export interface Closing {
  readonly first: string;
  /** From the first to the last of them, whatever their weekdays. */
  readonly days: number;
}

/** Orders of a day, as a share of the usual ones, that are next to none. */
const nextToNone = 0.1;
/** Usual orders that all days of a closing have together, at least: of fewer, days are empty by chance. */
const leastMissed = 10;
/** Closings from this many days on may move by as many: a summer closing begins on another day each year. */
const leastMoving = 7;

/** Days of a year, and those that a closing of another year may be away from it: Easter moves by 35 days. */
const daysOfYear = 365;
const mayBeApart = 45;

/** What is known of a row of days without an order. */
export interface KnownOfRow {
  /** Days of it that the shop was closed in an earlier year, counted once, and that year. */
  readonly expected: number;
  readonly year: number | null;
  /** Days of it that many shops are closed on, where no earlier year tells whether this one is. */
  readonly holidays: number;
  readonly holiday: "christmas" | "easter" | null;
}

/** Every closing of the log that has ended, oldest first. */
export function closingsIn(counts: DailyCounts): Closing[] {
  const found: Closing[] = [];
  let row: number[] = [];
  let missed = 0;
  for (const [at, orders] of counts.orders.entries()) {
    const usual = usualAround(counts, at);
    if (usual === null || usual === 0) continue;
    if (orders <= nextToNone * usual) {
      row.push(at);
      missed += usual;
      continue;
    }
    if (missed >= leastMissed)
      found.push({ first: dayAfter(counts.after, row[0]! + 1), days: row.at(-1)! - row[0]! + 1 });
    [row, missed] = [[], 0];
  }
  return found;
}

/** What earlier years, and holidays where these do not tell, say of days in a row that have no order. */
export function knownOf(
  row: readonly string[],
  closings: readonly Closing[],
  counts: DailyCounts,
): KnownOfRow {
  const years = Array.from({ length: yearsUsed }, (_, i) => expectedOf(row, closings, i + 1));
  const best = years.reduce((a, b) => (b.days.size > a.days.size ? b : a));
  const others = row.filter((day) => !best.days.has(day) && holidayOf(day) !== null);
  const isTold = others.length === 0 || tradedBefore(others, counts);
  return {
    expected: best.days.size,
    year: best.year,
    holidays: isTold ? 0 : others.length,
    holiday: isTold ? null : holidayOf(others[0]!),
  };
}

/** Days of a row that closings so many years before account for: of each as many as it had. */
function expectedOf(
  row: readonly string[],
  closings: readonly Closing[],
  years: number,
): { readonly days: ReadonlySet<string>; readonly year: number | null } {
  const days = new Set<string>();
  let year: number | null = null;
  for (const closing of closings) {
    const apart = daysBetween(closing.first, row[0]!) - daysOfYear * years;
    if (Math.abs(apart) > mayBeApart + Math.max(closing.days, row.length)) continue;
    const slack = closing.days >= leastMoving && !isChristmas(closing) ? leastMoving : 0;
    const again = firstAgain(closing, years);
    const isWithin = (day: string): boolean =>
      again.some((first) => {
        const at = daysBetween(first, day);
        return at >= -slack && at < closing.days + slack;
      });
    const own = row.filter((day) => !days.has(day) && isWithin(day)).slice(0, closing.days);
    if (own.length > 0) year ??= Number(closing.first.slice(0, 4));
    for (const day of own) days.add(day);
  }
  return { days, year };
}

/** Holidays that move with Easter, from Carnival to Corpus Christi, in days after Easter Sunday. */
const movingWithEaster = { first: -50, last: 62 };

/** Days that a closing may begin on some years later: the same date, the same weekday of the year or of the month, as far from Easter. */
function firstAgain(closing: Closing, years: number): string[] {
  const { first } = closing;
  if (isChristmas(closing)) return [sameDate(first, years)];
  const sameWeekday = dayAfter(first, weekdaysAgain * years);
  const after = afterEaster(first);
  const moves = after >= movingWithEaster.first && after <= movingWithEaster.last;
  return [
    ...[sameDate(first, years), sameWeekday, dayAfter(sameWeekday, 7)],
    ...(moves ? [asFarFromEaster(first, years)] : []),
  ];
}

function isChristmas({ first, days }: Closing): boolean {
  return daysIn(dayAfter(first, -1), dayAfter(first, days - 1)).some((day) => holidayOf(day) === "christmas");
}

/** Maundy Thursday to Easter Monday, in days after Easter Sunday. */
const easterDays = { first: -3, last: 1 };

/** The days on which a shop may be closed though nothing says so. */
function holidayOf(day: string): KnownOfRow["holiday"] {
  const date = day.slice(5);
  if (date >= "12-24" || date === "01-01") return "christmas";
  const at = afterEaster(day);
  return at >= easterDays.first && at <= easterDays.last ? "easter" : null;
}

/** Whether the days correspond to such of an earlier year as usually had orders: then that year says whether the shop was open. */
function tradedBefore(days: readonly string[], counts: DailyCounts): boolean {
  return Array.from({ length: yearsUsed }, (_, i) => -(i + 1)).some((years) => {
    const again = (day: string): string =>
      holidayOf(day) === "easter" ? asFarFromEaster(day, years) : sameDate(day, years);
    const usual = days.map((day) => usualAround(counts, indexOf(counts, again(day))) ?? 0);
    return usual.reduce((sum, n) => sum + n, 0) >= leastMissed;
  });
}
