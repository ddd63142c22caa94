/**
 * What all contract models share. A subscriber may renew at whole periods 1, 2, ... after the first payment and is lost
 * for good at the first that passes without a renewal; so whether one still subscribes is known, and the whole model is
 * its survival function S(k), the probability of at least k renewals.
 * Histories are in whole periods: T opportunities met, t_x of them taken, each renewal a purchase (x = t_x; x itself is
 * not read). t_x = T subscribes still; t_x < T ended after t_x renewals. Parts of periods do not count: t_x, T and t
 * are rounded down. The future depends on T alone.
 */
import type { About, Histories, Nested, Params, PurchaseModel, Random } from "../model.js";
import { discountedSurvival } from "../numeric/discounted-survival.js";
import { inspectContracts } from "./inspect.js";
import { isSubscribed, renewalCounts } from "./renewal-counts.js";

/** The formulas in which contract models differ. */
export interface Survival<K extends string> {
  /**
   * ln r(k) for k = 0, 1, ... to the length of `into`: r(k) = S(k+1)/S(k), the probability of renewing again after k
   * renewals. Fills one column of derivatives for each parameter, in their order.
   */
  fillLogRetention(p: Params<K>, into: Float64Array, gradient: readonly Float64Array[]): void;
  /** ln[S(T+k)/S(T)], T whole and k >= 0, smooth in k between whole numbers. */
  logSurvival(p: Params<K>, T: number, k: number): number;
  /** Renewals of one subscriber before it ends; may be Infinity. */
  renewals(p: Params<K>, random: Random): number;
}

/** A purchase model of contracts, which has a survival function. */
export interface ContractModel<K extends string = string> extends PurchaseModel<K> {
  /** ln[S(T+k)/S(T)]: the log probability that a subscriber after T renewals makes k more, k >= 0. */
  logSurvival(p: Params<K>, T: number, k: number): number;
}

/** Whether a model is one of contracts. */
export function isContract(model: PurchaseModel): model is ContractModel {
  return "logSurvival" in model;
}

export interface ContractFormulas<K extends string> extends Survival<K> {
  readonly name: string;
  readonly about: About;
  readonly params: readonly K[];
  readonly contains?: readonly Nested<K, Histories>[];
  start(h: Histories): Params<K>;
}

/** A whole purchase model from the survival function of a contract. */
export function contractModel<K extends string>(formulas: ContractFormulas<K>): ContractModel<K> {
  const { logSurvival } = formulas;
  const survives = (p: Params<K>, T: number, k: number): number =>
    k <= 0 ? 1 : Math.exp(logSurvival(p, Math.floor(T), k));

  const discounted = (p: Params<K>, T: number, t: number, delta: number): number =>
    discountedSurvival((k) => logSurvival(p, Math.floor(T), k), t, delta);

  const count = (p: Params<K>, T: number, k: number, t: number): number => {
    if (!(k >= 0 && Math.floor(k) === k))
      throw new RangeError(`a number of renewals is whole and >= 0; got ${k}`);
    const most = Math.floor(t);
    if (k > most) return 0;
    const reaches = survives(p, T, k);
    return k === most ? reaches : -reaches * Math.expm1(logSurvival(p, Math.floor(T) + k, 1));
  };

  return {
    name: formulas.name,
    about: formulas.about,
    time: "discrete",
    needs: [],
    memoryless: true,
    covariates: null,
    params: formulas.params,
    timeExponent: Object.fromEntries(formulas.params.map((k) => [k, 0])) as Record<K, 0>,
    ...(formulas.contains && { contains: formulas.contains }),
    start: formulas.start,
    logSurvival,
    logLikelihood: (p, h, gradient) => logLikelihood(formulas, p, h, gradient),
    inspect: inspectContracts,
    probabilityAlive: (_p, _x, tx, T) => (isSubscribed(tx, T) ? 1 : 0),
    probabilityStaying: (p, _x, _tx, T, t) => survives(p, T, Math.floor(t)),
    expectedPurchases: (p, _x, tx, T, t) => (isSubscribed(tx, T) ? discounted(p, T, t, 0) : 0),
    expectedPurchasesIfAlive: (p, _x, _tx, T, t) => discounted(p, T, t, 0),
    expectedPurchasesNewCustomer: (p, t) => discounted(p, 0, t, 0),
    pmf: (p, k, t) => count(p, 0, k, t),
    conditionalPmf: (p, k, _x, tx, T, t) => (isSubscribed(tx, T) ? count(p, T, k, t) : k === 0 ? 1 : 0),
    pmfIfAlive: (p, _x, _tx, T, t, tail) => {
      const mass: number[] = [];
      const most = Math.floor(t);
      for (let k = 0; k <= most; k++) {
        mass.push(count(p, T, k, t));
        if (survives(p, T, k + 1) < tail) break;
      }
      return Float64Array.from(mass);
    },
    discountedPurchasesIfAlive: (p, _x, _tx, T, t, delta) => discounted(p, T, t, delta),
    simulate: (p, T, random) => {
      const renewals = formulas.renewals(p, random);
      const most = Math.floor(T);
      return {
        times: Array.from({ length: Math.min(renewals, most) }, (_, i) => i + 1),
        dropout: renewals < most ? renewals + 1 : Infinity,
      };
    },
    exposure: null,
  };
}

/**
 * Sum over subscribers of ln[S(t_x) - S(t_x+1)] for those who ended and ln S(T) for the others, which is
 *     sum over k of renewed(k) ln r(k) + ended(k) ln(1 - r(k)),
 * so cohorts of any age fit together and the cost depends on the longest T only.
 */
function logLikelihood<K extends string>(
  { params, fillLogRetention }: ContractFormulas<K>,
  p: Params<K>,
  h: Histories,
  gradient?: Float64Array,
): number {
  const { renewed, ended } = renewalCounts(h);
  const log = new Float64Array(renewed.length);
  const derivatives = params.map(() => new Float64Array(renewed.length));
  fillLogRetention(p, log, derivatives);
  let sum = 0;
  gradient?.fill(0);
  for (let k = 0; k < log.length; k++) {
    const stayed = renewed[k]!;
    const left = ended[k]!;
    if (stayed > 0) sum += stayed * log[k]!;
    if (left > 0) sum += left * Math.log(-Math.expm1(log[k]!));
    if (gradient === undefined) continue;
    const slope = stayed - (left === 0 ? 0 : left / Math.expm1(-log[k]!));
    for (let i = 0; i < derivatives.length; i++) gradient[i]! += slope * derivatives[i]![k]!;
  }
  return sum;
}

/** Share of the opportunities met at which subscribers left: between 0 and 1, also where all or none did. */
export function overallChurn(h: Histories): number {
  const { renewed, ended } = renewalCounts(h);
  let all = 1;
  let left = 0.5;
  for (let k = 0; k < renewed.length; k++) {
    all += renewed[k]! + ended[k]!;
    left += ended[k]!;
  }
  return left / all;
}
