import {
  type DateForm,
  epochUnits,
  isoDay,
  isoTime,
  roughDateForm,
  serialPattern,
  strptimeForm,
} from "../../sql/date-form.js";
import { dateNumbers } from "../../sql/date-parts.js";
import type { DayFormat, Dialect, SourceType } from "../../sql/dialect.js";
import { machineNumber, type NumberForms, numberForms } from "../../sql/number-form.js";
import { empty, id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { blanks, spaces } from "../../text/blanks.js";

/** Spark 4 in ANSI mode. Its engine turns standard quoting into Spark's, so that literals here are standard ones too. */
export const sparkDialect: Dialect = {
  name: "spark",
  spell,
  table: (name) => id(name),
  fence: empty,
  parseDay,
  looksLikeDate(value, format) {
    const form = roughDateForm(format);
    return form === null ? raw("false") : matches(trimmedText(value), form);
  },
  parseDecimal,
  tryDecimal: (value) =>
    sql`case when abs(${value}) < 99999999999999.99 then cast(cast(round((${value}) * 1e4) as decimal(18,0)) * 0.0001 as decimal(18,4)) end`,
  isNumber,
  cleanText(value, nullTokens) {
    const trimmed = sql`trim(both ${blanks} from ${text(value)})`;
    const tokens = list([...new Set(["", ...nullTokens])].map(lit));
    return sql`case when ${trimmed} in (${tokens}) then null else ${trimmed} end`;
  },
  matches: (value, pattern) => sql`(${value} rlike ${pattern})`,
  normalForm: () => null,
  byBytes: (value) => value,
  hash: (values) => sql`xxhash64(${list(values)})`,
  textHash: (value) => sql`cast(conv(substr(md5(${value}), 1, 8), 16, 10) as bigint)`,
  sha256: (text) => sql`sha2(${text}, 256)`,
  textDistance: () => null,
  bitCount: (bits) => sql`bit_count(${bits})`,
  daysBetween: (from, to) => sql`datediff(${to}, ${from})`,
  firstBy: (value, key) => sql`min_by(${value}, ${key}) filter (where ${value} is not null)`,
  rowJson(columns) {
    const pairs = columns.flatMap((c) => [lit(c.name), c.value]);
    return sql`to_json(named_struct(${list(pairs)}), map('ignoreNullFields', 'false'))`;
  },
};

const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|\bdouble precision\b|\bvarchar\b(?!\s*\()|\btimestamp\b/g;
const types: Readonly<Record<string, string>> = {
  "double precision": "double",
  varchar: "string",
  timestamp: "timestamp_ntz",
};

function spell(statement: Sql): Sql {
  return raw(statement.text.replace(token, (part) => types[part] ?? part));
}

function text(value: Sql): Sql {
  return sql`cast(${value} as varchar)`;
}

function trimmedText(value: Sql): Sql {
  return sql`trim(both ${spaces} from ${text(value)})`;
}

/** Java's $ also matches in front of a last line end. */
function matches(value: Sql, pattern: string): Sql {
  return sql`${value} rlike ${pattern.replace(/\$$/, "\\z")}`;
}

function parseDay(value: Sql, type: SourceType, { format, timeZone, sourceTimeZone }: DayFormat): Sql {
  const converted = (zone: Sql, time: Sql): Sql =>
    sql`cast(convert_timezone(${zone}, ${timeZone}, ${time}) as date)`;
  const local = (time: Sql): Sql =>
    timeZone === sourceTimeZone ? sql`cast(${time} as date)` : converted(lit(sourceTimeZone), time);
  const placing: Placing = { local, in: converted };
  const here = (instant: Sql): Sql =>
    converted(raw("current_timezone()"), sql`cast(${instant} as timestamp)`);
  if (type === "date") return sql`cast(${value} as date)`;
  if (type === "timestamp") return local(value);
  if (type === "timestamptz") return here(value);
  const unit = epochUnits[format];
  if (unit !== undefined)
    return here(unit > 1e3 ? smallUnits(text(value), unit) : instant(value, type, 1e6 / unit));
  const trimmed = trimmedText(value);
  if (format === "excel") return local(serial(trimmed));
  const days: Placing = { ...placing, local: (time) => sql`cast(${time} as date)` };
  if (format === "yyyymmdd") return dayIn(trimmed, strptimeForm("%Y%m%d"), days, false);
  if (format !== "iso") return dayIn(trimmed, strptimeForm(format), placing, false);
  return sql`case when length(${trimmed}) between 8 and 10 then ${dayIn(trimmed, isoDay, days, false)}
    else ${dayIn(trimmed, isoTime, placing, true)} end`;
}

/** A number of seconds or milliseconds as an instant; NULL beyond the year 5138, where it cannot be one. */
function instant(value: Sql, type: SourceType, microseconds: number): Sql {
  const number = type === "text" ? machineDouble(value) : sql`cast(${value} as double precision)`;
  return sql`case when abs(${number}) < ${1e17 / microseconds} then timestamp_micros(cast(round(${number} * ${microseconds}) as bigint)) end`;
}

/** A number of microseconds or nanoseconds likewise: a double would not hold all its digits. */
function smallUnits(value: Sql, unit: number): Sql {
  const number = sql`try_cast(${value} as decimal(38,6))`;
  return sql`case when abs(${number}) < ${raw(`1e11 * ${unit}`)} then timestamp_micros(cast(${number} / ${unit / 1e6} as bigint)) end`;
}

/** The days since 1899-12-30 that spreadsheets count, as a time; before 1900-03-01 they count a day that never was. */
function serial(trimmed: Sql): Sql {
  const days = sql`cast(replace(${trimmed}, ',', '.') as double precision)`;
  const time = sql`timestampadd(millisecond, cast(round(${days} * 86400000) as bigint), timestamp_ntz '1899-12-30 00:00:00')`;
  return sql`case when ${matches(trimmed, serialPattern)} then case when ${days} >= 61 then ${time} end end`;
}

/** How times without a zone become days of the configured zone: those whose zone is known by the source, and those in a zone. */
interface Placing {
  readonly local: (time: Sql) => Sql;
  readonly in: (zone: Sql, time: Sql) => Sql;
}

/**
 * The day in a text of a form, NULL when it has not the form or is no day.
 */
function dayIn(value: Sql, form: DateForm, { local, in: inZone }: Placing, midnight24: boolean): Sql {
  const pattern = form.pattern.replace(/\$$/, "\\z");
  const places = Array.from({ length: Math.max(...Object.values(form.groups)) }, (_, i) => `$${i + 1}`);
  // no group holds a comma
  const groups = sql`split(regexp_replace(${value}, ${pattern}, ${places.join(",")}), ',', -1)`;
  const group = (index: number): Sql => raw(`nullif(p[${index - 1}], '')`);
  const n = dateNumbers(form, group, { midnight24 });
  const written = sql`try_cast(format_string('%04d-%d-%d', ${n.year}, ${n.month}, ${n.day}) as date)`;
  const day = n.daysLater ? sql`date_add(${written}, ${n.daysLater})` : written;
  const time = (seconds: Sql): Sql => sql`timestampadd(second, ${seconds}, cast(${day} as timestamp))`;
  const unzoned = local(n.seconds ? time(n.seconds) : sql`cast(${day} as timestamp)`);
  const seconds = n.seconds ?? raw("0");
  const named = n.zoneName
    ? sql`when ${n.zoneName} is not null then ${inZone(n.zoneName, time(seconds))} `
    : empty;
  const placed = n.offset
    ? sql`case ${named}when ${n.offset} is null then ${unzoned} else ${inZone(lit("UTC"), time(sql`${seconds} - ${n.offset}`))} end`
    : unzoned;
  return sql`case when ${value} rlike ${pattern} then
    transform(array(${groups}), p -> case when ${n.inRange} then ${placed} end)[0] end`;
}

const character = (hex: string): string => `\\x{${hex}}`;

/** The number in a text as the grammar of amounts has it; a text that is no amount comes out as something else. */
function bareNumber(value: Sql, { steps }: NumberForms): Sql {
  return steps.reduce(
    (text, { pattern, by }) => sql`regexp_replace(${text}, ${pattern}, ${by.replace(/\\(\d)/g, "$$$1")})`,
    value,
  );
}

/** A text as machines write a number, as a double; NULL when it is not a number. */
function machineDouble(value: Sql): Sql {
  return sql`case when ${matches(value, machineNumber)} then try_cast(replace(${value}, '_', '') as double precision) end`;
}

function parseDecimal(
  value: Sql,
  type: SourceType,
  decimalSeparator: "." | ",",
  scale: 4 | 8,
  base?: string,
): Sql {
  const cast = (number: Sql): Sql => sql`try_cast(${number} as ${raw(`decimal(18,${scale})`)})`;
  if (type !== "text") return cast(value);
  const point = decimalSeparator === ".";
  const forms = numberForms(character, decimalSeparator, base);
  // an empty text, where the form is not met, is no number
  const found = sql`regexp_extract(${bareNumber(value, forms)}, ${forms.number}, 0)`;
  const whole = sql`regexp_replace(${found}, ${forms.groupMark}, '')`;
  const careful = cast(point ? whole : sql`replace(${whole}, ',', '.')`);
  if (!point) return careful;
  return sql`case when ${matches(value, machineNumber)} then ${cast(sql`replace(${value}, '_', '')`)}
    else ${careful} end`;
}

function isNumber(value: Sql, type: SourceType, decimalSeparator: "." | ",", base?: string): Sql {
  const finite = (number: Sql): Sql => sql`abs(${number}) < double('Infinity')`;
  if (type !== "text") return sql`(${finite(sql`cast(${value} as double precision)`)})`;
  const forms = numberForms(character, decimalSeparator, base);
  const hasForm = matches(bareNumber(value, forms), forms.number);
  if (decimalSeparator === ",") return sql`(${hasForm})`;
  return sql`(coalesce(${finite(machineDouble(value))}, false) or ${hasForm})`;
}
