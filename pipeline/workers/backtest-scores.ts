import {
  type ForecastColumns,
  type ForecastScore,
  forecastScore,
  type Measures,
  type ScoreReplicates,
  scoreReplicates,
  seededRandom,
} from "../../models/index.js";

/** Forecasts of one thing, purchases or value, of the same customers. */
export interface ScoringInput {
  readonly targets: readonly (readonly ForecastColumns[])[];
  /** Customers of each cell that is scored for itself, as rows. */
  readonly cells: readonly Float64Array[];
}

export interface ScoringItem {
  readonly target: number;
  readonly forecast: number;
}

export interface ScoredForecast {
  readonly score: ForecastScore;
  /** by cell */
  readonly cells: readonly Measures[];
}

/** Task: scores one forecast, on all customers and on those of each cell. */
export function backtestScore({ targets, cells }: ScoringInput, item: ScoringItem): ScoredForecast {
  const columns = targets[item.target]![item.forecast]!;
  return {
    score: forecastScore(columns),
    cells: cells.map((rows) => measuresOf(pickRows(columns, rows))),
  };
}

export interface ReplicatesItem {
  readonly target: number;
  readonly replicates: number;
  readonly seed: number;
}

/** Task: all measures of all forecasts of one thing on resampled customers. */
export function backtestReplicates({ targets }: ScoringInput, item: ReplicatesItem): ScoreReplicates {
  return scoreReplicates(targets[item.target]!, seededRandom(item.seed), item.replicates);
}

/** The measures alone: the way of the bootstrap to them takes fewer sorts than the whole score. */
function measuresOf(columns: ForecastColumns): Measures {
  const [measures] = scoreReplicates([columns], () => 0, 0).values;
  return Object.fromEntries(
    Object.entries(measures!).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  ) as unknown as Measures;
}

/** The same columns for some customers. */
function pickRows(columns: ForecastColumns, rows: Float64Array): ForecastColumns {
  const pick = (column: ArrayLike<number>): Float64Array => {
    const picked = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i]!]!;
    return picked;
  };
  const { forecast, actual, weights, active, intervals, pit, mass } = columns;
  return {
    forecast: pick(forecast),
    actual: pick(actual),
    ...(weights && { weights: pick(weights) }),
    ...(active && { active: { probability: pick(active.probability), outcome: pick(active.outcome) } }),
    ...(intervals && {
      intervals: intervals.map((of) => ({ ...of, low: pick(of.low), high: pick(of.high) })),
    }),
    ...(pit && { pit: pick(pit) }),
    ...(mass && { mass: pick(mass) }),
  };
}
