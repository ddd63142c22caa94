import type { Histories } from "../../models/index.js";

/** Histories picked out of all, of which there may be too many for this process. */
export interface HistorySample {
  /** n: the customers that each stands for */
  readonly histories: Histories;
  /** the customers that have each of them */
  readonly customers: Float64Array;
  /** covariate_group of each */
  readonly group: Uint32Array;
  /** whether none was left out */
  readonly whole: boolean;
}

/** Some histories in their order, as columns. */
export interface HistoryRows {
  readonly histories: Histories;
  readonly group: Uint32Array;
}

/**
 * Every (customers / draws)-th customer's history, from histories that stream by in their order; all of them where there
 * are no more than that.
 * @param of histories and customers there are in all
 */
export async function sampleHistories(
  batches: AsyncIterable<HistoryRows>,
  of: { readonly rows: number; readonly customers: number },
  draws: number,
): Promise<HistorySample> {
  const whole = of.rows <= draws;
  const step = of.customers / draws;
  const picked: Record<"x" | "tx" | "T" | "n" | "own" | "group", number[]> = {
    x: [],
    tx: [],
    T: [],
    n: [],
    own: [],
    group: [],
  };
  let passed = 0;
  let hits = 0;
  for await (const { histories: h, group } of batches)
    for (let i = 0; i < h.n.length; i++) {
      passed += h.n[i]!;
      const reached = Math.floor(passed / step + 0.5);
      if (!whole && reached === hits) continue;
      picked.x.push(h.x[i]!);
      picked.tx.push(h.tx[i]!);
      picked.T.push(h.T[i]!);
      picked.own.push(h.n[i]!);
      picked.n.push(whole ? h.n[i]! : (reached - hits) * step);
      picked.group.push(group[i]!);
      hits = reached;
    }
  const column = (values: readonly number[]): Float64Array => Float64Array.from(values);
  return {
    histories: {
      x: column(picked.x),
      tx: column(picked.tx),
      T: column(picked.T),
      n: column(picked.n),
    },
    customers: column(picked.own),
    group: Uint32Array.from(picked.group),
    whole,
  };
}
