/**
 * What a terminal obeys or does not show: controls (C0, DEL, C1) but line feed and tab, format characters (marks of
 * direction, zero-width ones), line and paragraph separators, lone surrogates.
 */
const unseen = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * A text whose every character can be seen: the others are written \uXXXX. Inside JSON that is the same value.
 * @example visible("a\u001b[2Jb") // "a\\u001b[2Jb"
 */
export function visible(text: string): string {
  return text.replace(unseen, (sign) =>
    Array.from({ length: sign.length }, (_, i) => sign.charCodeAt(i).toString(16).padStart(4, "0"))
      .map((hex) => `\\u${hex}`)
      .join(""),
  );
}

/**
 * Data as a part of a line: visible, and without line breaks and tabs of its own.
 * @example inOneLine("a\nb") // "a\\nb"
 */
export function inOneLine(text: string): string {
  return visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
}

/**
 * A text that leaves room for others beside it: in one line, and cut where it is longer than most are.
 * @example shortened("abcdef", 4) // "abc…"
 */
export function shortened(text: string, most = 40): string {
  const signs = [...inOneLine(text)];
  return signs.length <= most ? signs.join("") : `${signs.slice(0, most - 1).join("")}…`;
}
