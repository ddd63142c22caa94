/** Purchase models fitted to the same customers and judged by the holdout that follows. */

import { historiesFrom } from "../../models/histories.js";
import { fit as fitModel } from "../../models/inference/fit.js";
import type { Fit, PurchaseModel, Random } from "../../models/model.js";
import { calibrationTable } from "../../models/validation/calibration-table.js";
import { intervalCoverage } from "../../models/validation/coverage.js";
import { type ForecastErrors, forecastErrors } from "../../models/validation/forecast-errors.js";
import { logScore } from "../../models/validation/log-score.js";
import { centralCoverage, randomisedPit, uniformityTest } from "../../models/validation/pit.js";
import { normalisedGini, spearman, topCapture } from "../../models/validation/ranking.js";

/** One entry per customer: what was known at the cut, and the purchases in the `span` days that followed. */
export interface Holdout {
  readonly x: readonly number[];
  readonly tx: readonly number[];
  readonly T: readonly number[];
  readonly logGaps: readonly number[];
  readonly holdout: readonly number[];
}

export interface ModelResult {
  readonly fit: Fit;
  readonly aic: number;
  readonly errors: ForecastErrors;
  readonly spearman: number;
  readonly gini: number;
  readonly topTenth: number;
  readonly decileMape: number;
  readonly logScore: number;
  /** by level: of central intervals of whole numbers, and of the same without their slack */
  readonly coverage: readonly { level: number; plain: number; width: number; randomised: number }[];
  /** of the test that the PIT is uniform */
  readonly pitPValue: number;
}

interface Forecast {
  readonly mean: number;
  /** P(Y = k), k = 0, 1, ... */
  readonly mass: readonly number[];
}

const levels = [0.8, 0.95];

/**
 * Fits the model to the calibration period and compares its forecast distributions with what followed.
 * @param span days of the holdout
 */
export function judgeModel(model: PurchaseModel, data: Holdout, span: number, random: Random): ModelResult {
  const customers = data.x.length;
  const found = fitModel(model, historiesFrom(data.x, data.tx, data.T, undefined, data.logGaps));
  const known = new Map<string, Forecast>();
  const forecasts = data.x.map((x, i) => {
    const key = `${x},${data.tx[i]},${data.T[i]}`;
    const forecast = known.get(key) ?? forecastOf(model, found, x, data.tx[i]!, data.T[i]!, span);
    known.set(key, forecast);
    return forecast;
  });
  const means = forecasts.map((f) => f.mean);
  const actual = data.holdout;
  const at = (k: number, i: number): number =>
    model.conditionalPmf(found.params, k, data.x[i]!, data.tx[i]!, data.T[i]!, span);
  const mass = forecasts.map((f, i) => f.mass[actual[i]!] ?? at(actual[i]!, i));
  const below = forecasts.map((f, i) => f.mass.slice(0, actual[i]!).reduce((sum, p) => sum + p, 0));
  const pit = randomisedPit(below, mass, random);
  const free = found.freeParameters ?? model.params.length;
  return {
    fit: found,
    aic: 2 * free - 2 * found.logLikelihood,
    errors: forecastErrors(means, actual),
    spearman: spearman(means, actual),
    gini: normalisedGini(means, actual),
    topTenth: topCapture(means, actual, 0.1).captured,
    decileMape: calibrationTable(means, actual).mape,
    logScore: logScore(mass),
    coverage: levels.map((level) => {
      const low = forecasts.map((f) => quantile(f.mass, (1 - level) / 2));
      const high = forecasts.map((f) => quantile(f.mass, (1 + level) / 2));
      const { coverage, meanWidth } = intervalCoverage(low, high, actual, level);
      return { level, plain: coverage, width: meanWidth, randomised: centralCoverage(pit, level) };
    }),
    pitPValue: customers >= 100 ? uniformityTest(pit).pValue : Number.NaN,
  };
}

/** The distribution of the purchases to come, until less than 1e-9 of it is left. */
function forecastOf(
  model: PurchaseModel,
  found: Fit,
  x: number,
  tx: number,
  T: number,
  span: number,
): Forecast {
  const mass: number[] = [];
  let left = 1;
  for (let k = 0; left > 1e-9 && k < 1000; k++) {
    const p = model.conditionalPmf(found.params, k, x, tx, T, span);
    mass.push(p);
    left -= p;
  }
  return { mean: model.expectedPurchases(found.params, x, tx, T, span), mass };
}

/** The smallest k with P(Y <= k) >= level. */
function quantile(mass: readonly number[], level: number): number {
  let sum = 0;
  for (const [k, p] of mass.entries()) {
    sum += p;
    if (sum >= level) return k;
  }
  return mass.length;
}
