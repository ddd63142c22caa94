import { roughDateForm } from "../../sql/date-form.js";
import type { Dialect, SourceType } from "../../sql/dialect.js";
import { type NumberForms, numberForms } from "../../sql/number-form.js";
import { empty, id, list, lit, raw, type Sql, sql } from "../../sql/sql.js";
import { blanks } from "../../text/blanks.js";
import { parseDay } from "./parse-day.js";

/** As literals: DuckDB works chr(9) out for every row. */
const lastBlanks = [" ", "\t", "\n", "\r"];

/** DuckDB's own way of saying what the statements in pipeline/sql need. */
export const duckdbDialect: Dialect = {
  name: "duckdb",
  spell: (statement) => statement,
  table: (name) => id(name),
  fence: empty,
  parseDay,
  looksLikeDate(value, format) {
    const form = roughDateForm(format);
    return form === null ? raw("false") : sql`regexp_matches(trim(cast(${value} as varchar)), ${form})`;
  },
  parseDecimal,
  tryDecimal: (value) => sql`try_cast(${value} as decimal(18,4))`,
  isNumber,
  cleanText(value, nullTokens) {
    const text = sql`cast(${value} as varchar)`;
    const longest = Math.max(0, ...nullTokens.map((token) => token.length));
    // nothing but ASCII, no blank at either end, and longer than any token: the usual case
    const atEnd = list(
      lastBlanks.map((blank) => sql`not suffix(${text}, ${blank})`),
      " and ",
    );
    const plain = sql`strlen(${text}) > ${longest} and ${text} >= '!' and strlen(${text}) = length(${text}) and ${atEnd}`;
    const trimmed = sql`trim(${text}, ${blanks})`;
    const tokens = list([...new Set(["", ...nullTokens])].map(lit));
    return sql`case when ${plain} then ${text} when ${trimmed} in (${tokens}) then null else ${trimmed} end`;
  },
  matches: (text, pattern) => sql`regexp_matches(${text}, ${pattern})`,
  normalForm: (text) => sql`nfc_normalize(${text})`,
  byBytes: (text) => text,
  hash: (values) => sql`hash(${list(values)})`,
  textHash: (text) => sql`cast('0x' || substr(md5(${text}), 1, 8) as bigint)`,
  sha256: (text) => sql`sha256(${text})`,
  textDistance: (a, b) => sql`levenshtein(${a}, ${b})`,
  bitCount: (bits) => sql`cast(bit_count(${bits}) as integer)`,
  daysBetween: (from, to) => sql`cast(${to} - ${from} as integer)`,
  firstBy: (value, key) => sql`arg_min(${value}, ${key})`,
  rowJson: (columns) =>
    sql`cast(to_json(struct_pack(${list(columns.map((c) => sql`${id(c.name)} := ${c.value}`))})) as varchar)`,
};

const character = (hex: string): string => `\\x{${hex}}`;

/** The number in a text as the grammar of amounts has it; a text that is no amount comes out as something else. */
function bareNumber(value: Sql, { steps }: NumberForms): Sql {
  return steps.reduce((text, { pattern, by }) => sql`regexp_replace(${text}, ${pattern}, ${by}, 'g')`, value);
}

/**
 * A plain number fast; otherwise without what surrounds it and without well-formed thousands groups. A comma, point or
 * blank in any other place makes the text no number: 12,50 is never read as 1250.
 */
function parseDecimal(
  value: Sql,
  type: SourceType,
  decimalSeparator: "." | ",",
  scale: 4 | 8,
  base?: string,
): Sql {
  // beyond 18 digits a decimal takes 16 bytes, and reading one from text fifty times as long
  const decimalType = raw(`decimal(18,${scale})`);
  const cast = (text: Sql): Sql => sql`try_cast(${text} as ${decimalType})`;
  if (type !== "text") return cast(value);
  const forms = numberForms(character, decimalSeparator, base);
  const point = decimalSeparator === ".";
  const decimal = (text: Sql): Sql => cast(point ? text : sql`replace(${text}, ',', '.')`);
  // an empty text, where the form is not met, is no number
  const found = sql`regexp_extract(${bareNumber(value, forms)}, ${forms.number})`;
  const careful = decimal(sql`regexp_replace(${found}, ${forms.groupMark}, '', 'g')`);
  if (point) return sql`coalesce(${cast(value)}, ${careful})`;
  return sql`case when regexp_matches(${value}, ${raw("'^[+-]?[0-9]+(,[0-9]+)?$'")}) then ${decimal(value)} else ${careful} end`;
}

function isNumber(value: Sql, type: SourceType, decimalSeparator: "." | ",", base?: string): Sql {
  const finite = sql`isfinite(try_cast(${value} as double))`;
  if (type !== "text") return finite;
  const forms = numberForms(character, decimalSeparator, base);
  const hasForm = sql`regexp_matches(${bareNumber(value, forms)}, ${forms.number})`;
  return decimalSeparator === "." ? sql`(coalesce(${finite}, false) or ${hasForm})` : sql`(${hasForm})`;
}
