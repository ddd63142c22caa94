import { readFile } from "node:fs/promises";
import { writeFileAtomic } from "../atomic-file.js";
import type { FileKind } from "./erased-file.js";
import { withoutPerson } from "./json-values.js";
import type { Person } from "./person.js";

/** One JSON value, written as it was: indented or in one line. */
export const jsonFile: FileKind = textKind((text, person) => {
  const value = parsed(text);
  if (value === undefined) return person.redacted(text);
  const kept = withoutPerson(value, person);
  if (kept === value) return text;
  return `${JSON.stringify(kept, null, /^[[{]\n/.test(text) ? 2 : undefined)}\n`;
});

/** A JSON value a line. */
export const jsonLinesFile: FileKind = textKind((text, person) =>
  text
    .split("\n")
    .map((line) => {
      const value = parsed(line);
      if (value === undefined) return person.redacted(line);
      const kept = withoutPerson(value, person);
      return kept === value ? line : JSON.stringify(kept);
    })
    .join("\n"),
);

/** Anything else: words of a text; in a binary file, such as a network's weights, there are none. */
export const plainFile: FileKind = textKind((text, person) =>
  text.includes("\0") ? text : person.redacted(text),
);

/** A file that fits into memory, by a function from its old text to the new one. Changes are counted by line. */
function textKind(kept: (text: string, person: Person) => string): FileKind {
  return {
    async erase(path, { person }) {
      const text = await readFile(path, "utf8");
      const rest = kept(text, person);
      if (rest === text) return 0;
      await writeFileAtomic(path, rest);
      return changes(text, person);
    },
    async traces(path, { person }) {
      const text = await readFile(path, "utf8");
      return kept(text, person) === text ? 0 : changes(text, person);
    },
  };
}

/** Lines that name the person, at least one. */
function changes(text: string, person: Person): number {
  return Math.max(1, text.split("\n").filter((line) => person.isNamedIn(line)).length);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
