import { chinese } from "./chinese.js";
import type { Concept, Language } from "./concepts.js";
import { danish } from "./danish.js";
import { dutch } from "./dutch.js";
import { english } from "./english.js";
import { finnish } from "./finnish.js";
import { french } from "./french.js";
import { german } from "./german.js";
import { icelandic } from "./icelandic.js";
import { italian } from "./italian.js";
import { japanese } from "./japanese.js";
import { korean } from "./korean.js";
import { norwegian } from "./norwegian.js";
import { polish } from "./polish.js";
import { portuguese } from "./portuguese.js";
import { spanish } from "./spanish.js";
import { swedish } from "./swedish.js";

const languages: readonly Language[] = [
  english,
  german,
  french,
  spanish,
  italian,
  dutch,
  portuguese,
  polish,
  danish,
  swedish,
  norwegian,
  finnish,
  icelandic,
  japanese,
  chinese,
  korean,
];

const letters: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
};
const spelledOut: Readonly<Record<string, string>> = {
  ä: "ae",
  ö: "oe",
  ü: "ue",
  ø: "oe",
  å: "aa",
  ...letters,
};

/** Small letters without accents; Japanese voicing marks stay. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[ßøæœłđðþı]/g, (letter) => letters[letter]!)
    .normalize("NFC");
}

/** As people write it without umlauts: `ä` is `ae`, `å` is `aa`. */
function spellOut(text: string): string {
  return fold(text.toLowerCase().replace(/[äöüøåßæœłđðþı]/g, (letter) => spelledOut[letter] ?? letter));
}

function readLexicon(): ReadonlyMap<string, ReadonlySet<Concept>> {
  const lexicon = new Map<string, Set<Concept>>();
  for (const language of languages)
    for (const [concept, words] of Object.entries(language))
      for (const word of words.split(",").map((each) => each.trim()))
        for (const form of [fold(word), spellOut(word)]) {
          const known = lexicon.get(form) ?? new Set();
          lexicon.set(form, known.add(concept as Concept));
        }
  return lexicon;
}

/** What the words of all languages speak of; an entry of several words has blanks in it. */
export const lexicon = readLexicon();
