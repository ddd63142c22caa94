import { readFile } from "node:fs/promises";
import { ClvError } from "../errors.js";
import { writePrivateFile } from "../files/atomic-file.js";
import type { Eraser, FileKind } from "./erased-file.js";
import { type Found, foundTimes } from "./person.js";

/**
 * A JSON value without a person, and all else as it was.
 * @param note is called with the id for each entry or text that goes
 */
export type WithoutPerson<T> = (value: T, eraser: Eraser, note: (id: string) => void) => Promise<T> | T;

/** One value, indented. It holds a person where `without` says so, and nowhere else. */
export function jsonFile<T>(without: WithoutPerson<T>): FileKind {
  return textFile(async (text, path, eraser, note) => {
    const value = parsed(text);
    if (value === undefined)
      throw new ClvError("SOURCE_UNREADABLE", `${path} is no JSON file that clv wrote. Remove it.`);
    return `${JSON.stringify(await without(value as T, eraser, note), null, 2)}\n`;
  });
}

/** A value a line. A line that was cut off by the end of a process goes where it quotes a person. */
export function jsonLinesFile<T>(without: WithoutPerson<T>): FileKind {
  return textFile(async (text, _, eraser, note) => {
    const lines: string[] = [];
    for (const line of text.split("\n")) {
      const ids: string[] = [];
      const value = parsed(line);
      const id = value === undefined ? eraser.lines.personIn(line) : null;
      const kept =
        value === undefined ? value : await without(value as T, eraser, (found) => ids.push(found));
      for (const found of id === null ? ids : [id]) note(found);
      if (id === null) lines.push(ids.length === 0 ? line : JSON.stringify(kept));
    }
    return lines.join("\n");
  });
}

/** A file of ours that cannot hold a customer: settings, sums, models. */
export const fileWithoutCustomers: FileKind = {
  erase: () => Promise.resolve(0),
  find: () => Promise.resolve(new Map()),
};

type Rewrite = (text: string, path: string, eraser: Eraser, note: (id: string) => void) => Promise<string>;

/** A file that fits into memory. */
function textFile(rewrite: Rewrite): FileKind {
  const rewritten = async (path: string, eraser: Eraser): Promise<{ text: string; found: Found }> => {
    const found = new Map<string, number>();
    const text = await rewrite(await readFile(path, "utf8"), path, eraser, (id) => {
      found.set(id, (found.get(id) ?? 0) + 1);
    });
    return { text, found };
  };
  return {
    async erase(path, eraser) {
      const { text, found } = await rewritten(path, eraser);
      if (found.size > 0) await writePrivateFile(path, text);
      return foundTimes(found);
    },
    find: async (path, eraser) => (await rewritten(path, eraser)).found,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
