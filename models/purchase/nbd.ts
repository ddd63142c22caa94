/**
 * NBD: every customer buys at its own constant rate lambda ~ Gamma(r, alpha) for ever. Ehrenberg (1959), The Pattern of
 * Consumer Purchases, Applied Statistics 8. The yardstick for models with dropout: what they add must pay for itself.
 * Given x purchases in T, lambda ~ Gamma(r+x, alpha+T), whenever they were.
 */
import type { Histories, Params, PurchaseModel, PurchaseTimes, Random } from "../model.js";
import { exponentialVariate, gammaVariate } from "../numeric/random.js";
import { bgNbdPlan } from "./bg-nbd-plan.js";
import { countDistribution, countProbability } from "./dropout-counts.js";
import type { DropoutLaw } from "./dropout-law.js";
import { inspectHistories } from "./inspect.js";
import { meanRate } from "./mean-rate.js";

export type NbdParam = "r" | "alpha";
type P = Params<NbdParam>;

export const nbd: PurchaseModel<NbdParam> = {
  name: "nbd",
  about: {
    title: "NBD",
    assumes: "buys at random at a constant rate; nobody ever leaves",
    useWhen: "a yardstick only: a model with churn has to predict better than this one",
    source: "Ehrenberg (1959)",
  },
  time: "continuous",
  needs: [],
  memoryless: true,
  covariates: { purchase: { alpha: -1 }, dropout: {} },
  params: ["r", "alpha"],
  timeExponent: { r: 0, alpha: 1 },
  start: (h) => ({ r: 0.5, alpha: 0.5 / meanRate(h) }),
  logLikelihood,
  inspect: inspectHistories,
  probabilityAlive: () => 1,
  probabilityStaying: () => 1,
  expectedPurchases: expectedPurchasesIfAlive,
  expectedPurchasesIfAlive,
  expectedPurchasesNewCustomer: (p, t) => (p.r / p.alpha) * t,
  pmf: (p, k, t) => countProbability(p.r, p.alpha, k, t),
  conditionalPmf: (p, k, x, _tx, T, t) => countProbability(p.r + x, p.alpha + T, k, t),
  pmfIfAlive: (p, x, _tx, T, t, tail) => countDistribution(p.r + x, p.alpha + T, t, tail),
  discountedPurchasesIfAlive,
  simulate,
};
