import { foldId, type IdFolding } from "../sql/fold-id.js";
import { trimBlanks } from "../text/blanks.js";

/** What stands where a quoted line of theirs was. */
export const redaction = "[forgotten]";

/** Who is to be forgotten. Ids are compared as texts, "1" is not "01", unless the config folds them. */
export interface Person {
  /** Customer ids as they are in tables: trimmed, and folded as runs did. */
  readonly ids: readonly string[];
  is(value: unknown): value is string;
}

/**
 * @param foldings what makes spellings of an id one (ingest.foldIds), where all runs agree on it; a quoted line of the log has
 * the id as it was spelt
 */
export function personOf(ids: readonly string[], foldings: readonly IdFolding[] = []): Person {
  const known = new Set(ids);
  return {
    ids,
    is: (value): value is string =>
      typeof value === "string" && (known.has(value) || known.has(foldId(value, foldings))),
  };
}

/** The ids that runs may have made of one that a person names: as it is, and as each of the configs folds it. */
export function spellingsOf(id: string, foldings: readonly (readonly IdFolding[])[]): string[] {
  const trimmed = trimBlanks(id);
  return [...new Set([trimmed, ...foldings.map((each) => foldId(trimmed, each))])];
}

/** How often each of the ids was found, those that were. */
export type Found = ReadonlyMap<string, number>;

export function foundTimes(found: Found): number {
  return [...found.values()].reduce((a, b) => a + b, 0);
}

export function addFound(all: Map<string, number>, more: Found): void {
  for (const [id, times] of more) all.set(id, (all.get(id) ?? 0) + times);
}
