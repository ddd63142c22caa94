/** A plain or grouped number, with a decimal point or comma, sign, currency mark, word or code, or percent. */
const number =
  /^[-+(]?(\p{L}{0,3}\p{Sc}|\p{L}{1,3}\.? )? ?-?(\d+|\d{1,3}([ ,.'’]\d{3})+)?([.,]\d+)?(?<=\d)([eE][-+]?\d+)?\)?-? ?(%|\p{Sc}|[A-Z]{3}| \p{L}{1,4}\.?|,-)?$/u;
const date =
  /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[- ][A-Za-z]{3,9}[- ]\d{2,4})([T ]+\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)? ?([AaPp][Mm])?( ?(Z|UTC|[-+]\d{2}:?\d{2}))?)?$/;
const time = /^\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?$/;
const word = /^[\p{L}\p{N}_@#&+./()*-]+$/u;

/** Whether a field holds a value (a number, a date, a time) rather than a name or a text. */
export function isValue(field: string): boolean {
  const text = field.trim();
  return text !== "" && (number.test(text) || date.test(text) || time.test(text));
}

/**
 * How much a field looks like one field, from 0 to 1: a wrong delimiter leaves fields with other delimiters inside
 * or halves of dates and quotes, which no export writes.
 */
export function fieldLikeness(field: string, quoted: boolean): number {
  const text = field.trim();
  if (quoted || isValue(text)) return 1;
  if (text === "") return 0.9;
  if (/^["'].*["']$/.test(text)) return 0.3;
  if (word.test(text)) return 1;
  return /[,;\t|]|^["']|["']$/.test(text) ? 0.2 : 0.7;
}

/**
 * Whether the first record names the columns: it holds no value itself, and below it at least one column holds values;
 * or, in a table of texts only, every name is there once and none comes back as a value of its column.
 */
export function isHeader(first: readonly string[], body: readonly (readonly string[])[]): boolean {
  if (first.some(isValue) || first.every((name) => name.trim() === "")) return false;
  if (body.length === 0) return true;
  const holdsValues = first.some((_, i) => {
    const filled = body.map((record) => record[i] ?? "").filter((field) => field.trim() !== "");
    return filled.length > 0 && filled.filter(isValue).length >= 0.7 * filled.length;
  });
  if (holdsValues) return true;
  const names = first.map((name) => name.trim().toLowerCase());
  if (new Set(names).size < names.length || names.includes("")) return false;
  return names.every((name, i) => body.every((record) => record[i]?.trim().toLowerCase() !== name));
}
