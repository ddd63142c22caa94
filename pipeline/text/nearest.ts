/**
 * The known name that a mistyped one most likely means: the same in another case, or at most two typing mistakes away
 * (one where the name has four letters or fewer); undefined when none is near.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const same = known.find((k) => k.toLowerCase() === name.toLowerCase());
  if (same !== undefined) return same;
  const allowed = name.length <= 4 ? 1 : 2;
  const near = known
    .map((k) => ({ k, d: distance(k.toLowerCase(), name.toLowerCase()) }))
    .filter(({ d }) => d <= allowed);
  return near.sort((a, b) => a.d - b.d)[0]?.k;
}

/** Levenshtein distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
