/**
 * Models in which a customer buys at rate lambda ~ Gamma(r, alpha) until it leaves at a random time, unseen, with survival
 * function S: all they differ in is S. Purchase rate and dropout are independent, so given that a customer is alive at T,
 * lambda ~ Gamma(r+x, alpha+T) and it stays another v with probability S(T+v)/S(T): its future is free of t_x.
 */

import { inspectHistories } from "../inspect-histories.js";
import type { Histories, Params, PurchaseModel, PurchaseTimes, Random } from "../model.js";
import { exponentialVariate, gammaVariate } from "../numeric/random.js";
import { countDistribution, countProbability } from "./dropout-counts.js";
import { dropoutExposure } from "./dropout-exposure.js";
import { integrate, type Kernel, kernel } from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";
import { dropoutLogLikelihood } from "./dropout-likelihood.js";
import { stayingTime } from "./dropout-staying.js";

/** What one of these models adds. `params` begin with r and alpha; the law's own follow in the order of its derivatives. */
export interface DropoutModel<K extends string>
  extends Pick<
    PurchaseModel<K>,
    "name" | "about" | "params" | "timeExponent" | "covariates" | "contains" | "limits" | "start"
  > {
  law(p: Params<K>): DropoutLaw;
  /** stayingTime without discounting, where it has a closed form */
  stayingTime?(p: Params<K>, T: number, t: number): number;
}

/** The purchase model of a dropout law. */
export function dropoutModel<K extends string>({
  law: lawOf,
  stayingTime: closedForm,
  ...own
}: DropoutModel<K | "r" | "alpha">): PurchaseModel<K | "r" | "alpha"> {
  type P = Params<K | "r" | "alpha">;
  const known = new WeakMap<P, Known>();
  /** What is worked out once per params object, which must not change afterwards. */
  const of = (p: P): Known => {
    let found = known.get(p);
    if (found === undefined) {
      found = knownOf(p.alpha, lawOf(p));
      known.set(p, found);
    }
    return found;
  };

  /**
   * P(alive | x, t_x, T) = (alpha+T)^-k S(T) / [ (alpha+T)^-k S(T) + integral from t_x to T of (alpha+u)^-k f(u) du ], k = r+x.
   * For the Pareto/NBD it is Schmittlein, Morrison & Colombo (1987), whose closed form overflows for heavy buyers.
   * @param tx first to last purchase, in the params' time unit; 0 when x = 0
   * @param T  first purchase to the as-of date, same unit, T >= tx
   * @returns in [0, 1]; below 1 for one-time buyers too
   * @example paretoNbd.probabilityAlive({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, 2, 30.43, 38.86) // 0.8692
   * @example ggompertzNbd.probabilityAlive({ r: 0.553, alpha: 74, b: 0.002, s: 0.6, beta: 0.2 }, 2, 213, 272) // 0.8384
   */
  function probabilityAlive(p: P, x: number, tx: number, T: number): number {
    return 1 / (1 + goneOdds(of(p), p.r + x, tx, T));
  }

  /**
   * Expected purchases in (T, T+t], discounted continuously at rate delta, of a customer alive at T:
   *     (r+x)/(alpha+T) integral from 0 to t of e^(-delta v) S(T+v)/S(T) dv
   * DERT at t = Infinity; with delta = 0 E[Y(t) | alive, x, T], and with x = 0, T = 0 as well E[X(t)].
   * @param t     in the params' time unit, >= 0; Infinity needs delta > 0
   * @param delta per time unit: for an annual rate and days see dailyRate in value/discounting.ts
   * @example paretoNbd.discountedPurchasesIfAlive({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, 2, 30.43, 38.86, 39, 0) // 1.6742
   */
  function discountedPurchasesIfAlive(p: P, x: number, _tx: number, T: number, t: number, delta: number) {
    if (!(t >= 0 && delta >= 0 && (t < Infinity || delta > 0))) {
      throw new RangeError(
        `purchases to come need t >= 0 and delta >= 0, delta > 0 when t is infinite; got t = ${t}, delta = ${delta}`,
      );
    }
    const rate = (p.r + x) / (p.alpha + T);
    if (delta === 0 && closedForm !== undefined) return rate * closedForm(p, T, t);
    return rate * knownStayingTime(of(p), T, t, delta);
  }

  const expectedPurchasesIfAlive = (p: P, x: number, tx: number, T: number, t: number): number =>
    discountedPurchasesIfAlive(p, x, tx, T, t, 0);

  /**
   * P(Y(t) = k | x, t_x, T): one who has left buys nothing, for one alive see dropout-counts.ts with r+x, alpha+T.
   * @param k whole number >= 0
   * @example paretoNbd.conditionalPmf({ r: 0.553, alpha: 10.578, s: 0.606, beta: 11.669 }, 0, 2, 30.43, 38.86, 39) // 0.4081
   */
  function conditionalPmf(p: P, k: number, x: number, tx: number, T: number, t: number): number {
    const alive = probabilityAlive(p, x, tx, T);
    const given = countProbability(of(p).law, T, p.r + x, p.alpha + T, k, t);
    return (k === 0 ? 1 - alive : 0) + alive * given;
  }

  return {
    ...own,
    time: "continuous",
    needs: [],
    memoryless: true,
    inspect: inspectHistories,
    logLikelihood: (p: P, h: Histories, gradient?: Float64Array) =>
      dropoutLogLikelihood(p.r, p.alpha, lawOf(p), h, gradient),
    probabilityAlive,
    probabilityStaying: (p, _x, _tx, T, t) => {
      const { law } = of(p);
      return Math.exp(Math.min(0, law.logSurvival(T + t) - law.logSurvival(T)));
    },
    expectedPurchases: (p, x, tx, T, t) =>
      probabilityAlive(p, x, tx, T) * expectedPurchasesIfAlive(p, x, tx, T, t),
    expectedPurchasesIfAlive,
    expectedPurchasesNewCustomer: (p, t) => expectedPurchasesIfAlive(p, 0, 0, 0, t),
    pmf: (p, k, t) => countProbability(of(p).law, 0, p.r, p.alpha, k, t),
    conditionalPmf,
    pmfIfAlive: (p, x, _tx, T, t, tail) => countDistribution(of(p).law, T, p.r + x, p.alpha + T, t, tail),
    discountedPurchasesIfAlive,
    simulate: (p, T, random) => simulate(p.r, p.alpha, of(p).law, T, random),
    exposure: (p, x, tx, T, out) => {
      const { kernel, sum } = of(p);
      dropoutExposure(kernel, p.r, x, tx, T, sum, out);
    },
  };
}

interface Known {
  readonly law: DropoutLaw;
  readonly kernel: Kernel;
  readonly sum: Float64Array;
  /** staying times by delta, t and T */
  readonly staying: Map<number, Map<number, Map<number, number>>>;
}

const mostKept = 65_536; // of each level

function knownOf(alpha: number, law: DropoutLaw): Known {
  return { law, kernel: kernel(alpha, law, false), sum: new Float64Array(1), staying: new Map() };
}

/** Odds that a customer has left by T: the integral from t_x to T of (alpha+u)^-k f(u) over (alpha+T)^-k S(T), k = r + x. */
function goneOdds({ law, kernel: of, sum }: Known, shape: number, tx: number, T: number): number {
  integrate(of, shape, tx, T, sum);
  const log =
    Math.log(sum[0]!) +
    law.logDensity(tx) -
    law.logSurvival(T) +
    shape * Math.log1p((T - tx) / (of.alpha + tx));
  return Math.exp(log);
}

function knownStayingTime({ law, staying }: Known, T: number, t: number, delta: number): number {
  const byt = keptIn(staying, delta, () => new Map<number, Map<number, number>>());
  const byT = keptIn(byt, t, () => new Map<number, number>());
  return keptIn(byT, T, () => stayingTime(law, T, t, delta));
}

function keptIn<V>(map: Map<number, V>, key: number, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    if (map.size >= mostKept) map.clear();
    value = make();
    map.set(key, value);
  }
  return value;
}

/** One customer's repeat purchases in (0, T]: a Poisson process cut off at the dropout time. */
function simulate(r: number, alpha: number, law: DropoutLaw, T: number, random: Random): PurchaseTimes {
  const lambda = Math.max(gammaVariate(random, r, alpha), Number.MIN_VALUE); // a rate may underflow to 0
  const dropout = law.timeOf(exponentialVariate(random, 1));
  const times: number[] = [];
  const end = Math.min(T, dropout);
  for (let now = exponentialVariate(random, lambda); now <= end; now += exponentialVariate(random, lambda))
    times.push(now);
  return { times, dropout: dropout <= T ? dropout : Infinity };
}
