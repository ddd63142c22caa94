/** Names of a list on a command line: none, all, or some of those that are known. */
export function listOf<T extends string>(list: string, known: readonly T[], option: string): T[] {
  if (list === "none") return [];
  if (list === "all") return [...known];
  return list.split(",").map((name) => {
    if (!(known as readonly string[]).includes(name))
      throw new RangeError(`${option} takes ${known.join(", ")}; got "${name}"`);
    return name as T;
  });
}

/** @example seedsOf("1-3,7") // [1, 2, 3, 7] */
export function seedsOf(list: string): number[] {
  return list.split(",").flatMap((part) => {
    const [from, to = from] = part.split("-").map(Number);
    return Array.from({ length: to! - from! + 1 }, (_, i) => from! + i);
  });
}
