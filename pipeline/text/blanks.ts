/** Every kind of blank that stands around a text without being seen: of Unicode, no-break, of no width, and control characters. */
export const blanks = [
  "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a",
  "\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",
].join("");

/** Those of the class Zs of Unicode, which DuckDB's trim() takes away where it is not told what to. */
export const spaces =
  " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000";

/**
 * @example trimBlanks("\u00a0 K17\u200b") // "K17"
 */
export function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && blanks.includes(text[from]!)) from++;
  while (to > from && blanks.includes(text[to - 1]!)) to--;
  return text.slice(from, to);
}
