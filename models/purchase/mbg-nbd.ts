/**
 * MBG/NBD: while alive a customer buys at rate lambda ~ Gamma(r, alpha); after every purchase, the first one included, it
 * leaves with probability p ~ Beta(a, b). Batislam, Denizel & Filiztekin (2007), Empirical validation and comparison of
 * models for customer base analysis, International Journal of Research in Marketing 24(3), 201-209; the same model is
 * the CBG/NBD of Hoppe & Wagner (2007).
 * Given that a customer is alive at T, lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x+1): from there on it is a BG/NBD
 * customer, and the future does not depend on t_x. A new customer (x = 0, T = 0) is alive with probability b/(a+b).
 */
import type { Histories, Params, PurchaseModel } from "../model.js";
import { betaVariate, exponentialVariate, gammaVariate } from "../numeric/random.js";
import { purchasesToCome } from "./beta-geometric.js";
import { processOf } from "./beta-geometric-cache.js";
import {
  type LiveCustomer,
  purchaseCount,
  purchaseCounts,
  stayingProbability,
} from "./beta-geometric-counts.js";
import { bgNbdLogLikelihood } from "./bg-nbd-likelihood.js";
import { inspectHistories } from "./inspect.js";
import { meanRate } from "./mean-rate.js";
import { nbd } from "./nbd.js";

export type MbgNbdParam = "r" | "alpha" | "a" | "b";
type P = Params<MbgNbdParam>;

export const mbgNbd: PurchaseModel<MbgNbdParam> = {
  name: "mbg-nbd",
  about: {
    title: "MBG/NBD",
    assumes: "buys at random at a constant rate; may leave right after any purchase, the first one included",
    useWhen: "many customers buy once and never again; one-time buyers get a P(alive) below 1",
    source: "Batislam, Denizel & Filiztekin (2007)",
  },
  time: "continuous",
  needs: [],
  memoryless: true,
  covariates: { purchase: { alpha: -1 }, dropout: { a: 1 } },
  params: ["r", "alpha", "a", "b"],
  timeExponent: { r: 0, alpha: 1, a: 0, b: 0 },
  start,
  logLikelihood: (p, h, gradient) => bgNbdLogLikelihood(p, 1, h, gradient),
  // where nobody leaves, p is 0
  contains: [{ inner: nbd, embed: ({ r = 1, alpha = 1 }) => ({ r, alpha, a: 1e-6, b: 1 }) }],
  inspect: inspectHistories,
  probabilityAlive,
  probabilityStaying,
  expectedPurchases: (p, x, tx, T, t) => {
    const alive = probabilityAlive(p, x, tx, T);
    return alive === 0 ? 0 : alive * discountedPurchasesIfAlive(p, x, tx, T, t, 0);
  },
  expectedPurchasesIfAlive: (p, x, tx, T, t) => discountedPurchasesIfAlive(p, x, tx, T, t, 0),
  expectedPurchasesNewCustomer,
  pmf: (p, k, t) => conditionalPmf(p, k, 0, 0, 0, t),
  conditionalPmf,
  pmfIfAlive: (p, x, _tx, T, t, tail) => purchaseCounts(liveCustomer(p, x, T), t, tail),
  discountedPurchasesIfAlive,
  simulate,
};

/** r, a and b at typical values, alpha so that the mean rate r / alpha is that of the data; a cheap start, not an estimate. */
function start(h: Histories): P {
  const r = 0.5;
  return { r, alpha: r / meanRate(h), a: 0.8, b: 2 };
}

/**
 * P(alive | x, t_x, T): probability that a customer with this history has not dropped out by T.
 *     1 / (1 + a/(b+x) ((alpha+T)/(alpha+t_x))^(r+x))
 * Batislam, Denizel & Filiztekin (2007).
 * @param tx first to last purchase, in the params' time unit; 0 when x = 0
 * @param T  first purchase to the as-of date, same unit, T >= tx
 * @returns in [0, 1]; at x = 0 it falls with T, from b/(a+b) at T = 0
 * @example mbgNbd.probabilityAlive({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 0, 0, 39) // 0.3893
 */
function probabilityAlive({ r, alpha, a, b }: P, x: number, tx: number, T: number): number {
  const logOdds = Math.log(a / (b + x)) + (r + x) * Math.log1p((T - tx) / (alpha + tx));
  return 1 / (1 + Math.exp(logOdds));
}

/**
 * P(alive at T + t | alive at T, x) = 2F1(r+x, a; a+b+x+1; -t/(alpha+T)): not one of the purchases to come is the last.
 * @param t in the params' time unit, >= 0
 * @example mbgNbd.probabilityStaying({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 2, 30.43, 38.86, 39) // 0.7517
 */
function probabilityStaying(p: P, x: number, _tx: number, T: number, t: number): number {
  return stayingProbability(liveCustomer(p, x, T), t);
}

/**
 * Expected purchases in (T, T+t], discounted continuously at rate delta, of a customer alive at T with x repeat
 * purchases; DERT at t = Infinity: the integral of beta-geometric.ts at r+x, alpha+T, a, b+x+1.
 * @param t     in the params' time unit, >= 0; Infinity needs delta > 0
 * @param delta per time unit: for an annual rate and days see dailyRate in value/discounting.ts
 * @example mbgNbd.discountedPurchasesIfAlive({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 2, 30.43, 38.86, 39, 0) // 1.7884
 */
function discountedPurchasesIfAlive(
  p: P,
  x: number,
  _tx: number,
  T: number,
  t: number,
  delta: number,
): number {
  return purchasesToCome(processOf(p, x, 1), p.alpha + T, t, delta);
}

/**
 * E[X(t)]: expected repeat purchases of a new customer in (0, t], which may be gone before its second one.
 * @example mbgNbd.expectedPurchasesNewCustomer({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 39) // 1.1830
 */
function expectedPurchasesNewCustomer(p: P, t: number): number {
  return probabilityAlive(p, 0, 0, 0) * discountedPurchasesIfAlive(p, 0, 0, 0, t, 0);
}

/**
 * P(Y(t) = k | x, t_x, T): a customer who is gone buys nothing, one who is alive is a BG/NBD customer from then on.
 * @param k whole number >= 0
 * @param t in the params' time unit
 * @example mbgNbd.conditionalPmf({ r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 }, 0, 2, 30.43, 38.86, 39) // 0.4400
 */
function conditionalPmf(p: P, k: number, x: number, tx: number, T: number, t: number): number {
  const alive = probabilityAlive(p, x, tx, T);
  const given = purchaseCount(liveCustomer(p, x, T), k, t);
  return (k === 0 ? 1 - alive : 0) + alive * given;
}

/** What is known of a customer who is alive at T: lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x+1). */
function liveCustomer({ r, alpha, a, b }: P, x: number, T: number): LiveCustomer {
  return { shape: r + x, A: alpha + T, a, B: b + x + 1 };
}

/** One customer's repeat purchases in (0, T]; `dropout` is the time of the purchase after which it left, 0 for the first. */
function simulate(p: P, T: number, random: () => number) {
  const lambda = Math.max(gammaVariate(random, p.r, p.alpha), Number.MIN_VALUE); // a rate may underflow to 0
  const leave = betaVariate(random, p.a, p.b);
  const times: number[] = [];
  let now = 0;
  for (;;) {
    if (random() < leave) return { times, dropout: now };
    now += exponentialVariate(random, lambda);
    if (!(now <= T)) return { times, dropout: Infinity };
    times.push(now);
  }
}
