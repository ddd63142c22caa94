/**
 * GGompertz/NBD: a customer buys at rate lambda ~ Gamma(r, alpha) until it leaves, at a rate eta b e^(b u) that grows with
 * the time u since its first purchase, eta ~ Gamma(s, beta). Bemmaor & Glady (2012), Modeling Purchasing Behavior with
 * Sudden "Death": A Flexible Customer Lifetime Model, Management Science 58(5).
 * As b -> 0 with beta / b held it is the Pareto/NBD; data without growth in the rate of leaving end up there, where b and
 * beta are known by their ratio only. Everything but the distribution of the dropout time is in dropout-model.ts.
 */
import type { Histories, Params, PurchaseModel } from "../model.js";
import { dropoutModel } from "./dropout-model.js";
import { gompertzDropout } from "./gompertz-dropout.js";
import { alike, oneRate } from "./limits.js";
import { meanRate, meanTime } from "./means.js";
import { paretoNbd } from "./pareto-nbd.js";

export type GGompertzNbdParam = "r" | "alpha" | "b" | "s" | "beta";
type P = Params<GGompertzNbdParam>;

const limit = 1e-8; // beta, where e^(b u) - 1 is b u to as many digits

export const ggompertzNbd: PurchaseModel<GGompertzNbdParam> = dropoutModel<GGompertzNbdParam>({
  name: "ggompertz-nbd",
  about: {
    title: "GGompertz/NBD",
    assumes:
      "buys at random at a constant rate; may leave at any moment, the likelier the longer it has been a customer",
    useWhen: "customers wear out with age; needs long histories, else it is the Pareto/NBD",
    source: "Bemmaor & Glady (2012)",
  },
  params: ["r", "alpha", "b", "s", "beta"],
  timeExponent: { r: 0, alpha: 1, b: -1, s: 0, beta: 0 },
  covariates: null,
  // where s and beta run away, the rate of leaving is b (s / beta) e^(b u) for all
  limits: [
    alike("all customers leave at one rate of their age", "s", "beta", {
      name: "dropout rate at first, over b",
      timeExponent: 0,
      value: ({ s, beta }) => s / beta,
    }),
    oneRate,
  ],
  contains: [
    {
      inner: paretoNbd,
      embed: ({ r, alpha, s, beta }) => ({ r: r!, alpha: alpha!, b: limit / beta!, s: s!, beta: limit }),
    },
  ],
  start,
  law: ({ b, s, beta }) => gompertzDropout(b, s, beta),
});

/** As for the Pareto/NBD, at a rate of leaving that grows by a factor of e in the mean time observed. */
function start(h: Histories): P {
  const time = meanTime(h);
  return { r: 0.5, alpha: 0.5 / meanRate(h), b: 1 / time, s: 0.5, beta: 1 / 3 };
}
