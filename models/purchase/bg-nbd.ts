/**
 * BG/NBD: while alive a customer buys at rate lambda ~ Gamma(r, alpha); after every repeat purchase it leaves with
 * probability p ~ Beta(a, b). Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to
 * the Pareto/NBD Model, Marketing Science 24(2), 275-284 (FHL below).
 * Given that a customer is alive at T, lambda ~ Gamma(r+x, alpha+T) and p ~ Beta(a, b+x), and the future does not
 * depend on t_x: every conditional quantity is P(alive) times that of a new customer with these parameters.
 */
import type { Histories, Params, PurchaseModel } from "../model.js";
import { betaRule } from "../numeric/beta-rule.js";
import { betaVariate, exponentialVariate, gammaVariate } from "../numeric/random.js";
import { incompleteBeta, logBeta, logGamma } from "../numeric/special.js";
import { type BetaGeometric, betaGeometric, purchasesToCome } from "./beta-geometric.js";
import { bgNbdLogLikelihood } from "./bg-nbd-likelihood.js";
import { inspectHistories } from "./inspect.js";

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
  logLikelihood: bgNbdLogLikelihood,
  inspect: inspectHistories,
  probabilityAlive,
  probabilityStaying,
  expectedPurchases: (p, x, tx, T, t) => {
    const alive = probabilityAlive(p, x, tx, T);
    return alive === 0 ? 0 : alive * discountedPurchasesIfAlive(p, x, tx, T, t, 0);
  },
  expectedPurchasesIfAlive: (p, x, tx, T, t) => discountedPurchasesIfAlive(p, x, tx, T, t, 0),
  expectedPurchasesNewCustomer: (p, t) => discountedPurchasesIfAlive(p, 0, 0, 0, t, 0),
  pmf: (p, k, t) => purchaseCount(p.r, p.alpha, p.a, p.b, k, t),
  conditionalPmf,
  pmfIfAlive,
  discountedPurchasesIfAlive,
  simulate,
};

/** r, a and b at typical values, alpha so that the mean rate r / alpha is that of the data; a cheap start, not an estimate. */
function start(h: Histories): P {
  let purchases = 0;
  let time = 0;
  let customers = 0;
  for (let i = 0; i < h.n.length; i++) {
    purchases += h.n[i]! * h.x[i]!;
    time += h.n[i]! * h.T[i]!;
    customers += h.n[i]!;
  }
  const r = 0.5;
  const meanRate = purchases > 0 && time > 0 ? purchases / time : time > 0 ? customers / time : 1;
  return { r, alpha: r / meanRate, a: 0.8, b: 2.5 };
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
function probabilityStaying({ r, alpha, a, b }: P, x: number, _tx: number, T: number, t: number): number {
  const A = alpha + T;
  const { p, weights } = betaRule(a, b + x, -Math.log1p(((r + x) * t) / A));
  let sum = 0;
  for (let k = 0; k < p.length; k++) sum += weights[k]! * Math.exp(-(r + x) * Math.log1p((p[k]! * t) / A));
  return sum;
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
  return purchasesToCome(processOf(p, x), p.alpha + T, t, delta);
}

const processes = new WeakMap<P, Map<number, BetaGeometric>>();

/** The tables of one x; made once per params object, which must not change afterwards. */
function processOf(p: P, x: number): BetaGeometric {
  let byX = processes.get(p);
  if (byX === undefined) {
    byX = new Map();
    processes.set(p, byX);
  }
  let process = byX.get(x);
  if (process === undefined) {
    process = betaGeometric(p.r + x, p.a, p.b + x);
    byX.set(x, process);
  }
  return process;
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
  const given = purchaseCount(p.r + x, p.alpha + T, p.a, p.b + x, k, t);
  return (k === 0 ? 1 - alive : 0) + alive * given;
}

/**
 * P(Y(t) = k | alive at T, x) for k = 0, 1, ... by the recurrences of its negative binomial and beta factors.
 * FHL eq. 8 with r+x, alpha+T, a, b+x. The tail P(NB >= k) is one minus a sum, exact to the rounding of 1.
 */
function pmfIfAlive(p: P, x: number, _tx: number, T: number, t: number, tail: number): Float64Array {
  const shape = p.r + x;
  const B = p.b + x;
  const u = t / (p.alpha + T + t);
  const mass: number[] = [];
  let negativeBinomial = Math.exp(shape * Math.log1p(-u));
  let staying = 1; // B(a, B+k) / B(a, B)
  let atLeast = 1; // P(NB >= k)
  let left = 1;
  for (let k = 0; left >= tail; k++) {
    if (k > 0) {
      atLeast = Math.max(0, atLeast - negativeBinomial);
      negativeBinomial *= (u * (shape + k - 1)) / k;
    }
    const leaving = k === 0 ? 0 : (staying * p.a) / (p.a + B + k - 1); // B(a+1, B+k-1) / B(a, B)
    if (k > 0) staying *= (B + k - 1) / (p.a + B + k - 1);
    const value = staying * negativeBinomial + leaving * atLeast;
    mass.push(value);
    left -= value;
    if (k > 100_000 || (value < tail * 1e-6 && atLeast === 0)) break;
  }
  return Float64Array.from(mass);
}

/**
 * P(X(t) = k) of a new customer, FHL eq. 8: alive after all k purchases, or gone at the k-th.
 *     B(a,b+k)/B(a,b) NB(k) + [k>0] B(a+1,b+k-1)/B(a,b) P(NB >= k),   NB of shape r and odds t/alpha
 * The tail is an incomplete beta function rather than one minus a sum, so small probabilities keep their digits.
 * @example bgNbd.pmf({ r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, 10, 2) // 1.07869e-7
 */
function purchaseCount(r: number, alpha: number, a: number, b: number, k: number, t: number): number {
  if (!(k >= 0 && Math.floor(k) === k))
    throw new RangeError(`a number of purchases is whole and >= 0; got ${k}`);
  if (t === 0) return k === 0 ? 1 : 0;
  const u = t / (alpha + t);
  const logNegativeBinomial =
    (k === 0 ? 0 : logGamma(r + k) - logGamma(r) - logGamma(k + 1) + k * Math.log(u)) -
    r * Math.log1p(t / alpha);
  const base = logBeta(a, b);
  const alive = Math.exp(logBeta(a, b + k) - base + logNegativeBinomial);
  if (k === 0) return alive;
  return alive + Math.exp(logBeta(a + 1, b + k - 1) - base) * incompleteBeta(u, k, r);
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
