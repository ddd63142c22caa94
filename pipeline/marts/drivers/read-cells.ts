import type { DriverCells } from "../../../models/index.js";
import type { Row } from "../../engines/engine.js";
import type { DriverFeature } from "./features.js";

/**
 * The cells of one outcome with the first features alone, of rows of `driverCells`.
 * @param place of the outcome among those of the rows
 */
export function readCells(
  rows: readonly Row[],
  place: number,
  features: readonly DriverFeature[],
): DriverCells {
  const sizes = features.map(({ levels }) => levels.length);
  const combinations = sizes.reduce((product, size) => product * size, 1);
  const sums = new Map<string, { cell: number; fold: number; of: [number, number, number, number] }>();
  for (const row of rows) {
    const n = Number(row[`n_${place}`]);
    if (n === 0) continue;
    const [cell, fold] = [Number(row.cell) % combinations, Number(row.fold)];
    const sum = sums.get(`${cell} ${fold}`) ?? { cell, fold, of: [0, 0, 0, 0] };
    sums.set(`${cell} ${fold}`, sum);
    for (const [i, name] of ["n", "y", "y2", "y_log_y"].entries())
      sum.of[i]! += Number(row[`${name}_${place}`] ?? 0);
  }
  const all = [...sums.values()];
  const [n, y, y2, yLogY] = [0, 1, 2, 3].map((i) => Float64Array.from(all, ({ of }) => of[i]!));
  const digits = all.map(({ cell }) => levelsOfCell(cell, sizes));
  return {
    ...{ levels: sizes, n: n!, y: y!, y2: y2!, yLogY: yLogY! },
    level: sizes.map((_, f) => Uint16Array.from(digits, (own) => own[f]!)),
    fold: Uint8Array.from(all, ({ fold }) => fold),
  };
}

/** The level of each feature, of the number of a cell. */
export function levelsOfCell(cell: number, sizes: readonly number[]): number[] {
  let rest = cell;
  return sizes.map((size) => {
    const level = rest % size;
    rest = Math.floor(rest / size);
    return level;
  });
}
