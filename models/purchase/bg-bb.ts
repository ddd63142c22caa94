/**
 * BG/BB: opportunities to buy come at whole periods 1, 2, ... (a yearly appeal, a season, a conference); at each a
 * customer who is alive buys with probability p ~ Beta(alpha, beta), and before each it leaves with probability
 * theta ~ Beta(gamma, delta). Fader, Hardie & Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual
 * Setting, Marketing Science 29(6), 1086-1108 (FHS below; their n is T here).
 * x counts opportunities with a purchase, t_x is the last of them, T the opportunities so far; parts of periods do not
 * count. Given that a customer is alive at T, p ~ Beta(alpha+x, beta+T-x) and theta ~ Beta(gamma, delta+T): the future
 * does not depend on t_x. The parameter delta has nothing to do with a discount rate.
 */

import { inspectHistories } from "../inspect-histories.js";
import type { Histories, Params, PurchaseModel } from "../model.js";
import { discountedSurvival } from "../numeric/discounted-survival.js";
import { logBetaRatio } from "../numeric/log-beta-ratio.js";
import { betaVariate } from "../numeric/random.js";
import { purchaseCounts } from "./bg-bb-counts.js";
import { type BgBbParam, bgBbLogLikelihood, goneOdds, walkBack } from "./bg-bb-likelihood.js";
import { alike } from "./limits.js";

export type { BgBbParam } from "./bg-bb-likelihood.js";

type P = Params<BgBbParam>;

export const bgBb: PurchaseModel<BgBbParam> = {
  name: "bg-bb",
  about: {
    title: "BG/BB",
    assumes:
      "buys or not at each of a row of opportunities, with a constant chance; may leave before any of them",
    useWhen: "purchases that can happen only once a period, such as yearly donations or seasonal events",
    source: "Fader, Hardie & Shang (2010)",
  },
  time: "discrete",
  needs: [],
  memoryless: true,
  covariates: null,
  params: ["alpha", "beta", "gamma", "delta"],
  timeExponent: { alpha: 0, beta: 0, gamma: 0, delta: 0 },
  limits: [
    alike("all customers leave with one probability", "delta", "gamma", {
      name: "dropout probability",
      timeExponent: 0,
      value: ({ gamma, delta }) => gamma / (gamma + delta),
    }),
    alike("all customers buy with one probability", "beta", "alpha", {
      name: "purchase probability",
      timeExponent: 0,
      value: ({ alpha, beta }) => alpha / (alpha + beta),
    }),
  ],
  start,
  logLikelihood: bgBbLogLikelihood,
  inspect: (h) => inspectHistories({ ...h, T: h.T.map(Math.floor) }),
  probabilityAlive,
  probabilityStaying,
  expectedPurchases: (p, x, tx, T, t) => {
    const alive = probabilityAlive(p, x, tx, T);
    return alive === 0 ? 0 : alive * discountedPurchasesIfAlive(p, x, tx, T, t, 0);
  },
  expectedPurchasesIfAlive: (p, x, tx, T, t) => discountedPurchasesIfAlive(p, x, tx, T, t, 0),
  expectedPurchasesNewCustomer: (p, t) => discountedPurchasesIfAlive(p, 0, 0, 0, t, 0),
  pmf: (p, k, t) => purchaseCount(p, 0, 0, k, t),
  conditionalPmf,
  pmfIfAlive,
  discountedPurchasesIfAlive,
  simulate,
  exposure: null,
};

/** p at the data's share of opportunities taken (at least a tenth, as some customers have left), theta 0.2 on average. */
function start(h: Histories): P {
  let purchases = 0;
  let opportunities = 0;
  for (let i = 0; i < h.n.length; i++) {
    purchases += h.n[i]! * h.x[i]!;
    opportunities += h.n[i]! * Math.floor(h.T[i]!);
  }
  const share = Math.min(0.9, Math.max(0.01, opportunities > 0 ? purchases / opportunities : 0.5));
  return { alpha: 1, beta: 1 / share - 1, gamma: 0.5, delta: 2 };
}

/**
 * P(alive at T | x, t_x, T): probability that a customer has not left before opportunity T, one over one plus the odds
 *     sum over j = t_x..T-1 of B(alpha+x,beta+j-x) B(gamma+1,delta+j) / [B(alpha+x,beta+T-x) B(gamma,delta+T)].
 * The P(alive at T+1) that FHS tabulate is this times probabilityStaying over one period.
 * @param x  opportunities with a purchase
 * @param tx the last of them, 0 when x = 0
 * @param T  opportunities so far, T >= t_x >= x
 * @returns in [0, 1]; exactly 1 at t_x = T, since a customer who has just bought was there to buy
 * @example bgBb.probabilityAlive({ alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }, 4, 5, 6) // 0.7488
 */
function probabilityAlive(p: P, x: number, tx: number, T: number): number {
  const whole = Math.floor(T);
  const w = goneOdds(whole);
  walkBack(w, p, x, whole, Math.floor(tx));
  return w.logScale === 0 ? 1 / (1 + w.sum) : Math.exp(-w.logScale) / w.sum;
}

/**
 * P(alive at T + t | alive at T) = B(gamma, delta+T+t) / B(gamma, delta+T).
 * @param t periods, >= 0
 * @example bgBb.probabilityStaying({ alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }, 4, 5, 6, 1) // 0.9304
 */
function probabilityStaying({ gamma, delta }: P, _x: number, _tx: number, T: number, t: number): number {
  return Math.exp(logBetaRatio(gamma, delta + Math.floor(T), Math.floor(t)));
}

/**
 * Expected purchases at opportunities T+1, ..., T+t of a customer alive at T with x purchases, the k-th of them
 * discounted by e^(-delta k):
 *     (alpha+x)/(alpha+beta+T) * sum over k = 1..t of e^(-delta k) B(gamma,delta+T+k)/B(gamma,delta+T).
 * At t = Infinity times P(alive) it is the DERT of FHS, there in terms of 2F1 at 1/(1+d) = e^-delta; with delta = 0
 * times P(alive) their E[Y(t) | x, t_x, T], and for x = T = 0 their E[X(t)]. gamma = 1 is no exception here.
 * @param t     periods, >= 0; Infinity needs delta > 0
 * @param delta continuous discount rate per period: ln 1.1 for 10 % a period. Twelve digits against mpmath
 * @example bgBb.discountedPurchasesIfAlive({ alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }, 6, 6, 6, Infinity, Math.log(1.1)) // 5.91
 */
function discountedPurchasesIfAlive(
  p: P,
  x: number,
  _tx: number,
  T: number,
  t: number,
  delta: number,
): number {
  const whole = Math.floor(T);
  const staying = discountedSurvival((k) => logBetaRatio(p.gamma, p.delta + whole, k), t, delta);
  return ((p.alpha + x) / (p.alpha + p.beta + whole)) * staying;
}

/**
 * P(Y(t) = k | x, t_x, T): a customer who is gone buys nothing, one who is alive starts afresh with what is known of it.
 * @param k whole number >= 0
 * @param t periods
 * @example bgBb.conditionalPmf({ alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 }, 0, 4, 5, 6, 1) // 0.5442
 */
function conditionalPmf(p: P, k: number, x: number, tx: number, T: number, t: number): number {
  const alive = probabilityAlive(p, x, tx, T);
  return (k === 0 ? 1 - alive : 0) + alive * purchaseCount(p, x, T, k, t);
}

/** P(Y(t) = k | alive at T, x): all k from one pass over the opportunities to come. */
function pmfIfAlive(p: P, x: number, _tx: number, T: number, t: number, tail: number): Float64Array {
  const n = Math.floor(t);
  const mass = counts(p, x, T, n, n);
  let left = 0;
  let end = mass.length;
  while (end > 1 && left + mass[end - 1]! < tail) left += mass[--end]!;
  return mass.slice(0, end);
}

function purchaseCount(p: P, x: number, T: number, k: number, t: number): number {
  if (!(k >= 0 && Math.floor(k) === k))
    throw new RangeError(`a number of purchases is whole and >= 0; got ${k}`);
  const n = Math.floor(t);
  return k > n ? 0 : counts(p, x, T, n, k)[k]!;
}

function counts(p: P, x: number, T: number, n: number, most: number): Float64Array {
  const whole = Math.floor(T);
  return purchaseCounts(p.alpha + x, p.beta + whole - x, p.gamma, p.delta + whole, n, most);
}

/** One customer's purchases at opportunities 1, ..., T; `dropout` is the first opportunity it was gone for. */
function simulate(p: P, T: number, random: () => number) {
  const buy = betaVariate(random, p.alpha, p.beta);
  const leave = betaVariate(random, p.gamma, p.delta);
  const times: number[] = [];
  for (let k = 1; k <= T; k++) {
    if (random() < leave) return { times, dropout: k };
    if (random() < buy) times.push(k);
  }
  return { times, dropout: Infinity };
}
