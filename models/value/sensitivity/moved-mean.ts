/**
 * A chance p ~ Beta(A, B) of leaving with its mean moved down by `points`, A + B kept: Beta(A - points (A + B), B + points (A + B)).
 * Null where that leaves nothing: nobody leaves.
 * @example movedMean(0.8, 2.2, 0.01) // { A: 0.77, B: 2.23 }
 */
export function movedMean(
  A: number,
  B: number,
  points: number,
): { readonly A: number; readonly B: number } | null {
  const moved = points * (A + B);
  return A - moved > 0 ? { A: A - moved, B: B + moved } : null;
}
