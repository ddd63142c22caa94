/**
 * BG/CNBD-k (m = 0) and MBG/CNBD-k (m = 1): BG/NBD and MBG/NBD for customers who buy regularly. The times between the
 * purchases of one customer are Erlang(k, lambda), that is, each takes k phases at rate lambda ~ Gamma(r, alpha); the
 * larger k, the more even. After every purchase the customer leaves with probability p ~ Beta(a, b).
 * Platzer & Reutterer (2016), Ticking Away the Moments: Timing Regularity Helps to Better Predict Customer Activity,
 * Marketing Science 35(5), 779-799. With k = 1 these are the models they extend, to the bit.
 * What a live customer will do depends on how many phases have passed since t_x, which is not observed: every
 * conditional quantity is a mixture over j = 0 ... k-1 of them (cnbd-phases.ts). Nothing here is approximated.
 */

import { inspectHistories } from "../inspect-histories.js";
import type { About, Histories, Limit, Params, PurchaseModel } from "../model.js";
import { betaVariate, gammaVariate } from "../numeric/random.js";
import { leavingFor, purchasesFor } from "./cnbd-cache.js";
import { phaseCount, phaseCounts } from "./cnbd-counts.js";
import { cnbdExposure } from "./cnbd-exposure.js";
import { type CnbdParam, cnbdLogLikelihood } from "./cnbd-likelihood.js";
import { openPhases, phaseWeights } from "./cnbd-phases.js";
import type { PhaseProcess } from "./cnbd-rate.js";
import { likeliestPhases } from "./cnbd-regularity.js";
import { nobodyLeaves, oneDropoutChance, oneRate } from "./limits.js";
import { meanRate } from "./means.js";

type P = Params<CnbdParam>;
type Plain = PurchaseModel<"r" | "alpha" | "a" | "b">;

/** A purchase takes k phases. */
const onePhaseRate: Limit<CnbdParam> = {
  ...oneRate,
  instead: { name: "rate of purchase", timeExponent: -1, value: ({ k, r, alpha }) => r / (k * alpha) },
};

/** The k that a fit chooses from. */
const choices = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/**
 * @param plain the same model at k = 1, which answers there
 * @param m     1 where a customer may also leave right after its first purchase, else 0
 */
export function cnbdModel(name: string, about: About, plain: Plain, m: 0 | 1): PurchaseModel<CnbdParam> {
  /** P(alive | x, t_x, T) = 1 / (1 + [x+m>0] e^d / S), with d and S of cnbd-likelihood.ts. */
  const probabilityAlive = (p: P, x: number, tx: number, T: number): number => {
    if (single(p)) return plain.probabilityAlive(p, x, tx, T);
    if (x + m === 0) return 1;
    const { k, r, alpha, a, b } = p;
    const logOdds =
      Math.log(a / (b + x + m - 1)) +
      (r + k * x) * Math.log1p((T - tx) / (alpha + tx)) -
      Math.log(openPhases(p, x, tx, T).sum);
    return 1 / (1 + Math.exp(logOdds));
  };

  /** Sum over j of P(j) times the discounted purchases of a customer with j phases done; DERT at t = Infinity. */
  const discounted = (p: P, x: number, tx: number, T: number, t: number, delta: number): number => {
    if (single(p)) return plain.discountedPurchasesIfAlive(p, x, tx, T, t, delta);
    return mixture(p, x, tx, T, purchasesFor(p, m, x, T, t, delta));
  };

  const conditionalPmf = (p: P, n: number, x: number, tx: number, T: number, t: number): number => {
    if (single(p)) return plain.conditionalPmf(p, n, x, tx, T, t);
    const alive = probabilityAlive(p, x, tx, T);
    const given = phaseCount(processOf(p, x, m), phaseWeights(p, x, tx, T), p.alpha + T, n, t);
    return (n === 0 ? 1 - alive : 0) + alive * given;
  };

  const expectedPurchases = (p: P, x: number, tx: number, T: number, t: number): number => {
    const alive = probabilityAlive(p, x, tx, T);
    return alive === 0 ? 0 : alive * discounted(p, x, tx, T, t, 0);
  };

  return {
    name,
    about,
    time: "continuous",
    needs: ["logGaps"],
    memoryless: false,
    covariates: null,
    params: ["k", "r", "alpha", "a", "b"],
    whole: { k: choices },
    limits: [oneDropoutChance, nobodyLeaves, onePhaseRate],
    contains: [
      {
        inner: plain as PurchaseModel,
        embed: (inner) => ({ k: 1, ...(inner as Params<"r" | "alpha" | "a" | "b">) }),
      },
    ],
    timeExponent: { k: 0, r: 0, alpha: 1, a: 0, b: 0 },
    start,
    logLikelihood: (p, h, gradient) => {
      if (!single(p)) return cnbdLogLikelihood(p, m, h, gradient);
      gradient?.fill(0, 0, 1);
      return plain.logLikelihood(p, h, gradient?.subarray(1));
    },
    inspect: inspectHistories,
    probabilityAlive,
    probabilityStaying: (p, x, tx, T, t) => {
      if (single(p)) return plain.probabilityStaying(p, x, tx, T, t);
      return Math.max(0, 1 - mixture(p, x, tx, T, leavingFor(p, m, x, T, t)));
    },
    expectedPurchases,
    expectedPurchasesIfAlive: (p, x, tx, T, t) => discounted(p, x, tx, T, t, 0),
    expectedPurchasesNewCustomer: (p, t) => expectedPurchases(p, 0, 0, 0, t),
    pmf: (p, n, t) => conditionalPmf(p, n, 0, 0, 0, t),
    conditionalPmf,
    pmfIfAlive: (p, x, tx, T, t, tail) => {
      if (single(p)) return plain.pmfIfAlive(p, x, tx, T, t, tail);
      return phaseCounts(processOf(p, x, m), phaseWeights(p, x, tx, T), p.alpha + T, t, tail);
    },
    discountedPurchasesIfAlive: discounted,
    exposure: (p, x, tx, T, out) => {
      if (single(p)) plain.exposure!(p, x, tx, T, out);
      else cnbdExposure(p, probabilityAlive(p, x, tx, T), x, tx, T, out);
    },
    simulate: (p, T, random) => (single(p) ? plain.simulate(p, T, random) : simulate(p, m, T, random)),
  };
}

/** Whether k = 1; throws where it is no whole number of phases. */
function single({ k }: P): boolean {
  if (!(k >= 1 && Math.floor(k) === k)) throw new RangeError(`k counts phases: whole and >= 1; got ${k}`);
  return k === 1;
}

function processOf({ k, r, a, b }: P, x: number, m: 0 | 1): PhaseProcess {
  return { k, shape: r + k * x, a, B: b + x + m };
}

/** Mean of `byPhase` over the phases done at T, without making an array: this runs once for every history. */
function mixture({ k, r, alpha }: P, x: number, tx: number, T: number, byPhase: Float64Array): number {
  const y = (T - tx) / (alpha + T);
  const shape = r + k * x;
  let weight = 1;
  let sum = 0;
  let total = 0;
  for (let j = 0; j < k; j++) {
    sum += weight;
    total += weight * byPhase[j]!;
    weight *= ((shape + j) * y) / (j + 1);
  }
  return total / sum;
}

/** The k that the spacing of purchases speaks for; the others as in the plain models, with alpha for k phases a purchase. */
function start(h: Histories): P {
  const k = likeliestPhases(h, choices);
  const r = 0.5;
  return { k, r, alpha: r / (k * meanRate(h)), a: 0.8, b: 2.5 };
}

/** One customer's repeat purchases in (0, T]; `dropout` is the time of the purchase after which it left, 0 for the first. */
function simulate(p: P, m: 0 | 1, T: number, random: () => number) {
  const lambda = Math.max(gammaVariate(random, p.r, p.alpha), Number.MIN_VALUE); // a rate may underflow to 0
  const leave = betaVariate(random, p.a, p.b);
  const times: number[] = [];
  let now = 0;
  for (;;) {
    if (m + times.length > 0 && random() < leave) return { times, dropout: now };
    now += gammaVariate(random, p.k, lambda);
    if (!(now <= T)) return { times, dropout: Infinity };
    times.push(now);
  }
}
