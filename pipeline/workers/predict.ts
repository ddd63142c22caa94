import {
  type Histories,
  type HistoryPredictions,
  type Params,
  type PurchaseModelName,
  predictHistories,
  purchaseModel,
} from "../../models/index.js";
import type { IntervalOptions } from "../../models/value/predictions.js";
import { sharedColumns } from "./shared-columns.js";

/** What all parts of the histories have in common. Columns of the histories belong in SharedArrayBuffers. */
export interface PredictInput {
  readonly model: PurchaseModelName;
  readonly params: Params;
  readonly histories: Histories;
  readonly horizonsDays: readonly number[];
  /** per day */
  readonly delta: number;
  /** null for expectations alone */
  readonly intervals: IntervalOptions | null;
}

/** Rows from `from` up to, but not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Predictions of one range of the histories, in shared columns; the same numbers however the rows are divided. */
export function predict(input: PredictInput, range: RowRange): HistoryPredictions {
  const { horizonsDays, delta, intervals } = input;
  const h = rowsOf(input.histories, range);
  const model = purchaseModel(input.model);
  const found =
    intervals === null
      ? predictHistories(model, input.params, h, horizonsDays, delta)
      : predictHistories(model, input.params, h, horizonsDays, delta, intervals);
  return {
    ...sharedColumns({ pAlive: found.pAlive, residual: found.residual }),
    expected: shared(found.expected),
    discounted: shared(found.discounted),
    variance: shared(found.variance),
    purchaseQuantiles: found.purchaseQuantiles.map(shared),
    valueQuantiles: found.valueQuantiles.map(shared),
  };
}

const workPerRange = 60_000;

/**
 * Ranges of about equal work that cover all rows in order. Rows of equal x and T share work, which is repeated in each
 * range that has some of them; there are the fewer of those to share with, the larger x.
 * @example rowRanges(histories).length // 16 for the 326,561 distinct histories of a million customers
 */
export function rowRanges({ x }: Histories, work = workPerRange): RowRange[] {
  const ranges: RowRange[] = [];
  let from = 0;
  let sum = 0;
  for (let i = 0; i < x.length; i++) {
    sum += 1 + x[i]! / 2;
    if (sum < work && i + 1 < x.length) continue;
    ranges.push({ from, to: i + 1 });
    from = i + 1;
    sum = 0;
  }
  return ranges;
}

/** Views of one range of rows. */
export function rowsOf({ x, tx, T, n, logGaps }: Histories, { from, to }: RowRange): Histories {
  return {
    x: x.subarray(from, to),
    tx: tx.subarray(from, to),
    T: T.subarray(from, to),
    n: n.subarray(from, to),
    ...(logGaps && { logGaps: logGaps.subarray(from, to) }),
  };
}

function shared(columns: readonly Float64Array[]): Float64Array[] {
  return Object.values(sharedColumns(Object.fromEntries(columns.entries())));
}
