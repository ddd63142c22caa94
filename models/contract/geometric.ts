/**
 * Geometric contract: every subscriber has the same probability theta of not renewing, at every opportunity. The null
 * model of the others: it says a retention rate is one number and a customer's age does not matter.
 * The parameter is the odds of leaving, theta/(1-theta): fitting searches over all positive numbers, which are exactly
 * the odds of all probabilities, while theta would have to be kept below 1.
 */
import type { Params } from "../model.js";
import { exponentialVariate } from "../numeric/random.js";
import { type ContractModel, contractModel, overallChurn } from "./contract-model.js";

export type GeometricParam = "odds";

/**
 * S(k) = (1 - theta)^k = (1 + odds)^-k. The maximum-likelihood odds are contracts ended over renewals made, and so is
 * the start, but for half a contract added to both outcomes.
 * @example geometric.expectedPurchasesNewCustomer({ odds: 0.25 }, 2) // 1.44, .8 + .8^2
 */
export const geometric: ContractModel<GeometricParam> = contractModel<GeometricParam>({
  name: "geometric",
  about: {
    title: "Geometric contract",
    assumes: "subscribers are all alike: the same chance of leaving at every renewal",
    useWhen: "as a baseline; it understates the value of subscribers who have stayed long",
    source: "Fader & Hardie (2007)",
  },
  params: ["odds"],
  start: (h) => {
    const churn = overallChurn(h);
    return { odds: churn / (1 - churn) };
  },
  fillLogRetention: ({ odds }, into, [dodds]) => {
    into.fill(-Math.log1p(odds));
    dodds!.fill(-1 / (1 + odds));
  },
  logSurvival: ({ odds }, _T, k) => -k * Math.log1p(odds),
  renewals: ({ odds }, random) => Math.floor(exponentialVariate(random, Math.log1p(odds))),
});

/**
 * theta, the probability of not renewing, in [0, 1).
 * @example churnProbability({ odds: 0.25 }) // 0.2
 */
export function churnProbability({ odds }: Params<GeometricParam>): number {
  return odds / (1 + odds);
}
