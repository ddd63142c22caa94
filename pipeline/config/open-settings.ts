/** What stands in a clv.yaml for a setting that a person has yet to choose. */
export const openMark = "?";

/**
 * The dotted keys of a config tree that are still open.
 * @example openSettings({ ingest: { dateFormat: "?" }, seed: 1 }) // ["ingest.dateFormat"]
 */
export function openSettings(tree: unknown, at = ""): string[] {
  if (tree === openMark) return [at];
  if (tree === null || typeof tree !== "object" || Array.isArray(tree)) return [];
  return Object.entries(tree).flatMap(([key, value]) =>
    openSettings(value, at === "" ? key : `${at}.${key}`),
  );
}
