/**
 * Gamma regression of spend per purchase with log link: E[spend] = mu = exp(b'z), Var = dispersion mu^2. McCullagh & Nelder
 * (1989), Generalized Linear Models, chapter 8. Customers differ beyond their covariates, and a customer's own mean is
 * weighed against mu by Buehlmann-Straub credibility. All that is needed are sums over customers, which an engine gives.
 */

import { fewRepeatBuyers } from "../inspect-histories.js";
import type { Verdict } from "../model.js";
import { sweepInverse } from "../numeric/sweep.js";
import type { Matrix } from "../numeric/symmetric.js";
import { columnName, regressionColumns, type SpendCovariate } from "./spend-covariates.js";
import { type ResidualsByX, type SpendVariance, spendVariance } from "./spend-variance.js";

/** Sums at one set of coefficients, with r = (m - mu) / mu and the weight of a customer. */
export interface RegressionScore {
  /** sum of weight z r, one a column */
  readonly score: readonly number[];
  /** 2 sum of weight (r - ln(m / mu)) */
  readonly deviance: number;
  /** sum of weight r^2 */
  readonly pearson: number;
}

/**
 * Sums over repeat customers with a mean spend m > 0 over x purchases and a row z of the design. The weight of a customer
 * is x (1 + kappa) / (x + kappa), and x where kappa is null.
 */
export interface RegressionSums {
  readonly customers: number;
  readonly purchases: number;
  readonly covariates: readonly SpendCovariate[];
  /** mean of ln m over purchases */
  readonly logMean: number;
  /** passes over the customers so far */
  passes(): number;
  /** sum of weight z z' */
  information(kappa: number | null): Promise<Matrix>;
  score(coefficients: readonly number[], kappa: number | null): Promise<RegressionScore>;
  residuals(coefficients: readonly number[]): Promise<readonly ResidualsByX[]>;
}

export interface RegressionCoefficient {
  readonly name: string;
  readonly estimate: number;
  /** null where the column depends on earlier ones: its estimate is 0 */
  readonly standardError: number | null;
}

/** A fitted regression; JSON-serialisable. */
export interface GammaRegression extends SpendVariance {
  readonly model: "gamma-regression";
  readonly covariates: readonly SpendCovariate[];
  /** in the order of `regressionColumns(covariates)` */
  readonly coefficients: readonly RegressionCoefficient[];
  /** Pearson chi-square over (customers - estimated coefficients): the variance of one purchase over mu^2 */
  readonly dispersion: number;
  readonly deviance: number;
  /** with an intercept only, at the same weights */
  readonly nullDeviance: number;
  readonly pearson: number;
  readonly customers: number;
  readonly purchases: number;
  /** passes over the customers */
  readonly passes: number;
  readonly verdict: Verdict;
}

export interface RegressionOptions {
  /** "purchases": every purchase counts the same, as a generalised linear model of purchases has it. */
  readonly weights: "credibility" | "purchases";
}

const maxSteps = 100;
const maxRounds = 20; // the weight of own means settles by a factor of 3 to 10 a round

/**
 * Fits b by iteratively reweighted least squares. With log link and gamma variance the working weights do not depend on
 * mu, so each step is b += (Z'WZ)^-1 Z'W (y - mu)/mu with one matrix, halved while the deviance, which is convex in b, does
 * not fall. Spend of one customer is correlated, so weights follow Var[m] = mu^2 (between + within / x), that is
 * x (1 + kappa) / (x + kappa): kappa comes from the residuals, and both are repeated until it settles.
 * Standard errors: root of the diagonal of dispersion (Z'WZ)^-1, with the Pearson estimate of the dispersion.
 */
export async function fitGammaRegression(
  sums: RegressionSums,
  options: RegressionOptions = { weights: "credibility" },
): Promise<GammaRegression> {
  const { customers, purchases, covariates } = sums;
  const columns = regressionColumns(covariates);
  if (customers === 0) return unfitted(sums);
  let kappa: number | null = null;
  let at: Point | null = null;
  for (let round = 1; ; round++) {
    const information = await sums.information(kappa);
    const { inverse, kept } = sweepInverse(information);
    const evaluate = async (b: readonly number[]): Promise<Point> => {
      return { b, ...(await sums.score(b, kappa)) };
    };
    const meanOnly = async (): Promise<Point> => {
      const start = await evaluate(columns.map((_, i) => (i === 0 ? sums.logMean : 0)));
      const only = inverse.map((row, i) => row.map((_, j) => (i + j === 0 ? 1 / information[0]![0]! : 0)));
      return (await descend(start, only, purchases, evaluate)).at;
    };
    const found = await descend(
      at === null ? await meanOnly() : await evaluate(at.b),
      inverse,
      purchases,
      evaluate,
    );
    at = found.at;
    const variance = spendVariance(await sums.residuals(at.b));
    const settled = options.weights === "purchases" || isSame(kappa, variance.kappa);
    if (!settled && round < maxRounds) {
      kappa = variance.kappa;
      continue;
    }
    const estimated = kept.filter(Boolean).length;
    const dispersion = customers > estimated ? at.pearson / (customers - estimated) : 0;
    const nullDeviance = (await meanOnly()).deviance;
    return {
      model: "gamma-regression",
      covariates,
      coefficients: columns.map((column, i) => ({
        name: columnName(column),
        estimate: at!.b[i]!,
        standardError: kept[i] ? Math.sqrt(dispersion * inverse[i]![i]!) : null,
      })),
      ...variance,
      dispersion,
      deviance: at.deviance,
      nullDeviance,
      pearson: at.pearson,
      customers,
      purchases,
      passes: sums.passes(),
      verdict: verdict(customers, estimated, found.converged && settled),
    };
  }
}

interface Point extends RegressionScore {
  readonly b: readonly number[];
}

/**
 * Scoring steps until the next one would lower the deviance by less than 1e-16 a purchase. Close to the end the deviance no
 * longer shows whether it fell; there a step counts when the gain expected of the one after it is smaller.
 */
async function descend(
  start: Point,
  inverse: Matrix,
  purchases: number,
  evaluate: (b: readonly number[]) => Promise<Point>,
): Promise<{ at: Point; converged: boolean }> {
  let at = start;
  let best = Infinity;
  for (let i = 0; i < maxSteps; i++) {
    const direction = inverse.map((row) => dot(row, at.score));
    const gain = dot(direction, at.score);
    if (!Number.isFinite(gain)) return { at, converged: false };
    const close = gain < 1e-9 * purchases;
    if (gain <= 1e-16 * purchases || (close && gain > best / 2)) return { at, converged: true };
    best = gain;
    let next: Point | null = null;
    for (let length = 1; next === null && length > 1e-6; length /= 2) {
      const tried = await evaluate(at.b.map((v, j) => v + length * direction[j]!));
      if (close || tried.deviance < at.deviance) next = tried;
    }
    if (next === null) return { at, converged: false };
    at = next;
  }
  return { at, converged: false };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, v, i) => sum + v * b[i]!, 0);
}

function isSame(a: number | null, b: number | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) <= 1e-3 * Math.max(a, b));
}

function verdict(customers: number, estimated: number, converged: boolean): Verdict {
  if (!converged)
    return {
      status: "failed",
      codes: ["NOT_CONVERGED"],
      reasons: [`the regression of ${customers} customers on ${estimated} columns did not settle`],
    };
  if (customers < Math.max(fewRepeatBuyers, 10 * estimated))
    return {
      status: "weak",
      codes: ["FEW_REPEAT_BUYERS"],
      reasons: [
        `${customers} customers have repeat spend for ${estimated} coefficients; ten for each are few`,
      ],
    };
  return { status: "identified", codes: [], reasons: [] };
}

function unfitted({ covariates, customers, purchases }: RegressionSums): GammaRegression {
  const reasons = ["no customer has repeat purchases with a spend above 0"];
  return {
    model: "gamma-regression",
    covariates,
    coefficients: regressionColumns(covariates).map((column) => ({
      name: columnName(column),
      estimate: 0,
      standardError: null,
    })),
    ...{ within: 0, between: 0, kappa: null, dispersion: 0, deviance: 0, nullDeviance: 0, pearson: 0 },
    customers,
    purchases,
    passes: 0,
    verdict: { status: "failed", codes: ["NO_REPEAT_BUYERS"], reasons },
  };
}
