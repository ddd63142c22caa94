/**
 * BG/NBD (m = 0) and MBG/NBD (m = 1): while alive a customer buys at rate lambda ~ Gamma(r, alpha); after every repeat
 * purchase, and with m = 1 after the first one too, it leaves with probability p ~ Beta(a, b).
 * Given that a customer is alive at T, lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x+m), and the future does not
 * depend on t_x: every conditional quantity is P(alive) times that of such a customer. FHL is Fader, Hardie & Lee (2005),
 * "Counting Your Customers" the Easy Way, Marketing Science 24(2), 275-284.
 */

import { inspectHistories } from "../inspect-histories.js";
import type { About, Params, PurchaseModel } from "../model.js";
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
import { oneDropoutChance, oneRate } from "./limits.js";
import { meanRate } from "./means.js";
import { nbd } from "./nbd.js";

export type BetaGeometricParam = "r" | "alpha" | "a" | "b";
type P = Params<BetaGeometricParam>;

/**
 * @param m        1 where a customer may also leave right after its first purchase, else 0
 * @param typicalB b that a search starts from
 */
export function betaGeometricModel(
  name: string,
  about: About,
  m: 0 | 1,
  typicalB: number,
): PurchaseModel<BetaGeometricParam> {
  /**
   * P(alive | x, t_x, T) = 1 / (1 + [x+m>0] a/(b+x+m-1) ((alpha+T)/(alpha+t_x))^(r+x)).
   * Fader, Hardie & Lee (2008), Computing P(alive) Using the BG/NBD Model, brucehardie.com/notes/021; Batislam, Denizel &
   * Filiztekin (2007) with m = 1.
   */
  const probabilityAlive = ({ r, alpha, a, b }: P, x: number, tx: number, T: number): number => {
    if (x + m === 0) return 1;
    const logOdds = Math.log(a / (b + x + m - 1)) + (r + x) * Math.log1p((T - tx) / (alpha + tx));
    return 1 / (1 + Math.exp(logOdds));
  };

  /** What is known of a customer who is alive at T. */
  const live = ({ r, alpha, a, b }: P, x: number, T: number): LiveCustomer => ({
    shape: r + x,
    A: alpha + T,
    a,
    B: b + x + m,
  });

  /**
   * There is no closed form for delta > 0: see beta-geometric.ts for the integral, twelve digits against mpmath quadrature.
   * With delta = 0 and m = 0 it is E[Y(t) | alive, x, T] of FHL eq. 10; a = 1 and a + b <= 1 are no exceptions here.
   */
  const discounted = (p: P, x: number, _tx: number, T: number, t: number, delta: number): number =>
    purchasesToCome(processOf(p, x, m), p.alpha + T, t, delta);

  const expectedPurchases = (p: P, x: number, tx: number, T: number, t: number): number => {
    const alive = probabilityAlive(p, x, tx, T);
    return alive === 0 ? 0 : alive * discounted(p, x, tx, T, t, 0);
  };

  /** A customer who is gone buys nothing, one who is alive starts afresh with what is known of it. FHL eq. 8 there. */
  const conditionalPmf = (p: P, k: number, x: number, tx: number, T: number, t: number): number => {
    const alive = probabilityAlive(p, x, tx, T);
    return (k === 0 ? 1 - alive : 0) + alive * purchaseCount(live(p, x, T), k, t);
  };

  /** A live customer was there to buy until T, one who is gone until t_x; each at the rate that is known of such a one. */
  const exposure = (p: P, x: number, tx: number, T: number, out: Float64Array): void => {
    const alive = probabilityAlive(p, x, tx, T);
    out[0] = (alive * (p.r + x)) / (p.alpha + T);
    out[1] = x === 0 ? 0 : ((1 - alive) * (p.r + x)) / (p.alpha + tx);
    out[2] = 1;
  };

  return {
    name,
    about,
    time: "continuous",
    needs: [],
    memoryless: true,
    covariates: { purchase: { alpha: -1 }, dropout: { a: 1 } },
    params: ["r", "alpha", "a", "b"],
    timeExponent: { r: 0, alpha: 1, a: 0, b: 0 },
    // alpha so that the mean rate r / alpha is that of the data, the others typical: a cheap start, not an estimate
    start: (h) => ({ r: 0.5, alpha: 0.5 / meanRate(h), a: 0.8, b: typicalB }),
    logLikelihood: (p, h, gradient) => bgNbdLogLikelihood(p, m, h, gradient),
    limits: [oneDropoutChance, oneRate],
    // where nobody leaves, p is 0
    contains: [{ inner: nbd, embed: ({ r = 1, alpha = 1 }) => ({ r, alpha, a: 1e-6, b: 1 }) }],
    inspect: inspectHistories,
    probabilityAlive,
    // E[(1-p)^N(t)] = 2F1(r+x, a; a+b+x+m; -t/(alpha+T)): not one of the purchases to come is the last
    probabilityStaying: (p, x, _tx, T, t) => stayingProbability(live(p, x, T), t),
    expectedPurchases,
    expectedPurchasesIfAlive: (p, x, tx, T, t) => discounted(p, x, tx, T, t, 0),
    expectedPurchasesNewCustomer: (p, t) => expectedPurchases(p, 0, 0, 0, t),
    pmf: (p, k, t) => conditionalPmf(p, k, 0, 0, 0, t),
    conditionalPmf,
    pmfIfAlive: (p, x, _tx, T, t, tail) => purchaseCounts(live(p, x, T), t, tail),
    discountedPurchasesIfAlive: discounted,
    simulate: (p, T, random) => simulate(p, m, T, random),
    exposure,
  };
}

/** One customer's repeat purchases in (0, T]; `dropout` is the time of the purchase after which it left, 0 for the first. */
function simulate(p: P, m: 0 | 1, T: number, random: () => number) {
  const lambda = Math.max(gammaVariate(random, p.r, p.alpha), Number.MIN_VALUE); // a rate may underflow to 0
  const leave = betaVariate(random, p.a, p.b);
  const times: number[] = [];
  if (m === 1 && random() < leave) return { times, dropout: 0 };
  let now = 0;
  for (;;) {
    now += exponentialVariate(random, lambda);
    if (!(now <= T)) return { times, dropout: Infinity };
    times.push(now);
    if (random() < leave) return { times, dropout: now };
  }
}
