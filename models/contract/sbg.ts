/**
 * Shifted beta-geometric: each subscriber has its own constant probability theta of not renewing, theta ~ Beta(alpha,
 * beta) over subscribers. Retention rates rise with age though nobody changes, since those likely to leave have left.
 * Fader & Hardie (2007), How to Project Customer Retention, Journal of Interactive Marketing 21(1), 76-90.
 * Given T renewals theta ~ Beta(alpha, beta + T).
 */
import type { Params, Random } from "../model.js";
import { logBetaRatio } from "../numeric/log-beta-ratio.js";
import { betaVariate } from "../numeric/random.js";
import { type ContractModel, contractModel, overallChurn } from "./contract-model.js";
import { geometric } from "./geometric.js";

export type SbgParam = "alpha" | "beta";

const nearlyAlike = 1e5; // alpha + beta at which a beta distribution is nearly one point

/**
 * S(k) = B(alpha, beta+k) / B(alpha, beta), and r(k) = (beta+k) / (alpha+beta+k).
 * @example sbg.probabilityStaying({ alpha: 0.704, beta: 1.182 }, 0, 0, 0, 1) // 0.6267, the first retention rate
 */
export const sbg: ContractModel<SbgParam> = contractModel<SbgParam>({
  name: "sbg",
  about: {
    title: "sBG (shifted beta-geometric)",
    assumes: "each subscriber has its own constant chance of leaving at a renewal",
    useWhen: "the standard choice for subscriptions renewed period by period",
    source: "Fader & Hardie (2007)",
  },
  params: ["alpha", "beta"],
  contains: [
    {
      inner: geometric,
      embed: ({ odds }) => ({
        alpha: (nearlyAlike * odds!) / (1 + odds!),
        beta: nearlyAlike / (1 + odds!),
      }),
    },
  ],
  start: (h) => {
    const churn = overallChurn(h);
    return { alpha: 1, beta: (1 - churn) / churn };
  },
  fillLogRetention: ({ alpha, beta }, into, [dalpha, dbeta]) => {
    for (let k = 0; k < into.length; k++) {
      const all = 1 / (alpha + beta + k);
      into[k] = -Math.log1p(alpha / (beta + k));
      dalpha![k] = -all;
      dbeta![k] = (alpha * all) / (beta + k);
    }
  },
  logSurvival: ({ alpha, beta }, T, k) => logBetaRatio(alpha, beta + T, k),
  renewals: (p, random) => renewalsOf(p, 1, random),
});

/**
 * Renewals before the end of one subscriber whose S(k) = (1-theta)^(k^c) with theta ~ Beta(alpha, beta).
 * @param c 1 for a constant theta
 */
export function renewalsOf({ alpha, beta }: Params<SbgParam>, c: number, random: Random): number {
  const hazard = -Math.log1p(-betaVariate(random, alpha, beta));
  const until = -Math.log(1 - random());
  return hazard === 0 ? Infinity : Math.floor((until / hazard) ** (1 / c));
}
