const mostRare = 0.2;
const fewest = 3;

/**
 * The letters that few ids begin with, where all others begin alike: with other letters, or with none. Null where there is no
 * such contrast.
 * @example rarePrefix(["O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8", "O9", "O10", "O11", "O12", "R1", "R2", "R3"]) // { prefix: "R", rows: 3, of: 15 }
 */
export function rarePrefix(
  ids: readonly (string | null)[],
): { readonly prefix: string; readonly rows: number; readonly of: number } | null {
  const groups = new Map<string, number>();
  let of = 0;
  for (const id of ids) {
    if (id === null) continue;
    const letters = /^[A-Za-z]{0,4}/.exec(id)![0];
    groups.set(letters, (groups.get(letters) ?? 0) + 1);
    of++;
  }
  if (groups.size !== 2) return null;
  const [rare, usual] = [...groups].sort((a, b) => a[1] - b[1]);
  const [prefix, rows] = rare!;
  if (prefix === "" || rows < fewest || rows > mostRare * of || usual![0].startsWith(prefix)) return null;
  return { prefix, rows, of };
}
