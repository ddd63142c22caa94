/** What stands where a quoted line of theirs was. */
export const redaction = "[forgotten]";

/** Who is to be forgotten. Ids are compared as texts: "1" is not "01". */
export interface Person {
  /** Customer ids as they are in the log, trimmed. */
  readonly ids: readonly string[];
  is(value: unknown): value is string;
}

export function personOf(ids: readonly string[]): Person {
  const known = new Set(ids);
  return { ids, is: (value): value is string => typeof value === "string" && known.has(value) };
}

/** How often each of the ids was found, those that were. */
export type Found = ReadonlyMap<string, number>;

export function foundTimes(found: Found): number {
  return [...found.values()].reduce((a, b) => a + b, 0);
}

export function addFound(all: Map<string, number>, more: Found): void {
  for (const [id, times] of more) all.set(id, (all.get(id) ?? 0) + times);
}
