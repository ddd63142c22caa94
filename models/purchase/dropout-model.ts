/**
 * Models in which a customer buys at rate lambda ~ Gamma(r, alpha) until it leaves at a random time, unseen, with survival
 * function S: all they differ in is S. Purchase rate and dropout are independent, so given that a customer is alive at T,
 * lambda ~ Gamma(r+x, alpha+T) and it stays another v with probability S(T+v)/S(T): its future is free of t_x.
 */
import type { Histories, Params, PurchaseModel, PurchaseTimes, Random } from "../model.js";
import { exponentialVariate, gammaVariate } from "../numeric/random.js";
import { countDistribution, countProbability } from "./dropout-counts.js";
import { integrate, type Kernel, kernel } from "./dropout-integral.js";
import type { DropoutLaw } from "./dropout-law.js";
import { dropoutLogLikelihood } from "./dropout-likelihood.js";
import { stayingTime } from "./dropout-staying.js";
import { inspectHistories } from "./inspect.js";

/** What one of these models adds. `params` begin with r and alpha; the law's own follow in the order of its derivatives. */
export interface DropoutModel<K extends string>
  extends Pick<
    PurchaseModel<K>,
    "name" | "about" | "params" | "timeExponent" | "covariates" | "contains" | "start"
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

  function probabilityAlive(p: P, x: number, tx: number, T: number): number {
    return 1 / (1 + goneOdds(of(p), p.r + x, tx, T));
  }

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
    conditionalPmf: (p, k, x, tx, T, t) => {
      const alive = probabilityAlive(p, x, tx, T);
      const given = countProbability(of(p).law, T, p.r + x, p.alpha + T, k, t);
      return (k === 0 ? 1 - alive : 0) + alive * given;
    },
    pmfIfAlive: (p, x, _tx, T, t, tail) => countDistribution(of(p).law, T, p.r + x, p.alpha + T, t, tail),
    discountedPurchasesIfAlive,
    simulate: (p, T, random) => simulate(p.r, p.alpha, of(p).law, T, random),
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
