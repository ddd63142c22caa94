import { checkHistories } from "../histories.js";
import type { Histories } from "../model.js";

/**
 * Histories of customers with static covariates: the rows of customers with equal covariates form a group. Few groups
 * with many rows each for categorical covariates (still an exact compression), one group a customer for continuous ones.
 */
export interface CovariateHistories extends Histories {
  /** the group of each row: its place in `groups` */
  readonly group: Uint32Array;
  /** the covariates z of each group, one number per column of the design */
  readonly groups: readonly Float64Array[];
}

/** The rows of one group as plain histories, and where they stand among all rows. */
export interface GroupRows {
  readonly histories: Histories;
  readonly rows: Uint32Array;
}

/**
 * Compresses customers with covariates to distinct (x, t_x, T, z) with counts, sorted by x, t_x, T and group; groups
 * are numbered in the order of their first customer. Exact, like historiesFrom.
 * @param z the covariates of each customer, all of one length: see designRow
 * @param n customers each entry stands for; 1 when absent, entries of 0 are left out
 * @param logGaps sum of ln(time between purchases) of each customer, for the models that need it
 * @example covariateHistoriesFrom([0, 0, 1], [0, 0, 5], [9, 9, 9], [[1], [1], [0]]).n // [2, 1]
 */
export function covariateHistoriesFrom(
  x: ArrayLike<number>,
  tx: ArrayLike<number>,
  T: ArrayLike<number>,
  z: ArrayLike<ArrayLike<number>>,
  n?: ArrayLike<number>,
  logGaps?: ArrayLike<number>,
): CovariateHistories {
  checkHistories(x, tx, T);
  if (z.length !== x.length)
    throw new RangeError(`covariates of ${z.length} customers for ${x.length} histories`);
  const groups: Float64Array[] = [];
  const numbers = new Map<string, number>();
  const groupOf = Uint32Array.from({ length: x.length }, (_, i) => {
    const row = Float64Array.from(z[i]!);
    const key = row.join();
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, groups.length);
    return groups.push(row) - 1;
  });
  checkGroups(groups);
  const rows = Uint32Array.from({ length: x.length }, (_, i) => i).filter(
    (i) => n === undefined || n[i] !== 0,
  );
  const compare = (i: number, j: number): number =>
    x[i]! - x[j]! || tx[i]! - tx[j]! || T[i]! - T[j]! || groupOf[i]! - groupOf[j]!;
  rows.sort(compare);
  const first: number[] = [];
  const counts: number[] = [];
  const gaps: number[] = [];
  for (const i of rows) {
    const weight = n === undefined ? 1 : n[i]!;
    if (first.length === 0 || compare(first[first.length - 1]!, i) !== 0) {
      first.push(i);
      counts.push(0);
      gaps.push(0);
    }
    counts[first.length - 1]! += weight;
    gaps[first.length - 1]! += weight * (logGaps?.[i] ?? 0);
  }
  return {
    x: Float64Array.from(first, (i) => x[i]!),
    tx: Float64Array.from(first, (i) => tx[i]!),
    T: Float64Array.from(first, (i) => T[i]!),
    n: Float64Array.from(counts),
    ...(logGaps && { logGaps: Float64Array.from(gaps, (sum, i) => sum / counts[i]!) }),
    group: Uint32Array.from(first, (i) => groupOf[i]!),
    groups,
  };
}

const splits = new WeakMap<CovariateHistories, readonly GroupRows[]>();

/**
 * The histories of each group, rows in their order; made once per object, so its arrays must not change afterwards.
 * What a plain model says of a group's histories at `paramsFor` its covariates is what it says of these customers.
 */
export function splitByGroup(data: CovariateHistories): readonly GroupRows[] {
  let split = splits.get(data);
  if (split === undefined) {
    const counts = new Uint32Array(data.groups.length);
    for (const g of data.group) counts[g]!++;
    const rowsOf = Array.from(counts, (count) => new Uint32Array(count));
    const filled = new Uint32Array(counts.length);
    for (let i = 0; i < data.group.length; i++) {
      const g = data.group[i]!;
      rowsOf[g]![filled[g]!++] = i;
    }
    split = rowsOf.map((rows) => ({ rows, histories: historiesOf(data, rows) }));
    splits.set(data, split);
  }
  return split;
}

function historiesOf(data: CovariateHistories, rows: Uint32Array): Histories {
  const take = (column: Float64Array): Float64Array => Float64Array.from(rows, (i) => column[i]!);
  const { x, tx, T, n, logGaps } = data;
  return {
    x: take(x),
    tx: take(tx),
    T: take(T),
    n: take(n),
    ...(logGaps && { logGaps: take(logGaps) }),
  };
}

/** Throws a RangeError unless every group has finite covariates, as many as the first. */
export function checkGroups(groups: readonly Float64Array[], columns = groups[0]?.length ?? 0): void {
  const broken = groups.filter((z) => z.length !== columns || !z.every(Number.isFinite));
  if (broken.length === 0) return;
  throw new RangeError(
    `${broken.length} of ${groups.length} groups have no ${columns} finite covariates ` +
      `(first: group ${groups.indexOf(broken[0]!)}, z = [${broken[0]!.join(", ")}])`,
  );
}
