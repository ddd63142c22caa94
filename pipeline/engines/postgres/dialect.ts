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
import { id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { blanks, spaces } from "../../text/blanks.js";

/** PostgreSQL 15 has no try_cast: a text is cast only where a regular expression says that the cast cannot fail. */
export const postgresDialect: Dialect = {
  name: "postgres",
  spell: (statement) => statement,
  table: (name) => id(name),
  fence: raw(" offset 0"),
  parseDay,
  looksLikeDate(value, format) {
    const form = roughDateForm(format);
    return form === null ? raw("false") : sql`${trimmedText(value)} ~ ${form}`;
  },
  parseDecimal,
  tryDecimal: (value) =>
    sql`(select case when abs(n) < 99999999999999.99 then cast(cast(trunc(n * 1e4 + sign(n) * 0.5) as decimal(18,0)) * 0.0001 as decimal(18,4)) end from (select ${value} as n offset 0) v)`,
  isNumber,
  cleanText(value, nullTokens) {
    const trimmed = sql`btrim(${text(value)} collate "C", ${blanks})`;
    const tokens = list([...new Set(["", ...nullTokens])].map(lit));
    return sql`(case when ${trimmed} in (${tokens}) then null else ${trimmed} end)`;
  },
  matches: (value, pattern) => sql`(${value} ~ ${pattern})`,
  normalForm: (value) => sql`normalize(${value}, NFC)`,
  byBytes: (value) => sql`(${value} collate "C")`,
  hash: (values) => sql`hashtextextended(cast(row(${list(values)}) as text), 0)`,
  textHash: (value) =>
    sql`cast(cast('x' || substr(md5(convert_to(${value}, 'UTF8')), 1, 8) as bit(32)) as bigint)`,
  sha256: (text) => sql`encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`,
  textDistance: () => null,
  bitCount: (bits) => sql`length(replace(cast(cast(${bits} as bit(64)) as text), '0', ''))`,
  daysBetween: (from, to) => sql`(${to} - ${from})`,
  firstBy: (value, key) => sql`(array_agg(${value} order by ${key}) filter (where ${value} is not null))[1]`,
  rowJson: (columns) =>
    sql`(select cast(row_to_json(r) as text) from (select ${list(columns.map((c) => sql`${c.value} as ${id(c.name)}`))}) r)`,
};

function text(value: Sql): Sql {
  return sql`cast(${value} as text)`;
}

function trimmedText(value: Sql): Sql {
  return sql`btrim(${text(value)}, ${spaces})`;
}

function parseDay(value: Sql, type: SourceType, { format, timeZone, sourceTimeZone }: DayFormat): Sql {
  const here = (instant: Sql): Sql => sql`cast(timezone(${timeZone}, ${instant}) as date)`;
  const local = (time: Sql): Sql =>
    timeZone === sourceTimeZone
      ? sql`cast(${time} as date)`
      : here(sql`timezone(${sourceTimeZone}, ${time})`);
  if (type === "date") return sql`cast(${value} as date)`;
  if (type === "timestamp") return local(value);
  if (type === "timestamptz") return here(value);
  const unit = epochUnits[format];
  if (unit !== undefined) return here(instant(value, type, unit));
  const trimmed = trimmedText(value);
  if (format === "excel") return local(serial(trimmed));
  const asDate = (time: Sql): Sql => sql`cast(${time} as date)`;
  if (format === "yyyymmdd") return dayIn(trimmed, strptimeForm("%Y%m%d"), asDate, here, false);
  if (format !== "iso") return dayIn(trimmed, strptimeForm(format), local, here, false);
  // a day that every month has first: it needs no groups
  return sql`case when ${trimmed} ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$' then cast(${trimmed} as date)
    when length(${trimmed}) between 8 and 10 then ${dayIn(trimmed, isoDay, asDate, here, false)}
    else ${dayIn(trimmed, isoTime, local, here, true)} end`;
}

/** A number of seconds (or a thousand of them a second) as an instant; NULL beyond the year 5138. */
function instant(value: Sql, type: SourceType, perSecond: number): Sql {
  const number = type === "text" ? guardedNumber(value) : sql`cast(${value} as numeric)`;
  // division rounds after eight decimals
  const whole = perSecond > 1000 ? sql`div(${number}, ${perSecond / 1e6})` : number;
  const seconds = sql`${whole} / ${Math.min(perSecond, 1e6)}`;
  return sql`(select case when abs(n) < 1e11 then timestamp with time zone 'epoch' + cast(round(n, 6) as double precision) * interval '1 second' end
    from (select ${seconds} as n offset 0) v)`;
}

/** The days since 1899-12-30 that spreadsheets count, as a timestamp; before 1900-03-01 they count a day that never was. */
function serial(trimmed: Sql): Sql {
  return sql`(select case when n >= 61 then timestamp '1899-12-30' + round(n * 86400000) * interval '1 millisecond' end
    from (select case when ${trimmed} ~ ${serialPattern} then cast(replace(${trimmed}, ',', '.') as double precision) end as n offset 0) v)`;
}

/**
 * The day in a text of a form, NULL when it has not the form or is no day.
 * @param local a timestamp without a zone as a day
 * @param here an instant as a day
 */
function dayIn(
  value: Sql,
  form: DateForm,
  local: (time: Sql) => Sql,
  here: (instant: Sql) => Sql,
  midnight24: boolean,
): Sql {
  const n = dateNumbers(form, (index) => sql`p[${index}]`, { midnight24 });
  const firstOfMonth = raw("make_date(y, m, 1)");
  const day = sql`(${firstOfMonth} + (d - 1) + later)`;
  const time = (seconds: Sql): Sql => sql`(${day} + (${seconds}) * interval '1 second')`;
  const unzoned = local(n.seconds ? time(raw("s")) : time(raw("0")));
  const zoned = n.offset ? here(sql`timezone('UTC', ${time(raw("coalesce(s, 0) - o"))})`) : null;
  const named = n.zoneName
    ? sql`when z is not null then ${here(sql`timezone(z, ${time(raw("coalesce(s, 0)"))})`)} `
    : raw("");
  const placed = zoned ? sql`case ${named}when o is null then ${unzoned} else ${zoned} end` : unzoned;
  return sql`(select case when ok and y > 0 and d between 1 and 31 then
      case when extract(day from ${firstOfMonth} + (d - 1)) = d then ${placed} end end
    from (select ${n.year} as y, ${n.month} as m, ${n.day} as d, ${n.seconds ?? raw("0")} as s, ${n.offset ?? raw("0")} as o${n.zoneName ? sql`, ${n.zoneName} as z` : raw("")}, ${n.daysLater ?? raw("0")} as later, ${n.inRange} as ok
      from (select regexp_match(${value}, ${form.pattern}) as p offset 0) g where p is not null offset 0) v)`;
}

const character = (hex: string): string => `\\u${hex}`;
/** Longer texts are no amounts, and casting them could fail. */
const longest = 250;

/** The number in a text as the grammar of amounts has it; a text that is no amount comes out as something else. */
function bareNumber(value: Sql, { steps }: NumberForms): Sql {
  return steps.reduce((text, { pattern, by }) => sql`regexp_replace(${text}, ${pattern}, ${by}, 'g')`, value);
}

/** A text as machines write a number, as NUMERIC; NULL when it is not a number. */
function guardedNumber(value: Sql): Sql {
  return sql`case when length(${value}) <= ${longest} and ${value} ~ ${machineNumber} then cast(replace(${value}, '_', '') as numeric) end`;
}

function parseDecimal(
  value: Sql,
  type: SourceType,
  decimalSeparator: "." | ",",
  scale: 4 | 8,
  base?: string,
): Sql {
  const decimalType = raw(`decimal(18,${scale})`);
  const limit = raw(`1e${18 - scale}`);
  const within = (number: Sql): Sql =>
    sql`(select case when abs(round(n, ${scale})) < ${limit} then cast(n as ${decimalType}) end from (select ${number} as n offset 0) v)`;
  if (type !== "text") return within(sql`cast(${value} as numeric)`);
  const point = decimalSeparator === ".";
  const forms = numberForms(character, decimalSeparator, base);
  const decimal = (text: Sql): Sql => sql`cast(${point ? text : sql`replace(${text}, ',', '.')`} as numeric)`;
  // so short that it is within the limit
  const quick = sql`length(${value}) <= ${17 - scale} and ${value} ~ ${`^[+-]?[0-9]+(${point ? "\\." : ","}[0-9]+)?$`}`;
  const machine = point ? sql`when v ~ ${machineNumber} then cast(replace(v, '_', '') as numeric) ` : raw("");
  const careful = sql`(select case ${machine}when bare ~ ${forms.number} then ${decimal(sql`regexp_replace(bare, ${forms.groupMark}, '', 'g')`)} end
    from (select ${value} as v, ${bareNumber(value, forms)} as bare offset 0) b where length(v) <= ${longest})`;
  return sql`case when ${quick} then cast(${decimal(value)} as ${decimalType}) else ${within(careful)} end`;
}

function isNumber(value: Sql, type: SourceType, decimalSeparator: "." | ",", base?: string): Sql {
  if (type !== "text") return sql`(abs(cast(${value} as numeric)) < 'Infinity')`;
  const forms = numberForms(character, decimalSeparator, base);
  const hasForm = sql`(${bareNumber(value, forms)} ~ ${forms.number})`;
  if (decimalSeparator === ",") return hasForm;
  return sql`(coalesce(abs(${guardedNumber(value)}) < 1.7976931348623158e308, false) or ${hasForm})`;
}
