import type { DateForm, DatePart } from "./date-form.js";
import { monthNames, weekdayNames } from "./date-words.js";
import { zoneAbbreviations } from "./date-zones.js";
import { empty, list, lit, raw, type Sql, sql } from "./sql.js";

/** The parts of a date as whole numbers, out of the groups of its form; NULL where the text has not the form. */
export interface DateNumbers {
  readonly year: Sql;
  readonly month: Sql;
  readonly day: Sql;
  /** days to add, for a form that counts the days of a year; null for any other */
  readonly daysLater: Sql | null;
  /** seconds since midnight; null where the form has no time */
  readonly seconds: Sql | null;
  /** seconds that the zone is ahead of UTC, NULL in a row without one; null where the form has none */
  readonly offset: Sql | null;
  /** name of the zone in the time zone database, NULL in a row without one; null where the form has none */
  readonly zoneName: Sql | null;
  /** whether every part but the day is in its range */
  readonly inRange: Sql;
}

const int = (text: Sql): Sql => sql`cast(${text} as integer)`;

/**
 * @param group the text of a group by its number, NULL when it took no part
 * @param o.midnight24 whether 24:00 is the next midnight
 */
export function dateNumbers(
  { groups, named }: DateForm,
  group: (index: number) => Sql,
  o: { readonly midnight24: boolean },
): DateNumbers {
  const of = (part: DatePart): Sql | null => {
    const index = groups[part];
    return index === undefined ? null : group(index);
  };
  const conditions: Sql[] = [];
  const dayOfYear = of("dayOfYear");
  const month = monthNumber(of("month"), of("monthName"));
  conditions.push(sql`${month} between 1 and 12`);
  if (dayOfYear) conditions.push(sql`${int(dayOfYear)} between 1 and 366`);
  const weekday = of("weekday");
  if (weekday) conditions.push(sql`lower(${weekday}) in (${list(weekdayNames.map(lit))})`);
  const seconds = secondsOfDay(of, o.midnight24, conditions);
  const zone = of("zone");
  return {
    year: yearNumber(of("year"), of("shortYear")),
    month: dayOfYear ? raw("1") : month,
    day: dayOfYear ? raw("1") : optional(of("day"), 1),
    daysLater: dayOfYear ? sql`${int(dayOfYear)} - 1` : null,
    seconds,
    offset: zone ? zoneOffset(zone, of, named) : null,
    zoneName: zone && named ? sql`case when ${zone} like '%/%' then ${zone} end` : null,
    inRange: list(conditions, " and "),
  };
}

function optional(text: Sql | null, missing: number): Sql {
  return text ? int(text) : raw(String(missing));
}

function yearNumber(year: Sql | null, shortYear: Sql | null): Sql {
  if (year) return int(year);
  if (shortYear === null) return raw("1900");
  return sql`(${int(shortYear)} + case when ${int(shortYear)} < 69 then 2000 else 1900 end)`;
}

function monthNumber(month: Sql | null, name: Sql | null): Sql {
  if (month || name === null) return optional(month, 1);
  const cases = monthNames.map(
    (names, i) => sql`when lower(${name}) in (${list(names.map(lit))}) then ${i + 1}`,
  );
  return sql`(case ${list(cases, " ")} end)`;
}

/** With a half of the day hours run from 1 to 12; minutes and seconds that are missing are 0. */
function secondsOfDay(
  of: (part: DatePart) => Sql | null,
  midnight24: boolean,
  conditions: Sql[],
): Sql | null {
  const texts = [of("hour") ?? of("hour12"), of("minute"), of("second")];
  if (texts.every((text) => text === null)) return null;
  const [hour, minute, second] = texts.map((text) =>
    text === null ? raw("0") : sql`coalesce(${int(text)}, 0)`,
  ) as [Sql, Sql, Sql];
  const half = of("half");
  conditions.push(sql`${minute} < 60 and ${second} < 60`);
  if (half || of("hour") === null) conditions.push(sql`${hour} between ${half ? 1 : 0} and 12`);
  else if (midnight24) conditions.push(sql`${hour} * 3600 + ${minute} * 60 + ${second} <= 86400`);
  else conditions.push(sql`${hour} < 24`);
  const ofDay = half
    ? sql`(${hour} % 12 + case when lower(substr(${half}, 1, 1)) = 'p' then 12 else 0 end)`
    : hour;
  return sql`${ofDay} * 3600 + ${minute} * 60 + ${second}`;
}

/** Seconds ahead of UTC of an offset, of Z and UTC, or of an abbreviation; NULL for a name with a slash. */
function zoneOffset(zone: Sql, of: (part: DatePart) => Sql | null, named: boolean): Sql {
  const [sign, hours, minutes] = [of("zoneSign")!, of("zoneHours")!, of("zoneMinutes")!];
  const size = sql`(${int(hours)} * 3600 + coalesce(${int(minutes)}, 0) * 60)`;
  const abbreviations = Object.entries(named ? zoneAbbreviations : {}).map(
    ([name, ahead]) => sql` when ${zone} = ${name} then ${ahead * 60}`,
  );
  const inDatabase = named ? sql` when ${zone} like '%/%' then null` : empty;
  return sql`case when ${sign} = '+' then ${size} when ${sign} is not null then -${size}${list(abbreviations, "")}${inDatabase} when ${zone} is not null then 0 end`;
}
