import {
  changedFuture,
  type FutureChange,
  type Histories,
  type HistoryPredictions,
  nearer,
  type Params,
  type PaymentClock,
  type PurchaseModel,
  type PurchaseModelName,
  paymentsDue,
  predictHistories,
  purchaseModel,
  type Timeline,
} from "../../models/index.js";
import { emptyPredictions, type IntervalOptions } from "../../models/value/predictions.js";
import { sharedColumns } from "./shared-columns.js";

/** What all parts of the histories have in common. Columns of the histories belong in SharedArrayBuffers. */
export interface PredictInput {
  readonly model: PurchaseModelName;
  readonly params: Params;
  readonly histories: Histories;
  readonly horizonsDays: readonly number[];
  /** per day */
  readonly delta: number;
  /** Where days do not count alike: `horizonsDays` are then its ends. */
  readonly timeline?: Timeline | null;
  /** The group of each history and the parameters of each group; null where all have the same. */
  readonly groups: HistoryGroups | null;
  /** Another future than the fitted one, which must mean something to the model; the fitted one when absent. */
  readonly change?: FutureChange;
  /** null for expectations alone */
  readonly intervals: IntervalOptions | null;
}

export interface HistoryGroups {
  readonly group: Uint32Array;
  readonly params: readonly Params[];
  /** Points of the intervals by group; null for the estimate alone. */
  readonly points: readonly (readonly Params[])[] | null;
  /** When the payments of each group fall due, where horizons and `delta` are in days and customers count intervals of their own. */
  readonly clocks?: readonly PaymentClock[];
}

/** Rows from `from` up to, but not including, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Predictions of one range of the histories, in shared columns; the same numbers however the rows are divided. */
export function predict(input: PredictInput, range: RowRange): HistoryPredictions {
  const { groups, intervals } = input;
  const h = rowsOf(input.histories, range);
  if (groups === null) return inSharedMemory(predictOf(input, input.params, h, intervals));
  const rows = new Map<number, number[]>();
  for (let i = 0; i < h.n.length; i++) {
    const g = groups.group[range.from + i]!;
    const own = rows.get(g);
    if (own === undefined) rows.set(g, [i]);
    else own.push(i);
  }
  const out = emptyPredictions(h.n.length, input.horizonsDays.length, intervals?.levels.length ?? 0);
  for (const [g, own] of rows) {
    const points = groups.points?.[g];
    const options = intervals && { ...intervals, ...(points && { points }) };
    const clock = groups.clocks?.[g];
    const found = predictOf(
      clock ? inIntervals(input, clock) : input,
      groups.params[g]!,
      pick(h, own),
      options,
    );
    scatter(clock ? withNearer(found, nearer(clock, input.delta)) : found, own, out);
  }
  return inSharedMemory(out);
}

/** The question in a customer's own intervals. */
function inIntervals(input: PredictInput, clock: PaymentClock): PredictInput {
  return {
    ...input,
    horizonsDays: input.horizonsDays.map((days) => paymentsDue(clock, days)),
    delta: input.delta * clock.interval,
  };
}

/** Values of payments that come sooner than a whole interval from now. */
function withNearer(found: HistoryPredictions, factor: number): HistoryPredictions {
  const times = (column: Float64Array): Float64Array => column.map((v) => v * factor);
  return {
    ...found,
    residual: times(found.residual),
    discounted: found.discounted.map(times),
    valueQuantiles: found.valueQuantiles.map((levels) => levels.map(times)),
  };
}

/** What differs between points of the parameters at which the same histories are predicted. */
export interface PredictPoint {
  readonly params: Params;
  readonly groups: HistoryGroups | null;
  /** Whether variances are asked for. */
  readonly varied?: boolean;
}

/** Expectations of all histories at one point of the parameters, and variances where asked for, in shared columns. */
export function predictAt(
  input: Pick<PredictInput, "model" | "histories" | "horizonsDays" | "delta" | "timeline">,
  { params, groups, varied = false }: PredictPoint,
): HistoryPredictions {
  const intervals = varied ? { levels: [0.5], spend: null } : null;
  return predict({ ...input, params, groups, intervals }, { from: 0, to: input.histories.n.length });
}

function predictOf(
  { model, horizonsDays, delta, timeline, change }: PredictInput,
  params: Params,
  h: Histories,
  intervals: IntervalOptions | null,
): HistoryPredictions {
  const options = intervals ?? undefined;
  const future = change ? changed(model, change) : purchaseModel(model);
  return predictHistories(future, params, h, horizonsDays, delta, options, timeline);
}

const changedModels = new WeakMap<FutureChange, PurchaseModel>();

/** Made once per change, with what it tabulates. */
function changed(model: PurchaseModelName, change: FutureChange): PurchaseModel {
  const known = changedModels.get(change) ?? changedFuture(model, change)!;
  changedModels.set(change, known);
  return known;
}

/** Some rows, in the order given. */
export function pick(h: Histories, rows: readonly number[]): Histories {
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (i) => column[i]!);
  return {
    x: take(h.x),
    tx: take(h.tx),
    T: take(h.T),
    n: take(h.n),
    ...(h.logGaps && { logGaps: take(h.logGaps) }),
  };
}

/** Copies predictions of some rows to their places among all. */
function scatter(from: HistoryPredictions, rows: readonly number[], to: HistoryPredictions): void {
  const copy = (source: Float64Array, target: Float64Array): void => {
    for (let i = 0; i < rows.length; i++) target[rows[i]!] = source[i]!;
  };
  copy(from.pAlive, to.pAlive);
  copy(from.residual, to.residual);
  for (const key of ["expected", "discounted", "variance"] as const)
    from[key].forEach((column, j) => {
      copy(column, to[key][j]!);
    });
  for (const key of ["purchaseQuantiles", "valueQuantiles"] as const)
    from[key].forEach((levels, j) => {
      levels.forEach((column, l) => {
        copy(column, to[key][j]![l]!);
      });
    });
}

function inSharedMemory(found: HistoryPredictions): HistoryPredictions {
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
 * @example rowRanges({ x: [0, 2, 4, 6] }, 5) // [{ from: 0, to: 3 }, { from: 3, to: 4 }]
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
