/**
 * Customers grouped by the levels of their features: what a regression of an outcome y with these features reads of them, exactly
 * as if it read each customer. Arrays have a place for each cell.
 */
export interface DriverCells {
  /** By feature: how many levels it has. */
  readonly levels: readonly number[];
  /** By feature: the level of each cell, from 0 on. */
  readonly level: readonly Uint16Array[];
  /** Which share of the customers a cell is of, for what is judged by customers that it was not fitted to. */
  readonly fold: Uint8Array;
  /** customers */
  readonly n: Float64Array;
  /** sums over them of y, y^2, and y ln y where y > 0 */
  readonly y: Float64Array;
  readonly y2: Float64Array;
  readonly yLogY: Float64Array;
}

/** What customers with a level of a feature add up to. */
export interface LevelSum {
  readonly n: number;
  readonly y: number;
}

/**
 * By feature and level.
 * @param uses whether a cell counts; all when absent
 */
export function levelSums(cells: DriverCells, uses: (cell: number) => boolean = () => true): LevelSum[][] {
  const sums = cells.levels.map((levels) => Array.from({ length: levels }, () => ({ n: 0, y: 0 })));
  cells.n.forEach((n, c) => {
    if (!uses(c)) return;
    cells.level.forEach((level, f) => {
      const sum = sums[f]![level[c]!]!;
      sum.n += n;
      sum.y += cells.y[c]!;
    });
  });
  return sums;
}

/** The level of each feature that others are compared with: the wanted one where it has any value, else the most frequent with some. */
export function baseLevels(cells: DriverCells, wanted: readonly (number | null)[]): number[] {
  return levelSums(cells).map((sums, f) => {
    const own = wanted[f] ?? null;
    if (own !== null && sums[own]!.y > 0) return own;
    return sums.reduce(
      (best, { n, y }, l) => (y > 0 && n > (sums[best]!.y > 0 ? sums[best]!.n : 0) ? l : best),
      0,
    );
  });
}
