/** A path as the engine's readers take it literally: these characters begin a pattern there. */
export function literalPath(path: string): string {
  return path.replace(/[[*?]/g, "[$&]");
}
