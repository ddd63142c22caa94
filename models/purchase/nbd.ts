/**
 * NBD: every customer buys at its own constant rate lambda ~ Gamma(r, alpha) for ever. Ehrenberg (1959), The Pattern of
 * Consumer Purchases, Applied Statistics 8. The yardstick for models with dropout: what they add must pay for itself.
 * Given x purchases in T, lambda ~ Gamma(r+x, alpha+T), whenever they were.
 */

import { inspectHistories } from "../inspect-histories.js";
import type { Histories, Params, PurchaseModel, PurchaseTimes, Random } from "../model.js";
import { exponentialVariate, gammaVariate } from "../numeric/random.js";
import { bgNbdPlan } from "./bg-nbd-plan.js";
import { oneRate } from "./limits.js";
import { meanRate } from "./means.js";
import { logNegativeBinomial, negativeBinomialLength } from "./nbd-counts.js";
import { negativeBinomialWalk, nextMass } from "./negative-binomial.js";

export type NbdParam = "r" | "alpha";
type P = Params<NbdParam>;

export const nbd: PurchaseModel<NbdParam> = {
  name: "nbd",
  about: {
    title: "NBD",
    assumes: "buys at random at a constant rate; nobody ever leaves",
    useWhen: "a yardstick only: a model with churn has to predict better than this one",
    source: "Ehrenberg (1959)",
  },
  time: "continuous",
  needs: [],
  memoryless: true,
  covariates: { purchase: { alpha: -1 }, dropout: {} },
  params: ["r", "alpha"],
  timeExponent: { r: 0, alpha: 1 },
  limits: [oneRate],
  start: (h) => ({ r: 0.5, alpha: 0.5 / meanRate(h) }),
  logLikelihood,
  inspect: inspectHistories,
  probabilityAlive: () => 1,
  probabilityStaying: () => 1,
  expectedPurchases: expectedPurchasesIfAlive,
  expectedPurchasesIfAlive,
  expectedPurchasesNewCustomer: (p, t) => (p.r / p.alpha) * t,
  pmf: (p, k, t) => Math.exp(logNegativeBinomial(p.r, p.alpha, k, t)),
  conditionalPmf: (p, k, x, _tx, T, t) => Math.exp(logNegativeBinomial(p.r + x, p.alpha + T, k, t)),
  pmfIfAlive,
  discountedPurchasesIfAlive,
  simulate,
  // -d ln f / dT; f is free of t_x
  exposure: ({ r, alpha }, x, _tx, T, out) => {
    out[0] = (r + x) / (alpha + T);
    out[1] = 0;
    out[2] = 1;
  },
};

/**
 * Log-likelihood, summed over customers: ln Gamma(r+x)/Gamma(r) + r ln alpha - (r+x) ln(alpha+T), of the purchase times
 * given a gamma mixture of Poisson processes. It needs only the customers with more than j purchases and the totals by T.
 * @example nbd.logLikelihood({ r: 0.385, alpha: 12.07 }, historiesFrom([2], [30.43], [38.86])) // -9.0440
 */
function logLikelihood({ r, alpha }: P, h: Histories, gradient?: Float64Array): number {
  const { customers, moreThan, T, customersAt, purchasesAt } = bgNbdPlan(h);
  let sum = customers * r * Math.log(alpha);
  let dr = customers * Math.log(alpha);
  let dalpha = (customers * r) / alpha;
  for (let j = 0; j < moreThan.length; j++) {
    sum += moreThan[j]! * Math.log(r + j);
    dr += moreThan[j]! / (r + j);
  }
  for (let i = 0; i < T.length; i++) {
    const shapes = r * customersAt[i]! + purchasesAt[i]!;
    const log = Math.log(alpha + T[i]!);
    sum -= shapes * log;
    dr -= customersAt[i]! * log;
    dalpha -= shapes / (alpha + T[i]!);
  }
  if (gradient !== undefined) {
    gradient[0] = dr;
    gradient[1] = dalpha;
  }
  return sum;
}

/**
 * E[Y(t) | x, T] = (r+x)/(alpha+T) t, the mean of lambda given x purchases in T, times t.
 * @example nbd.expectedPurchases({ r: 0.385, alpha: 12.07 }, 2, 30.43, 38.86, 39) // 1.8263
 */
function expectedPurchasesIfAlive({ r, alpha }: P, x: number, _tx: number, T: number, t: number): number {
  return ((r + x) / (alpha + T)) * t;
}

/** (r+x)/(alpha+T) (1 - e^(-delta t))/delta: purchases at a constant rate, discounted; DERT at t = Infinity. */
function discountedPurchasesIfAlive(
  { r, alpha }: P,
  x: number,
  _tx: number,
  T: number,
  t: number,
  delta: number,
): number {
  if (!(t >= 0 && delta >= 0 && (t < Infinity || delta > 0))) {
    throw new RangeError(
      `purchases to come need t >= 0 and delta >= 0, delta > 0 when t is infinite; got t = ${t}, delta = ${delta}`,
    );
  }
  const time = delta === 0 ? t : -Math.expm1(-delta * t) / delta;
  return ((r + x) / (alpha + T)) * time;
}

/** P(Y(t) = k | x, T) for k = 0, 1, ...: a negative binomial of shape r + x and odds t / (alpha + T). */
function pmfIfAlive(
  { r, alpha }: P,
  x: number,
  _tx: number,
  T: number,
  t: number,
  tail: number,
): Float64Array {
  const length = negativeBinomialLength(r + x, alpha + T, t, tail);
  const walk = negativeBinomialWalk(r + x, alpha + T, t);
  return Float64Array.from({ length }, () => nextMass(walk));
}

/** One customer's repeat purchases in (0, T], a Poisson process; nobody drops out. */
function simulate({ r, alpha }: P, T: number, random: Random): PurchaseTimes {
  const lambda = Math.max(gammaVariate(random, r, alpha), Number.MIN_VALUE); // a rate may underflow to 0
  const times: number[] = [];
  for (let now = exponentialVariate(random, lambda); now <= T; now += exponentialVariate(random, lambda))
    times.push(now);
  return { times, dropout: Infinity };
}
