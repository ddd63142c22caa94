import type { Concept } from "./languages/concepts.js";
import { fold, lexicon } from "./languages/lexicon.js";

/** A known word of a column name, or a part that no language knows. */
export interface NamePart {
  readonly text: string;
  readonly concepts: ReadonlySet<Concept>;
}

const unknown: ReadonlySet<Concept> = new Set();
const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;
/** Letters between the parts of a compound: Zahlung-s-art, tilaukse-n. */
const links = ["", "s", "n", "en", "e", "es", "er", "ar"];
const shortest = 3;
/** The letters that a system puts before all its names: OXORDERDATE. */
const longestPrefix = 3;
/** Shorter words that may end or begin a compound. */
const shortParts = new Set(["id", "nr", "no", "dt"]);

/** The parts between marks, changes of case and changes of script, as they are written. */
export function nameParts(name: string): string[] {
  return name
    .normalize("NFKC")
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/(\p{Ll}\p{Ll})(\d)/gu, "$1 $2")
    .replace(
      /([\p{Script=Latin}\d])(?=[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu,
      "$1 ",
    )
    .replace(
      /([\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー])(?=[\p{Script=Latin}\d])/gu,
      "$1 ",
    )
    .replace(/['’](?=\p{L})/gu, " ")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((part) => part !== "");
}

const read = new Map<string, readonly NamePart[]>();

/**
 * A column name in the words of the languages that are known: `Gesamtbetrag` is gesamt (total) and betrag (amount),
 * `注文日` 注文 (order) and 日 (date).
 */
export function readName(name: string): readonly NamePart[] {
  const known = read.get(name);
  if (known !== undefined) return known;
  const capital = name === name.toUpperCase();
  const parts = phrases(nameParts(name).map(fold)).flatMap((text) =>
    lexicon.has(text) ? [part(text)] : eastern.test(text) ? easternParts(text) : compoundParts(text, capital),
  );
  if (read.size > 5000) read.clear();
  read.set(name, parts);
  return parts;
}

const part = (text: string): NamePart => ({ text, concepts: lexicon.get(text) ?? unknown });

/** Neighbours that stand in the lexicon as one entry, the longest first, become one. */
function phrases(words: readonly string[]): string[] {
  const found: string[] = [];
  for (let i = 0; i < words.length; ) {
    const length =
      [4, 3, 2].find((n) => i + n <= words.length && lexicon.has(words.slice(i, i + n).join(" "))) ?? 1;
    found.push(words.slice(i, i + length).join(" "));
    i += length;
  }
  return found;
}

/** The fewest characters unknown, then the fewest words. */
function easternParts(text: string): NamePart[] {
  const best: { cost: number; parts: string[] }[] = [{ cost: 0, parts: [] }];
  for (let end = 1; end <= text.length; end++) {
    for (let from = Math.max(0, end - 8); from < end; from++) {
      const word = text.slice(from, end);
      const price = lexicon.has(word) ? 1 : end - from === 1 ? 10 : null;
      if (price === null) continue;
      const cost = best[from]!.cost + price;
      const known = best[end];
      if (known === undefined || cost < known.cost) best[end] = { cost, parts: [...best[from]!.parts, word] };
    }
  }
  return best[text.length]!.parts.map(part);
}

/** A compound whose parts are all known, else its known beginning or end, else the word itself. */
function compoundParts(text: string, capital: boolean): NamePart[] {
  const whole = split(text);
  if (whole !== null) return whole.map(part);
  for (let at = 2; capital && at <= longestPrefix && at < text.length - shortest; at++) {
    const rest = split(text.slice(at));
    if (rest !== null && rest.length > 1) return [text.slice(0, at), ...rest].map(part);
  }
  for (let at = 2; at <= text.length - 5; at++) {
    const end = text.slice(at);
    if (lexicon.has(end)) return [part(text.slice(0, at)), part(end)];
  }
  return [part(text)];
}

const joins = (text: string): boolean =>
  lexicon.has(text) && (text.length >= shortest || shortParts.has(text));

/** Longest first part first; at most four parts. */
function split(text: string, depth = 0): string[] | null {
  if (joins(text)) return [text];
  if (depth === 3) return null;
  for (let at = text.length - 2; at >= 2; at--) {
    const first = text.slice(0, at);
    if (!joins(first)) continue;
    for (const link of links) {
      if (!text.startsWith(link, at)) continue;
      const rest = split(text.slice(at + link.length), depth + 1);
      if (rest !== null) return [first, ...rest];
    }
  }
  return null;
}
