import type { Histories } from "../model.js";
import { operationalLogGaps } from "./operational-log-gaps.js";

/** Operational time: how much a day counts, added up. In ordinary time every day counts 1. */
export interface Clock {
  /** the day at whose end it stands at 0 */
  readonly start: number;
  /** elapsed[i]: what it shows at the end of day start + i, rising */
  readonly elapsed: Float64Array;
}

/**
 * @param start  day before the first that counts
 * @param factor what each day after it counts, > 0
 */
export function clockFrom(start: number, factor: ArrayLike<number>): Clock {
  const elapsed = new Float64Array(factor.length + 1);
  for (let i = 0; i < factor.length; i++) elapsed[i + 1] = elapsed[i]! + factor[i]!;
  return { start, elapsed };
}

/** What it shows at the end of a day; days outside count as the nearest one that it knows. */
export function timeAt({ start, elapsed }: Clock, day: number): number {
  const i = day - start;
  const last = elapsed.length - 1;
  if (i < 0) return i * (elapsed[1]! - elapsed[0]!);
  return i <= last ? elapsed[i]! : elapsed[last]! + (i - last) * (elapsed[last]! - elapsed[last - 1]!);
}

/** Of a day: whole ones stay what they are, and few different times are left, whose logarithms likelihoods can share. */
const grid = 16;

const onGrid = (time: number): number => Math.round(grid * time) / grid;

/**
 * Histories in operational time, to a sixteenth of a day. T says when a customer came (asOf - T) and t_x when it last bought, so distinct histories stay
 * distinct, and purchases are as many as before.
 * @param h    in days, whole numbers
 * @param asOf the day that T ends with
 */
export function inOperationalTime(h: Histories, clock: Clock, asOf: number): Histories {
  const rows = h.x.length;
  const tx = new Float64Array(rows);
  const T = new Float64Array(rows);
  const now = timeAt(clock, asOf);
  for (let i = 0; i < rows; i++) {
    const first = asOf - h.T[i]!;
    const begun = timeAt(clock, first);
    const repeats = h.x[i]! > 0;
    tx[i] = repeats ? Math.max(1 / grid, onGrid(timeAt(clock, first + h.tx[i]!) - begun)) : 0;
    T[i] = Math.max(tx[i]!, onGrid(now - begun));
  }
  const { logGaps } = h;
  return {
    x: h.x,
    tx,
    T,
    n: h.n,
    ...(logGaps && {
      logGaps: logGaps.map((sum, i) => operationalLogGaps(sum, h.x[i]!, h.tx[i]!, tx[i]!)),
    }),
  };
}
