import { emptyColumn, newcomerPredictor, normalQuantile } from "../../../models/index.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import type { OutcomeDrivers } from "./fit-drivers.js";
import { levelsOfCell } from "./read-cells.js";

/** What people of each combination of levels are expected to bring, with a level more for each feature: none of those known. */
export interface ProspectValues {
  /** By feature: its levels and one more. */
  readonly sizes: readonly number[];
  /** Columns of numbers with a place for each combination: value, its bounds, and customers with all of the levels. */
  readonly columns: Readonly<Record<string, Int32Array | Float64Array>>;
}

/**
 * @param drivers fitted with attributes alone
 * @param scale what values of the fit are to be multiplied by
 */
export function prospectValues(drivers: OutcomeDrivers, scale: number, intervals: boolean): ProspectValues {
  const sizes = drivers.features.map(({ levels }) => levels.length + 1);
  const shares = drivers.features.map(({ levels }, f) => {
    const told = levels.map((_, l) => {
      const known = drivers.fit.columns[f]![l] !== emptyColumn;
      return known ? (drivers.effects.find((e) => e.feature === f && e.level === l)?.customers ?? 0) : 0;
    });
    const all = told.reduce((sum, n) => sum + n, 0);
    return told.map((n) => n / all);
  });
  const all = Array.from({ length: sizes.reduce((product, size) => product * size, 1) }, (_, cell) => {
    const levels = levelsOfCell(cell, sizes).map((level, f) => (level < sizes[f]! - 1 ? level : null));
    return newcomerPredictor(drivers.fit, levels, shares);
  });
  // whose levels never brought anything is expected to bring nothing, and no bound is known
  const bound = (level: number): Float64Array =>
    Float64Array.from(all, (eta) =>
      eta === null || !intervals
        ? Number.NaN
        : scale * Math.exp(eta.mean + normalQuantile(level) * eta.error),
    );
  return {
    sizes,
    columns: {
      cell: Int32Array.from(all.keys()),
      expected_first_year: Float64Array.from(all, (eta) => (eta === null ? 0 : scale * Math.exp(eta.mean))),
      ...Object.fromEntries(
        intervalBounds.map(({ name, level }) => [`expected_first_year_${name}`, bound(level)]),
      ),
    },
  };
}
