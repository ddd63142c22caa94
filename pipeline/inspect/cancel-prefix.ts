import type { Profile } from "./profile.js";

/** Letters before the ids of cancelled orders. */
export interface CancelPrefix {
  readonly prefix: string;
  readonly rows: number;
  readonly evidence: string;
}

const fewest = 3;

/**
 * The shortest letters that begin the order ids of negative rows and of hardly any other; or, in a log that writes every
 * amount without a sign, those whose ids without them are ids of other orders.
 * @param signs number whose sign counts, by row: of the amount or the quantity
 */
export function cancelPrefix(orders: Profile, signs: Float64Array): CancelPrefix | null {
  const groups = new Map<string, { rows: number; negative: number; known: number }>();
  const ids = new Set(orders.values);
  let negatives = 0;
  let filled = 0;
  orders.values.forEach((id, i) => {
    if (id === null) return;
    const negative = signs[i]! < 0 ? 1 : 0;
    filled++;
    negatives += negative;
    const letters = /^[A-Za-z]{1,4}[-_]?/.exec(id)?.[0] ?? "";
    for (let n = 1; n <= letters.length; n++) {
      const prefix = id.slice(0, n);
      const group = groups.get(prefix) ?? { rows: 0, negative: 0, known: 0 };
      group.rows++;
      group.negative += negative;
      if (ids.has(id.slice(n))) group.known++;
      groups.set(prefix, group);
    }
  });
  const candidates = [...groups].sort((a, b) => a[0].length - b[0].length || b[1].rows - a[1].rows);
  for (const [prefix, { rows, negative }] of candidates) {
    const others = filled - rows;
    if (rows < fewest || negative < 0.9 * rows || others < rows) continue;
    const rest = (negatives - negative) / others;
    if (rest > 0.1) continue;
    return {
      prefix,
      rows,
      evidence: `${negative} of ${rows} sampled rows whose order id begins so are negative`,
    };
  }
  if (negatives > 0) return null;
  for (const [prefix, { rows, known }] of candidates) {
    if (rows < fewest || known < 0.5 * rows || filled - rows < rows) continue;
    const evidence = `${known} of ${rows} sampled rows whose order id begins so carry the id of another order behind it; no amount has a sign`;
    return { prefix, rows, evidence };
  }
  return null;
}
