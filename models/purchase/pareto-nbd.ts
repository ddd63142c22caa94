/**
 * Pareto/NBD: a customer buys at rate lambda ~ Gamma(r, alpha) until it leaves, which it does at rate mu ~ Gamma(s, beta).
 * Schmittlein, Morrison & Colombo (1987), Counting Your Customers: Who Are They and What Will They Do Next?, Management
 * Science 33(1). Everything but the distribution of the dropout time is in dropout-model.ts.
 */
import type { Histories, Params, PurchaseModel } from "../model.js";
import { dropoutModel } from "./dropout-model.js";
import { oneDropoutRate, oneRate } from "./limits.js";
import { meanRate, meanTime } from "./means.js";
import { nbd } from "./nbd.js";
import { paretoDropout } from "./pareto-dropout.js";

export type ParetoNbdParam = "r" | "alpha" | "s" | "beta";
type P = Params<ParetoNbdParam>;

export const paretoNbd: PurchaseModel<ParetoNbdParam> = dropoutModel<ParetoNbdParam>({
  name: "pareto-nbd",
  about: {
    title: "Pareto/NBD",
    assumes: "buys at random at a constant rate; may leave at any moment, at a constant rate of its own",
    useWhen: "one-time buyers may be gone too; the yardstick of the literature",
    source: "Schmittlein, Morrison & Colombo (1987)",
  },
  params: ["r", "alpha", "s", "beta"],
  timeExponent: { r: 0, alpha: 1, s: 0, beta: 1 },
  covariates: { purchase: { alpha: -1 }, dropout: { beta: -1 } },
  limits: [oneDropoutRate, oneRate],
  // hardly anybody leaves: S(T) = 1 - s T / beta
  contains: [
    { inner: nbd, embed: ({ r, alpha }) => ({ r: r!, alpha: alpha!, s: 1e-3, beta: 1e6 * alpha! }) },
  ],
  start,
  law: ({ s, beta }) => paretoDropout(s, beta),
  stayingTime,
});

/** r and s at typical values, alpha so that the mean rate is that of the data, beta a third of the mean time observed. */
function start(h: Histories): P {
  return { r: 0.5, alpha: 0.5 / meanRate(h), s: 0.5, beta: meanTime(h) / 3 };
}

/**
 * Expected time that a customer alive at T stays within the next t:
 *     (beta+T)/(s-1) [1 - ((beta+T)/(beta+T+t))^(s-1)],   (beta+T) ln((beta+T+t)/(beta+T)) at s = 1
 * Times (r+x)/(alpha+T) it is E[Y(t) | alive, x, T]: Schmittlein, Morrison & Colombo (1987), Fader & Hardie (2005), A Note on
 * Deriving the Pareto/NBD Model, brucehardie.com/notes/009.
 */
function stayingTime({ s, beta }: P, T: number, t: number): number {
  const growth = Math.log1p(t / (beta + T));
  const power = (s - 1) * growth;
  return (beta + T) * growth * (power === 0 ? 1 : -Math.expm1(-power) / power);
}
