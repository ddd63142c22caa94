import type { Histories, Params, PurchaseModel } from "../model.js";

/**
 * P(alive at T + t | alive at T, x, t_x) of each history, by horizon t. Times P(alive at T) it is P(alive at T + t); the sum of that over
 * customers is how many are expected to be customers still at that time.
 * What a memoryless model says of who is alive is free of t_x, so it is worked out once per (x, T).
 * @param horizons in the parameters' time unit
 */
export function stayingOf<K extends string>(
  model: PurchaseModel<K>,
  p: Params<K>,
  { x, tx, T }: Pick<Histories, "x" | "tx" | "T">,
  horizons: readonly number[],
): Float64Array[] {
  const out = horizons.map(() => new Float64Array(x.length));
  const known = new Map<number, readonly number[]>();
  for (let i = 0; i < x.length; i++) {
    if (i > 0 && x[i] !== x[i - 1]) known.clear();
    let staying = model.memoryless ? known.get(T[i]!) : undefined;
    if (staying === undefined) {
      staying = horizons.map((t) => model.probabilityStaying(p, x[i]!, tx[i]!, T[i]!, t));
      known.set(T[i]!, staying);
    }
    for (let j = 0; j < out.length; j++) out[j]![i] = staying[j]!;
  }
  return out;
}
