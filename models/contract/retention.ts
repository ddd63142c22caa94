/**
 * What a contract model says of retention and of the value still to come. Throughout, `renewals` is how often a
 * subscriber has renewed: 0 in the first paid period.
 */
import type { Params } from "../model.js";
import { discountedSurvival, periodWeightedSurvival } from "../numeric/discounted-survival.js";
import type { ContractModel } from "./contract-model.js";

/**
 * r = S(renewals + 1) / S(renewals): probability that a subscriber renews at the next opportunity.
 * @returns in [0, 1]; rises with `renewals` for the sBG, since the loyal remain
 * @example retentionRate(sbg, { alpha: 3.8, beta: 15.2 }, 0) // 0.8
 */
export function retentionRate<K extends string>(
  model: ContractModel<K>,
  p: Params<K>,
  renewals: number,
): number {
  return Math.exp(model.logSurvival(p, renewals, 1));
}

/**
 * S(k): probability that a new subscriber renews at least k times.
 * @example survival(sbg, { alpha: 3.8, beta: 15.2 }, 2) // 0.648
 */
export function survival<K extends string>(model: ContractModel<K>, p: Params<K>, k: number): number {
  return k === 0 ? 1 : Math.exp(model.logSurvival(p, 0, k));
}

/**
 * Expected renewals at the next t opportunities: sum over k = 1..t of S(renewals + k) / S(renewals).
 * @param t periods, finite: over all time the sum need not be
 * @example expectedRenewals(sbg, { alpha: 3.8, beta: 15.2 }, 0, 2) // 1.448
 */
export function expectedRenewals<K extends string>(
  model: ContractModel<K>,
  p: Params<K>,
  renewals: number,
  t: number,
): number {
  return discountedSurvival((k) => model.logSurvival(p, renewals, k), t, 0);
}

/**
 * Discounted expected residual lifetime, in payments, of a subscriber just before the next renewal is decided:
 *     DERL = sum over k = 1, 2, ... of S(renewals + k) / S(renewals) * e^(-delta (k-1)),
 * so the payment that is about to be decided counts undiscounted, if it is made. One period earlier, just after a
 * payment, the value is e^(-delta) DERL, which is discountedPurchasesIfAlive at t = Infinity.
 * Fader & Hardie (2010), Customer-Base Valuation in a Contractual Setting, Marketing Science 29(1), 85-93, where the
 * n-th contract period is renewals = n - 1; for the sBG r * 2F1(1, beta+n; alpha+beta+n; 1/(1+d)).
 * @param delta continuous discount rate per period, > 0: ln 1.1 for 10 % a period
 * @example derl(sbg, { alpha: 3.8, beta: 15.2 }, 0, Math.log(1.1)) // 3.3098
 */
export function derl<K extends string>(
  model: ContractModel<K>,
  p: Params<K>,
  renewals: number,
  delta: number,
): number {
  return Math.exp(delta) * discountedSurvival((k) => model.logSurvival(p, renewals, k), Infinity, delta);
}

/**
 * Retention elasticity of the residual value: by how many per cent DERL grows when every future retention rate grows by
 * one per cent of itself. DERL is a sum of products of k rates, so scaling all by 1+e turns S into S (1+e)^k, and
 *     elasticity = sum of k w_k / sum of w_k,   w_k = e^(-delta k) S(renewals + k) / S(renewals),
 * the discounted mean number of rates that a payment hangs on. With a constant rate r it is (1+d) / (1+d-r), which is
 * 1 + r/(1+d-r): value from after the decision has one rate fewer. A mixed population has a higher value and elasticity
 * than one whose every rate is the mean of the first: taking subscribers for alike understates both.
 * @param delta continuous discount rate per period, > 0
 * @returns >= 1
 * @example retentionElasticity(geometric, { odds: 0.25 }, 0, Math.log(1.1)) // 3.6667, 1.1 / .3
 */
export function retentionElasticity<K extends string>(
  model: ContractModel<K>,
  p: Params<K>,
  renewals: number,
  delta: number,
): number {
  const log = (k: number): number => model.logSurvival(p, renewals, k);
  return periodWeightedSurvival(log, Infinity, delta) / discountedSurvival(log, Infinity, delta);
}
