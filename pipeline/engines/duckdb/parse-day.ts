import { type DateForm, epochUnits, isoTime, serialPattern, strptimeForm } from "../../sql/date-form.js";
import { dateNumbers } from "../../sql/date-parts.js";
import type { DayFormat, SourceType } from "../../sql/dialect.js";
import { list, lit, raw, type Sql, sql } from "../../sql/sql.js";

/** How times become days of the configured zone. */
interface Placing {
  /** an instant */
  readonly here: (instant: Sql) => Sql;
  /** a timestamp without a zone */
  readonly local: (time: Sql) => Sql;
}

export function parseDay(value: Sql, type: SourceType, { format, timeZone, sourceTimeZone }: DayFormat): Sql {
  const here = (instant: Sql): Sql => sql`cast(timezone(${timeZone}, ${instant}) as date)`;
  const local = (time: Sql): Sql =>
    timeZone === sourceTimeZone
      ? sql`cast(${time} as date)`
      : here(sql`timezone(${sourceTimeZone}, ${time})`);
  if (type === "date") return sql`cast(${value} as date)`;
  if (type === "timestamp") return local(value);
  if (type === "timestamptz") return here(value);
  const text = type === "text" ? value : sql`cast(${value} as varchar)`;
  const unit = epochUnits[format];
  if (unit !== undefined) return here(unit > 1e3 ? smallUnits(text, unit) : instant(value, 1e6 / unit));
  switch (format) {
    case "yyyymmdd":
      return sql`cast(try_strptime(trim(cast(${value} as varchar)), '%Y%m%d') as date)`;
    case "iso":
      return parseIsoDay(text, { here, local });
    case "excel":
      return local(serial(sql`trim(${text})`));
    default: {
      const careful = dayIn(sql`trim(${text})`, strptimeForm(format), { here, local });
      if (format.includes("%Z")) return careful;
      const time = sql`try_strptime(trim(${text}), ${format})`;
      return sql`coalesce(${format.includes("%z") ? here(time) : local(time)}, ${careful})`;
    }
  }
}

/** A number of seconds or milliseconds as an instant; NULL beyond the year 5138, where it cannot be one. */
function instant(value: Sql, microseconds: number): Sql {
  const number = sql`try_cast(${value} as double)`;
  return sql`case when abs(${number}) < ${1e17 / microseconds} then make_timestamptz(cast(${number} * ${microseconds} as bigint)) end`;
}

/** A number of microseconds or nanoseconds likewise: a double would not hold all its digits. */
function smallUnits(text: Sql, unit: number): Sql {
  const number = sql`try_cast(${text} as decimal(38,6))`;
  const microseconds = raw(String(unit / 1e6));
  return sql`case when abs(${number}) < ${raw(`1e11 * ${unit}`)} then make_timestamptz(cast(trunc(${number}) as bigint) // ${microseconds}) end`;
}

/** The days since 1899-12-30 that spreadsheets count, as a timestamp; before 1900-03-01 they count a day that never was. */
function serial(trimmed: Sql): Sql {
  const days = sql`cast(replace(${trimmed}, ',', '.') as double)`;
  return sql`case when regexp_matches(${trimmed}, ${serialPattern}) then case when ${days} >= 61
    then timestamp '1899-12-30' + to_milliseconds(cast(round(${days} * 86400000) as bigint)) end end`;
}

/** yyyy-mm-dd alone (the common case, kept cheap), or with a time after a blank or a T, or with a time and a zone. */
function parseIsoDay(value: Sql, { here, local }: Placing): Sql {
  const date = (text: Sql): Sql =>
    sql`case when ${text} < ':' and length(${text}) >= 8 then try_cast(${text} as date) end`;
  const trimmed = sql`trim(${value})`;
  const zoned = sql`regexp_matches(${trimmed}, ':[0-9]{2}([.][0-9]+)?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$')`;
  const hasForm = sql`regexp_matches(${trimmed}, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]')`;
  // the form that machines write, yyyy-mm-ddThh:mm:ss, recognised without a regular expression
  const plain = sql`strlen(${value}) = 19 and ${value} >= '1' and ${value} < ':' and ${value}[5] = '-' and ${value}[17] = ':'`;
  // what Ruby writes, 2024-01-05 23:30:00 -0500
  const apart = sql`${trimmed}[20] = ' ' and ${trimmed}[21] in ('+', '-') and strlen(${trimmed}) > 22`;
  const careful = dayIn(trimmed, isoTime, { here, local }, true);
  return sql`case when strlen(${value}) <= 10 and ${value} >= '0' then ${date(value)}
    when ${plain} then ${local(sql`try_cast(${value} as timestamp)`)}
    when length(${trimmed}) <= 10 then case when ${trimmed} >= '0' then ${date(trimmed)} end
    when ${hasForm} then coalesce(
      case when ${zoned} then ${here(sql`try_cast(${trimmed} as timestamptz)`)}
        when suffix(${trimmed}, ' UTC') then ${here(sql`timezone('UTC', try_cast(${trimmed} as timestamp))`)}
        when ${apart} then ${here(sql`try_cast(left(${trimmed}, 19) || substr(${trimmed}, 21) as timestamptz)`)}
        when right(${trimmed}, 1) between '0' and '9' then ${local(sql`try_cast(${trimmed} as timestamp)`)} end,
      ${careful}) end`;
}

/**
 * The day in a text of a form, NULL when it has not the form or is no day. The lambda is given the groups, so that the
 * regular expression runs once a row.
 */
function dayIn(value: Sql, form: DateForm, { here, local }: Placing, midnight24 = false): Sql {
  const { groups } = form;
  const names = Array.from({ length: Math.max(...Object.values(groups)) }, (_, i) => `g${i + 1}`);
  const group = (index: number): Sql => raw(`nullif(p.g${index}, '')`);
  const needed = group(
    groups.year ??
      groups.shortYear ??
      groups.day ??
      groups.month ??
      groups.monthName ??
      groups.dayOfYear ??
      1,
  );
  const n = dateNumbers(form, group, { midnight24 });
  const written = sql`try_cast(printf('%04d-%d-%d', ${n.year}, ${n.month}, ${n.day}) as date)`;
  const day = n.daysLater ? sql`(${written} + ${n.daysLater})` : written;
  const time = (seconds: Sql): Sql => sql`(cast(${day} as timestamp) + to_seconds(${seconds}))`;
  const cases: Sql[] = [];
  const seconds = n.seconds ?? raw("0");
  if (n.zoneName)
    cases.push(
      sql`when ${n.zoneName} is not null then ${here(sql`timezone(${n.zoneName}, ${time(seconds)})`)}`,
    );
  if (n.offset)
    cases.push(
      sql`when ${n.offset} is not null then ${here(sql`timezone('UTC', ${time(sql`${seconds} - ${n.offset}`)})`)}`,
    );
  const unzoned = local(n.seconds ? time(n.seconds) : sql`cast(${day} as timestamp)`);
  const placed = cases.length > 0 ? sql`case ${list(cases, " ")} else ${unzoned} end` : unzoned;
  return sql`list_transform([regexp_extract(${value}, ${form.pattern}, [${list(names.map(lit))}])], lambda p:
    case when ${needed} is not null then case when ${n.inRange} then ${placed} end end)[1]`;
}
