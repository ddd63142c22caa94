import type { Histories } from "../model.js";

/** Histories at which the points of a purchase model are evaluated: 1 % of the spread. */
export const sampleSize = 2048;

/** Histories picked out of all, of which there may be too many to hold at once. */
export interface HistorySample {
  /** n: the customers that each stands for */
  readonly histories: Histories;
  /** the customers that have each of them */
  readonly customers: Float64Array;
  /** whether none was left out */
  readonly whole: boolean;
}

/** Picks from histories that are shown to it in their order, as many at a time as is convenient. */
export interface HistorySampler {
  /** @returns positions, among these, of those that are picked */
  add(histories: Histories): number[];
  /** What was picked so far. */
  sample(): HistorySample;
}

/**
 * Every (customers / draws)-th customer's history, since a change of parameters moves neighbouring histories alike; all
 * of them where there are no more than `draws`.
 * @param of histories and customers there are in all
 */
export function historySampler(
  of: { readonly rows: number; readonly customers: number },
  draws: number,
): HistorySampler {
  const whole = of.rows <= draws;
  const step = of.customers / draws;
  const picked: Record<"x" | "tx" | "T" | "n" | "own", number[]> = { x: [], tx: [], T: [], n: [], own: [] };
  let passed = 0;
  let hits = 0;
  return {
    add(h) {
      const places: number[] = [];
      for (let i = 0; i < h.n.length; i++) {
        passed += h.n[i]!;
        const reached = Math.floor(passed / step + 0.5);
        if (!whole && reached === hits) continue;
        picked.x.push(h.x[i]!);
        picked.tx.push(h.tx[i]!);
        picked.T.push(h.T[i]!);
        picked.own.push(h.n[i]!);
        picked.n.push(whole ? h.n[i]! : (reached - hits) * step);
        places.push(i);
        hits = reached;
      }
      return places;
    },
    sample() {
      const { x, tx, T, n, own } = picked;
      const column = (values: readonly number[]): Float64Array => Float64Array.from(values);
      const histories = { x: column(x), tx: column(tx), T: column(T), n: column(n) };
      return { histories, customers: column(own), whole };
    },
  };
}
