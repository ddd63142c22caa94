export {
  type BootstrapInterval,
  type MeasureIntervals,
  measureIntervals,
  pairedDifferences,
  type ScoreReplicates,
  scoreReplicates,
} from "./bootstrap-scores.js";
export { brierScore } from "./brier.js";
export { calibrationTable } from "./calibration-table.js";
export { intervalCoverage } from "./coverage.js";
export {
  type KolmogorovSmirnov,
  kolmogorovSmirnov,
  type Sample,
} from "./drift/kolmogorov-smirnov.js";
export { type ParameterDrift, parameterDrift } from "./drift/parameter-drift.js";
export {
  binCounts,
  type PopulationStability,
  populationStability,
  quantileEdges,
} from "./drift/psi.js";
export { falseDiscovery } from "./false-discovery.js";
export { type ForecastErrors, forecastErrors } from "./forecast-errors.js";
export {
  type ActiveScore,
  type ForecastColumns,
  type ForecastScore,
  forecastScore,
  type IntervalColumns,
} from "./forecast-score.js";
export {
  type HistoryClass,
  historyClass,
  historyClasses,
  historyClassesOf,
} from "./history-class.js";
export { logScore } from "./log-score.js";
export { type GroupValues, type MeanDifference, meanDifference } from "./mean-difference.js";
export { type Pooling, partialPooling } from "./partial-pooling.js";
export { centralCoverage, pitHistogram, randomisedPit, uniformityTest } from "./pit.js";
export { normalisedGini, spearman, topCapture } from "./ranking.js";
export { learnRfmCells, type RfmCells, type RfmColumns, rfmForecast } from "./rfm-cells.js";
export {
  arpuLifetime,
  lastPeriodRepeated,
  ownRate,
  type RivalColumns,
  type RivalForecast,
  type RivalName,
  rivals,
} from "./rivals.js";
export {
  lossOf,
  type MeasureName,
  type Measures,
  type ScoreMeasure,
  scoreMeasures,
} from "./score-measures.js";
export {
  intervalScore,
  isUnsupported,
  mostLogError,
  mostWidening,
  type PointMeasures,
  type PredictedTotal,
  pointMeasures,
  type TotalMeasures,
  type TotalSafety,
  totalMeasures,
  totalSafety,
} from "./total-coverage.js";
export {
  betterTotalRival,
  compareTotalRivals,
  effectiveOrigins,
  leastOrigins,
  rivalInterval,
  type TotalErrors,
  type TotalRival,
  totalRivals,
} from "./total-rivals.js";
export { type TrackedPeriod, tracking } from "./tracking.js";
