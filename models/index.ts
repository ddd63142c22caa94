export { type CalendarBins, calendarBins } from "./calendar/bins.js";
export {
  levelChange,
  type MonthFactor,
  meanSeason,
  monthFactors,
  unseenMonths,
} from "./calendar/calendar-months.js";
export { type Clock, inOperationalTime, timeAt } from "./calendar/clock.js";
export type { FactorParts } from "./calendar/factor-prior.js";
export {
  type CalendarFit,
  type CalendarLog,
  type CalendarOptions,
  fitCalendar,
} from "./calendar/fit-calendar.js";
export {
  binsOf,
  type EventEffect,
  type FittedCalendar,
  type ObservedMonth,
} from "./calendar/fitted-calendar.js";
export { forecastMonths, type MonthsQuestion } from "./calendar/forecast-months.js";
export {
  commonDoubt,
  forecastTotals,
  fromNow,
  type TotalQuestion,
  type TotalSpend,
} from "./calendar/forecast-totals.js";
export { spendLevelAt } from "./calendar/level-at.js";
export { opportunitiesByPeriod } from "./calendar/opportunities-by-period.js";
export { calendarPosterior, type Outlook, operationalDays, outlook } from "./calendar/outlook.js";
export {
  type PeriodLength,
  type PeriodLevel,
  periodFactors,
  periodLevel,
  periodsUntil,
} from "./calendar/period-level.js";
export { levelDoubt } from "./calendar/period-totals.js";
export { eventsOfLog, type PlannedEvent } from "./calendar/planned-events.js";
export { fitWithCalendar } from "./calendar/purchase-calendar.js";
export { purchasesByPeriod } from "./calendar/purchases-by-period.js";
export { type PeriodCounts, renewalsByPeriod } from "./calendar/renewals-by-period.js";
export {
  type SpendLevel,
  type SpendMonth,
  type SpendOutlook,
  spendOutlook,
  spendPosterior,
} from "./calendar/spend-level.js";
export { isEven, timelineOf } from "./calendar/timeline.js";
export { type BdwParam, bdw } from "./contract/bdw.js";
export { byInterval, nearer, type PaymentClock, paramsOfSet, paymentsDue } from "./contract/by-interval.js";
export { type ContractModel, isContract } from "./contract/contract-model.js";
export { churnProbability, type GeometricParam, geometric } from "./contract/geometric.js";
export { kaplanMeier, type SurvivalCurve } from "./contract/kaplan-meier.js";
export {
  derl,
  expectedRenewals,
  retentionElasticity,
  retentionRate,
  survival,
} from "./contract/retention.js";
export { type SbgParam, sbg } from "./contract/sbg.js";
export { type Coefficient, coefficients } from "./covariates/coefficients.js";
export {
  type CovariateHistories,
  covariateHistoriesFrom,
  splitByGroup,
} from "./covariates/covariate-histories.js";
export { type CovariateColumn, type Design, designRow, makeDesign } from "./covariates/design.js";
export { fitWithCovariates, shrinkage } from "./covariates/fit-with-covariates.js";
export {
  type CovariateLikelihood,
  type CovariateOptions,
  clvToolsRoles,
  withCovariates,
} from "./covariates/with-covariates.js";
export { baseLevels, type DriverCells, levelSums } from "./drivers/cells.js";
export { type LevelEffect, type LogEffect, levelEffects } from "./drivers/level-effects.js";
export { newcomerPredictor } from "./drivers/newcomer.js";
export { type DriverImportance, permutationImportance } from "./drivers/permutation-importance.js";
export {
  type DriverFit,
  emptyColumn,
  fitQuasiPoisson,
  linearPredictor,
  predictorError,
} from "./drivers/quasi-poisson.js";
export { historiesFrom, repeatPurchases } from "./histories.js";
export type { Bootstrap } from "./inference/bootstrap.js";
export { bootstrap, percentileInterval } from "./inference/bootstrap.js";
export {
  type AskedLevel,
  askedColumns,
  askedLevel,
  type ClassCorrection,
  type ConformalOptions,
  type LevelCorrection,
  learnCorrection,
} from "./inference/conformal.js";
export { essBulk, essTail, rHat } from "./inference/diagnostics.js";
export { type Draws, drawnParams, sortedDraws } from "./inference/draws.js";
export { type FallbackFit, fitWithFallback } from "./inference/fallback.js";
export { type FitOptions, fit } from "./inference/fit.js";
export { fitAgain } from "./inference/fit-again.js";
export {
  type HoldoutComparison,
  type HoldoutRival,
  holdoutRivals,
  logScoreDifference,
  type RankedWithout,
  rankWithoutCarriers,
  rankWithoutWorst,
} from "./inference/holdout-choice.js";
export {
  calibration as calibrationOf,
  type HoldoutHistories,
  type HoldoutScore,
  holdoutScore,
  isUsable,
  rankByHoldout,
  type ScoredModel,
  scoredCustomersOf,
  scoredHoldout,
  scoreTie,
} from "./inference/holdout-score.js";
export { laplaceDraws, sigmaPoints } from "./inference/laplace.js";
export { type LikelihoodRatio, likelihoodRatioTest } from "./inference/likelihood-ratio.js";
export { fitAtSameLimits, limitText } from "./inference/limits.js";
export type { PairedDifference } from "./inference/paired-difference.js";
export { type Posterior, type PosteriorOptions, posterior } from "./inference/posterior.js";
export { weakPrior } from "./inference/prior.js";
export { fitRanked, type RankedFit } from "./inference/ranked-fit.js";
export type { Weighted } from "./inference/sample.js";
export { isDoubtful, verdictLimits } from "./inference/verdict.js";
export { withoutCarriers, withoutWorst, worstShare } from "./inference/worst-predicted.js";
export { fewRepeatBuyers } from "./inspect-histories.js";
export type * from "./model.js";
export { joined, joinInto } from "./numeric/joined.js";
export { normalQuantile } from "./numeric/normal-quantile.js";
export { sampleQuantile } from "./numeric/quantile.js";
export { normal, seededRandom } from "./numeric/random.js";
export { type BgBbParam, bgBb } from "./purchase/bg-bb.js";
export { bgCnbdK } from "./purchase/bg-cnbd-k.js";
export { type BgNbdParam, bgNbd } from "./purchase/bg-nbd.js";
export type { CnbdParam } from "./purchase/cnbd-likelihood.js";
export { type GGompertzNbdParam, ggompertzNbd } from "./purchase/ggompertz-nbd.js";
export { mbgCnbdK } from "./purchase/mbg-cnbd-k.js";
export { type MbgNbdParam, mbgNbd } from "./purchase/mbg-nbd.js";
export { type NbdParam, nbd } from "./purchase/nbd.js";
export { type ParetoNbdParam, paretoNbd } from "./purchase/pareto-nbd.js";
export * from "./registry.js";
export { rescaleLogLikelihood, rescaleParams } from "./rescale.js";
export { type OtherSpendModelName, otherSpendModelNames, otherSpendModels } from "./spend/about.js";
export { type SpendLossSums, type SpendScore, spendScores } from "./spend/compare-spend.js";
export { asGammaGamma, type CredibilityParam, credibility, kappa } from "./spend/credibility.js";
export { fitCredibility, type PurchaseVariation, withinVariance } from "./spend/fit-credibility.js";
export { type GammaGammaParam, gammaGamma } from "./spend/gamma-gamma.js";
export { fitGammaRegression, type GammaRegression } from "./spend/gamma-regression.js";
export { notableCorrelation, type SpendIndependence, spendIndependence } from "./spend/independence.js";
export {
  fitLogNormal,
  type LogNormalSpend,
  type LogNormalTerms,
  type LogSpendRows,
  logNormalSpend,
  logNormalTerms,
  scaledLogNormal,
} from "./spend/log-normal.js";
export { regressionSumsFrom, type Spender } from "./spend/regression-sums.js";
export { scaledSpend, spendScaleAt } from "./spend/spend-at.js";
export { spendHistoriesFrom } from "./spend/spend-histories.js";
export { whyUnsound } from "./spend/unsound-spend.js";
export { whyTooLong } from "./too-long.js";
export * from "./validation/index.js";
export {
  type ArrivalForecast,
  type ArrivalMonth,
  acquisitionTrend,
  type ComingArrivals,
} from "./value/acquisition-trend.js";
export { bestList, type Candidate } from "./value/best-list.js";
export { dailyRate, daysPerYear, presentValue } from "./value/discounting.js";
export {
  type ClassLevels,
  forecastOutcomes,
  type OutcomeForecasts,
  type Outcomes,
} from "./value/forecast-outcomes.js";
export { formulaClv, residualClv, type ValueTerms } from "./value/formula-clv.js";
export { type HistorySample, historySampler, sampleSize } from "./value/history-sample.js";
export { type MarginMoments, type MarginPrior, marginPrior } from "./value/margin-credibility.js";
export { type ExactTotal, type MonthTotal, monthTotals, type Stretch } from "./value/month-totals.js";
export { aggregateRetention, type CohortAlive, naiveLifetime } from "./value/naive-lifetime.js";
export {
  type NewcomerCurve,
  newcomer,
  newcomerPurchases,
  purchasesWithin,
  tabulated,
} from "./value/new-customer.js";
export { nextPurchaseTimes } from "./value/next-purchase.js";
export { type UnitConstants, type UnitEconomics, unitEconomics } from "./value/payback.js";
export { pooledRatios, type RatioEstimate } from "./value/pooled-ratios.js";
export { type HistoryPredictions, predictHistories } from "./value/predict-histories.js";
export { type CorrectedLevels, doubtRows, type IntervalOptions } from "./value/predictions.js";
export {
  chanceOfNone,
  type PurchaseSpread,
  purchaseSpread,
  varianceForEver,
  varianceUntil,
  varianceWithin,
} from "./value/purchase-spread.js";
export { type RelativeDoubt, sampledDoubt } from "./value/sampled-doubt.js";
export { type SampledGroup, totalsOfSample } from "./value/sampled-totals.js";
export { everyone, type MarginSums, type SegmentSums, type SpendParams } from "./value/segment-sums.js";
export { changedFuture } from "./value/sensitivity/changed-future.js";
export type { FutureChange } from "./value/sensitivity/future-change.js";
export { stayingOf } from "./value/survivors.js";
export { tellsChurn } from "./value/tells-churn.js";
export type { Timeline } from "./value/timeline.js";
export { totalDoubt } from "./value/total-doubt.js";
export {
  type CommonDoubt,
  evenSpend,
  logSpreadOf,
  type SegmentTotals,
  scaledTotal,
  spendSpread,
  type Total,
  type TotalOptions,
  totalIntervals,
  totalsOfSums,
  type Widening,
} from "./value/total-intervals.js";
export { type LogNormalPoint, mixtureVariance } from "./value/total-mixture.js";
export { addedSums, type TotalSums, totalSums } from "./value/total-sums.js";
