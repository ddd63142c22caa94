export type { Bootstrap } from "./inference/bootstrap.js";
export { type Draws, drawnParams, sortedDraws } from "./inference/draws.js";
export { type FallbackFit, fitWithFallback } from "./inference/fallback.js";
export { type FitOptions, fit } from "./inference/fit.js";
export {
  byHoldout,
  type HoldoutHistories,
  type HoldoutScore,
  holdoutScore,
  scoreTie,
} from "./inference/holdout-score.js";
export { laplaceDraws, sigmaPoints } from "./inference/laplace.js";
export { likelihoodRatioTest } from "./inference/likelihood-ratio.js";
export { type Posterior, type PosteriorOptions, posterior } from "./inference/posterior.js";
export { weakPrior } from "./inference/prior.js";
export { verdictLimits } from "./inference/verdict.js";
export type * from "./model.js";
export { sampleQuantile } from "./numeric/quantile.js";
export { seededRandom } from "./numeric/random.js";
export { type BgNbdParam, bgNbd } from "./purchase/bg-nbd.js";
export { historiesFrom, repeatPurchases } from "./purchase/histories.js";
export { fewRepeatBuyers } from "./purchase/inspect.js";
export * from "./registry.js";
export { rescaleLogLikelihood, rescaleParams } from "./rescale.js";
export { type GammaGammaParam, gammaGamma } from "./spend/gamma-gamma.js";
export { notableCorrelation, type SpendIndependence, spendIndependence } from "./spend/independence.js";
export { spendHistoriesFrom } from "./spend/spend-histories.js";
export { dailyRate, daysPerYear, presentValue } from "./value/discounting.js";
export { formulaClv, residualClv, type ValueTerms } from "./value/formula-clv.js";
export { type HistoryPredictions, predictHistories } from "./value/predict-histories.js";
export { doubtRows, type IntervalOptions } from "./value/predictions.js";
export { everyone, type SegmentSums, type SpendParams } from "./value/segment-sums.js";
export { totalDoubt } from "./value/total-doubt.js";
export { type SegmentTotals, spendSpread, type Total, totalIntervals } from "./value/total-intervals.js";
