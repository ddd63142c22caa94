import type { DayFormat, Dialect, SourceType } from "../sql/dialect.js";
import { id, list, lit, raw, type Sql, sql } from "../sql/sql.js";

/** DuckDB's own way of saying what the statements in pipeline/sql need. */
export const duckdbDialect: Dialect = {
  name: "duckdb",
  table: (name) => id(name),
  parseDay,
  looksLikeDate: (value) =>
    sql`regexp_matches(cast(${value} as varchar), '^\s*[0-9]{4}-?[0-9]{2}-?[0-9]{2}')`,
  parseDecimal,
  tryDecimal: (value) => sql`try_cast(${value} as decimal(18,4))`,
  isNumber: (value) => sql`isfinite(try_cast(${value} as double))`,
  cleanText(value, nullTokens) {
    const text = sql`cast(${value} as varchar)`;
    const longest = Math.max(0, ...nullTokens.map((token) => token.length));
    const plain = sql`length(${text}) > ${longest} and ${text} >= '!' and not suffix(${text}, ' ')`;
    const tokens =
      nullTokens.length > 0 ? sql`trim(${text}) in (${list(nullTokens.map(lit))})` : raw("false");
    return sql`case when ${plain} then ${text} when ${tokens} then null else trim(${text}) end`;
  },
  hash: (values) => sql`hash(${list(values)})`,
  daysBetween: (from, to) => sql`cast(${to} - ${from} as integer)`,
  firstBy: (value, key) => sql`arg_min(${value}, ${key})`,
};

function parseDay(value: Sql, type: SourceType, { format, timeZone, sourceTimeZone }: DayFormat): Sql {
  const here = (instant: Sql): Sql => sql`cast(timezone(${timeZone}, ${instant}) as date)`;
  const local = (time: Sql): Sql =>
    timeZone === sourceTimeZone
      ? sql`cast(${time} as date)`
      : here(sql`timezone(${sourceTimeZone}, ${time})`);
  if (type === "date") return sql`cast(${value} as date)`;
  if (type === "timestamp") return local(value);
  if (type === "timestamptz") return here(value);
  switch (format) {
    case "epoch":
      return here(instant(sql`try_cast(${value} as double)`, 1e6));
    case "epoch-ms":
      return here(instant(sql`try_cast(${value} as double)`, 1e3));
    case "yyyymmdd":
      return sql`cast(try_strptime(trim(cast(${value} as varchar)), '%Y%m%d') as date)`;
    case "iso":
      return parseIsoDay(value, here, local);
    default: {
      const time = sql`try_strptime(trim(${value}), ${format})`;
      return format.includes("%z") ? here(time) : local(time);
    }
  }
}

/** A number of seconds or milliseconds as an instant; NULL beyond the year 5138, where it cannot be one. */
function instant(number: Sql, microseconds: number): Sql {
  return sql`case when abs(${number}) < ${1e17 / microseconds} then make_timestamptz(cast(${number} * ${microseconds} as bigint)) end`;
}

/** yyyy-mm-dd alone (the common case, kept cheap), or with a time after a blank or a T, or with a time and a zone. */
function parseIsoDay(value: Sql, here: (instant: Sql) => Sql, local: (time: Sql) => Sql): Sql {
  const date = (text: Sql): Sql =>
    sql`case when ${text} >= '0' and ${text} < ':' and length(${text}) >= 8 then try_cast(${text} as date) end`;
  const trimmed = sql`trim(${value})`;
  const zoned = sql`regexp_matches(${trimmed}, '([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$')`;
  return sql`case when length(${value}) <= 10 then ${date(value)}
    when length(${trimmed}) <= 10 then ${date(trimmed)}
    when not regexp_matches(${trimmed}, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]') then null
    when ${zoned} then ${here(sql`try_cast(${trimmed} as timestamptz)`)}
    else ${local(sql`try_cast(${trimmed} as timestamp)`)} end`;
}

const currencySigns = "[\\s\\x{00A0}\\x{202F}€$£¥'’]|^[A-Z]{3}|[A-Z]{3}$";

/**
 * A plain number fast; otherwise without currency signs, blanks and well-formed thousands groups, with an accounting
 * minus as in (12.00) or 12.00-. A comma or point in any other place makes the text no number: 12,50 is never read as 1250.
 */
function parseDecimal(value: Sql, type: SourceType, decimalSeparator: "." | ","): Sql {
  if (type !== "text") return sql`try_cast(${value} as decimal(18,4))`;
  const bare = sql`regexp_replace(regexp_replace(trim(${value}), '^\((.*)\)$|^(.*[0-9])-$', '-\1\2'), ${currencySigns}, '', 'g')`;
  const point = decimalSeparator === ".";
  const grouped = point
    ? "^[+-]?[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]*)?$"
    : "^[+-]?[0-9]{1,3}(\\.[0-9]{3})+(,[0-9]*)?$";
  const plain = point ? "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)$" : "^[+-]?([0-9]+,?[0-9]*|,[0-9]+)$";
  const withoutGroups = sql`replace(${bare}, ${point ? "," : "."}, '')`;
  const decimal = (text: Sql): Sql =>
    sql`try_cast(${point ? text : sql`replace(${text}, ',', '.')`} as decimal(18,4))`;
  const careful = sql`case when regexp_matches(${bare}, ${plain}) then ${decimal(bare)}
    when regexp_matches(${bare}, ${grouped}) then ${decimal(withoutGroups)} end`;
  if (point) return sql`coalesce(try_cast(${value} as decimal(18,4)), ${careful})`;
  return sql`case when regexp_matches(${value}, ${raw("'^[+-]?[0-9]+(,[0-9]+)?$'")}) then ${decimal(value)} else ${careful} end`;
}
