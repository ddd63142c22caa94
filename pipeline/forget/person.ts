const redaction = "[forgotten]";
/** Days, times and decimals: a number in them is no id. */
const numbers = String.raw`\d{4}-\d\d-\d\d(?:[T ][\d:.]+Z?)?|\d+(?:[.:]\d+)+`;

/** Who is to be forgotten: how they are found in what tables and files hold. */
export interface Person {
  /** Customer ids as they are in the log, trimmed. */
  readonly ids: readonly string[];
  is(value: unknown): boolean;
  /** Whether a text names an id as a whole word. */
  isNamedIn(text: string): boolean;
  /** The text with each of these words blanked out. */
  redacted(text: string): string;
}

/** @example personOf(["17"]).redacted("17 bought on 2024-01-17") // "[forgotten] bought on 2024-01-17" */
export function personOf(ids: readonly string[]): Person {
  const known = new Set(ids);
  const words = (some: readonly string[]): string[] =>
    some.length === 0
      ? []
      : [String.raw`(?<![\p{L}\p{N}_])(?:${some.map(escaped).join("|")})(?![\p{L}\p{N}_])`];
  const digits = ids.filter((id) => /^\d+$/.test(id));
  const others = ids.filter((id) => !/^\d+$/.test(id));
  const pattern = new RegExp([...words(others), `(?<number>${numbers})`, ...words(digits)].join("|"), "gu");
  const redacted = (text: string): string =>
    text.replace(pattern, (match, ...more) => {
      const { number } = more.at(-1) as { number?: string };
      return number === undefined || known.has(match) ? redaction : match;
    });
  return {
    ids,
    is: (value) => typeof value === "string" && known.has(value),
    isNamedIn: (text) => redacted(text) !== text,
    redacted,
  };
}

function escaped(id: string): string {
  return id.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
