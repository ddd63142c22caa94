import type { PredictInput, RowRange } from "./predict.js";
import { predict } from "./predict.js";

/** What is asked of each history under one future. */
export interface AskedFuture extends Pick<PredictInput, "horizonsDays" | "delta" | "timeline" | "change"> {
  /** The place of the horizon whose discounted purchases are asked for; null for those for ever. */
  readonly horizon: number | null;
}

/** Futures of the same histories: those that share what a model tabulates by history are worked out next to each other. */
export interface FuturesInput extends Pick<PredictInput, "model" | "params" | "histories" | "groups"> {
  readonly futures: readonly AskedFuture[];
}

/** Discounted purchases of one range of the histories, by future, in shared columns. */
export function worthOfFutures({ futures, ...common }: FuturesInput, range: RowRange): Float64Array[] {
  return futures.map(({ horizon, ...asked }) => {
    const { residual, discounted } = predict({ ...common, ...asked, intervals: null }, range);
    return horizon === null ? residual : discounted[horizon]!;
  });
}
