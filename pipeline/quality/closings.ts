import { dayAfter, daysBetween } from "../time/calendar.js";
import { easterSunday } from "../time/easter.js";
import { type DailyCounts, usualAround, weekdaysAgain } from "./daily-counts.js";
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

/** What is known of a row of days without an order. */
export interface KnownOfRow {
  /** Days of it that the shop was closed in an earlier year, counted once, and that year. */
  readonly expected: number;
  readonly year: number | null;
  /** Days of it that many shops are closed on, where no earlier year tells whether this one is. */
  readonly holidays: number;
  readonly holiday: "Christmas" | "Easter" | null;
}

/** Every closing of the log that has ended, oldest first. */
export function closingsIn(counts: DailyCounts): Closing[] {
  const found: Closing[] = [];
  let row: string[] = [];
  let missed = 0;
  for (const [i, orders] of counts.orders.entries()) {
    const day = dayAfter(counts.after, i + 1);
    const usual = usualAround(counts, day);
    if (usual === null || usual === 0) continue;
    if (orders <= nextToNone * usual) {
      row.push(day);
      missed += usual;
      continue;
    }
    if (missed >= leastMissed) found.push({ first: row[0]!, days: daysBetween(row[0]!, row.at(-1)!) + 1 });
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
  const none = { expected: 0, year: null };
  const best = Array.from({ length: yearsUsed }, (_, i) => expectedOf(row, closings, i + 1)).reduce(
    (a, b) => (b.expected > a.expected ? b : a),
    none as Pick<KnownOfRow, "expected" | "year">,
  );
  const spared = row.map((day) => ({ day, holiday: holidayOf(day) })).filter((d) => d.holiday !== null);
  const isTold = tradedBefore(
    spared.map((d) => d.day),
    counts,
  );
  if (best.expected > 0 || spared.length === 0 || isTold) return { ...best, holidays: 0, holiday: null };
  return { ...best, holidays: spared.length, holiday: spared[0]!.holiday };
}

function expectedOf(
  row: readonly string[],
  closings: readonly Closing[],
  years: number,
): Pick<KnownOfRow, "expected" | "year"> {
  let expected = 0;
  let year: number | null = null;
  for (const closing of closings) {
    const slack = closing.days >= leastMoving ? leastMoving : 0;
    const again = daysAgain(closing.first, years);
    const isWithin = (day: string): boolean =>
      again.some((first) => {
        const at = daysBetween(first, day);
        return at >= -slack && at < closing.days + slack;
      });
    const days = Math.min(closing.days, row.filter(isWithin).length);
    if (days === 0) continue;
    expected += days;
    year ??= Number(closing.first.slice(0, 4));
  }
  return { expected: Math.min(row.length, expected), year };
}

/** Days that correspond to a day some years later: the same date, the same weekday in the year or in the month, as far from Easter. */
function daysAgain(day: string, years: number): string[] {
  const year = Number(day.slice(0, 4));
  const sameDate = dayAfter(`${year + years}${day.slice(4, 7)}-01`, Number(day.slice(8)) - 1);
  const sameWeekday = dayAfter(day, weekdaysAgain * years);
  const afterEaster = daysBetween(easterSunday(year), day);
  return [sameDate, sameWeekday, dayAfter(sameWeekday, 7), dayAfter(easterSunday(year + years), afterEaster)];
}

/** Maundy Thursday to Easter Monday, in days after Easter Sunday. */
const easterDays = { first: -3, last: 1 };

/** The days on which a shop may be closed though nothing says so. */
function holidayOf(day: string): KnownOfRow["holiday"] {
  const date = day.slice(5);
  if (date >= "12-24" || date === "01-01") return "Christmas";
  const at = daysBetween(easterSunday(Number(day.slice(0, 4))), day);
  return at >= easterDays.first && at <= easterDays.last ? "Easter" : null;
}

/** Whether the days correspond to such of an earlier year as usually had orders: then that year says whether the shop was open. */
function tradedBefore(days: readonly string[], counts: DailyCounts): boolean {
  return Array.from({ length: yearsUsed }, (_, i) => -(i + 1)).some((years) => {
    const usual = days.map((day) => usualAround(counts, daysAgain(day, years)[0]!) ?? 0);
    return usual.reduce((sum, n) => sum + n, 0) >= leastMissed;
  });
}
