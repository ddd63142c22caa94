import { raw, type Sql, sql } from "./sql.js";

/**
 * A text in a CSV file that a spreadsheet would run as a formula gets an apostrophe before it. So does one that has apostrophes
 * before such a beginning, so that each text can be told from its form in the file. A signed number runs nothing and stays.
 */
const formula = "^'*[=+\\-@\\t\\r\\n＝＋－＠]";
const neutral = "^'+[=+\\-@\\t\\r\\n＝＋－＠]";
const signedNumber = "^[+-][0-9]+([.,][0-9]+)?$";

/** A column of text as it is written into a CSV file. */
export function spreadsheetText(text: Sql): Sql {
  return sql`case when regexp_matches(${text}, ${formula}) and not regexp_matches(${text}, ${signedNumber}) then chr(39) || ${text} else ${text} end`;
}

/** The text that a field of such a file stands for. */
export function fromSpreadsheet(text: Sql): Sql {
  return sql`case when regexp_matches(${text}, ${neutral}) then substr(${text}, ${raw("2")}) else ${text} end`;
}

/**
 * The same outside of an engine.
 * @example withoutApostrophe("'=1+1") // "=1+1"
 */
export function withoutApostrophe(text: string): string {
  return new RegExp(neutral).test(text) ? text.slice(1) : text;
}
