import { normalProbability } from "../numeric/normal-probability.js";
import { type DriverCells, levelSums } from "./cells.js";
import { type PooledLevels, poolLevels } from "./pool-levels.js";
import { baseColumn, type DriverFit } from "./quasi-poisson.js";

/** A logarithm of a ratio to the base level, and how sure it is. */
export interface LogEffect {
  readonly mean: number;
  readonly error: number;
}

/** What customers with a level of a feature bring, compared with those of its base level that are alike in all other features. */
export interface LevelEffect {
  readonly feature: number;
  readonly level: number;
  readonly customers: number;
  /** mean outcome as observed; null without customers */
  readonly mean: number | null;
  readonly isBase: boolean;
  /** null for the base, where too few customers have the level to tell, and where their outcomes add up to nothing */
  readonly effect: LogEffect | null;
  /** The same with the levels of the feature drawn together; where there are two of them, as they are. */
  readonly pooled: LogEffect | null;
  /** two-sided, of no difference from the base */
  readonly pValue: number | null;
}

/** Customers below whom nothing is said of a level. */
export const fewestOfLevel = 20;

/** The effect of each level. */
export function levelEffects(cells: DriverCells, fit: DriverFit): LevelEffect[] {
  return levelSums(cells).flatMap((sums, feature) => {
    const columns = fit.columns[feature]!;
    const told = sums
      .map((_, level) => level)
      .filter((level) => {
        const column = columns[level]!;
        return (
          column > 0 &&
          fit.kept[column]! &&
          sums[level]!.n >= fewestOfLevel &&
          fit.covariance[column]![column]! > 0
        );
      });
    const pooled = pooledOf(
      told.map((level) => columns[level]!),
      fit,
    );
    return sums.map(({ n, y }, level) => {
      const place = told.indexOf(level);
      const effect = place < 0 ? null : effectOf(columns[level]!, fit);
      return {
        ...{ feature, level, customers: n, mean: n > 0 ? y / n : null, effect },
        isBase: columns[level] === baseColumn,
        pooled:
          pooled === null || place < 0
            ? effect
            : { mean: pooled.means[place]!, error: pooled.errors[place]! },
        pValue: effect === null ? null : 2 * normalProbability(-Math.abs(effect.mean / effect.error)),
      };
    });
  });
}

function effectOf(column: number, { coefficients, covariance }: DriverFit): LogEffect {
  return { mean: coefficients[column]!, error: Math.sqrt(covariance[column]![column]!) };
}

function pooledOf(columns: readonly number[], { coefficients, covariance }: DriverFit): PooledLevels | null {
  if (columns.length < 2) return null;
  return poolLevels(
    columns.map((j) => coefficients[j]!),
    columns.map((j) => columns.map((k) => covariance[j]![k]!)),
  );
}
