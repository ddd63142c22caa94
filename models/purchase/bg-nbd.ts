/**
 * BG/NBD: while alive a customer buys at rate lambda ~ Gamma(r, alpha); after every repeat purchase it leaves with
 * probability p ~ Beta(a, b). Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to
 * the Pareto/NBD Model, Marketing Science 24(2), 275-284 (FHL below).
 * Given that a customer is alive at T, lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x), and the future does not
 * depend on t_x: every conditional quantity is P(alive) times that of a new customer with these parameters.
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

export type BgNbdParam = "r" | "alpha" | "a" | "b";
type P = Params<BgNbdParam>;

export const bgNbd: PurchaseModel<BgNbdParam> = {
  name: "bg-nbd",
  about: {
    title: "BG/NBD",
    assumes: "buys at random at a constant rate; may leave right after any repeat purchase",
    useWhen: "the standard choice for shops; one-time buyers all count as alive",
    source: "Fader, Hardie & Lee (2005)",
  },
  time: "continuous",
  needs: [],
  memoryless: true,
  covariates: { purchase: { alpha: -1 }, dropout: { a: 1 } },
  params: ["r", "alpha", "a", "b"],
  timeExponent: { r: 0, alpha: 1, a: 0, b: 0 },
  start,
  logLikelihood: (p, h, gradient) => bgNbdLogLikelihood(p, 0, h, gradient),
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
  expectedPurchasesNewCustomer: (p, t) => discountedPurchasesIfAlive(p, 0, 0, 0, t, 0),
  pmf: (p, k, t) => purchaseCount(liveCustomer(p, 0, 0), k, t),
  conditionalPmf,
  pmfIfAlive: (p, x, _tx, T, t, tail) => purchaseCounts(liveCustomer(p, x, T), t, tail),
  discountedPurchasesIfAlive,
  simulate,
};

/** r, a and b at typical values, alpha so that the mean rate r / alpha is that of the data; a cheap start, not an estimate. */
function start(h: Histories): P {
  const r = 0.5;
  return { r, alpha: r / meanRate(h), a: 0.8, b: 2.5 };
}

/**
 * P(alive | x, t_x, T): probability that a customer with this history has not dropped out by T.
 *     1 / (1 + [x>0] a/(b+x-1) ((alpha+T)/(alpha+t_x))^(r+x))
 * Fader, Hardie & Lee (2008), Computing P(alive) Using the BG/NBD Model, brucehardie.com/notes/021.
 * @param tx first to last purchase, in the params' time unit; 0 when x = 0
 * @param T  first purchase to the as-of date, same unit, T >= tx
 * @returns in [0, 1]; exactly 1 at x = 0, since BG/NBD customers can only leave right after a repeat purchase
 * @example bgNbd.probabilityAlive({ r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 }, 2, 213, 272) // 0.7266
 */
function probabilityAlive({ r, alpha, a, b }: P, x: number, tx: number, T: number): number {
  if (x === 0) return 1;
  const logOdds = Math.log(a / (b + x - 1)) + (r + x) * Math.log1p((T - tx) / (alpha + tx));
  return 1 / (1 + Math.exp(logOdds));
}

/**
 * P(alive at T + t | alive at T, x) = E[(1-p)^N(t)] = 2F1(r+x, a; a+b+x; -t/(alpha+T)): not one of the purchases to come is the last.
 * @param t in the params' time unit, >= 0
 * @example bgNbd.probabilityStaying({ r: 0.243, alpha: 30.898, a: 0.793, b: 2.426 }, 2, 213, 272, 90) // 0.9109
 */
function probabilityStaying(p: P, x: number, _tx: number, T: number, t: number): number {
  return stayingProbability(liveCustomer(p, x, T), t);
}

/**
 * Expected purchases in (T, T+t], discounted continuously at rate delta, of a customer alive at T with x repeat
 * purchases; DERT at t = Infinity. There is no closed form for delta > 0: see beta-geometric.ts for the integral,
 * twelve digits against mpmath quadrature. With delta = 0 it is E[Y(t) | alive, x, T] of FHL eq. 10, and with
 * x = 0, T = 0 as well E[X(t)] of eq. 9; a = 1 and a + b <= 1 are no exceptions here.
 * @param t     in the params' time unit, >= 0; Infinity needs delta > 0
 * @param delta per time unit: for an annual rate and days see dailyRate in value/discounting.ts
 * @example bgNbd.discountedPurchasesIfAlive({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 0, 0, 0, 32, 0) // 1.0452
 */
function discountedPurchasesIfAlive(
  p: P,
  x: number,
  _tx: number,
  T: number,
  t: number,
  delta: number,
): number {
  return purchasesToCome(processOf(p, x, 0), p.alpha + T, t, delta);
}

/**
 * P(Y(t) = k | x, t_x, T): a customer who is gone buys nothing, one who is alive starts afresh with what is known of it.
 * FHL eq. 8 with r+x, alpha+T, a, b+x in place of r, alpha, a, b.
 * @param k whole number >= 0
 * @param t in the params' time unit
 * @example bgNbd.conditionalPmf({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 0, 2, 30.43, 38.86, 39) // 0.4454
 */
function conditionalPmf(p: P, k: number, x: number, tx: number, T: number, t: number): number {
  const alive = probabilityAlive(p, x, tx, T);
  const given = purchaseCount(liveCustomer(p, x, T), k, t);
  return (k === 0 ? 1 - alive : 0) + alive * given;
}

/** What is known of a customer who is alive at T: lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x). */
function liveCustomer({ r, alpha, a, b }: P, x: number, T: number): LiveCustomer {
  return { shape: r + x, A: alpha + T, a, B: b + x };
}

/** One customer's repeat purchases in (0, T]; `dropout` is the time of the purchase after which it left. */
function simulate(p: P, T: number, random: () => number) {
  const lambda = Math.max(gammaVariate(random, p.r, p.alpha), Number.MIN_VALUE); // a rate may underflow to 0
  const leave = betaVariate(random, p.a, p.b);
  const times: number[] = [];
  let now = 0;
  for (;;) {
    now += exponentialVariate(random, lambda);
    if (!(now <= T)) return { times, dropout: Infinity };
    times.push(now);
    if (random() < leave) return { times, dropout: now };
  }
}
