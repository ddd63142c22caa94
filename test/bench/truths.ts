import type { Params } from "../../models/index.js";

/** Parameters that customers are simulated from, by model; times in days. Those on CDNOW; with k = 2 purchases are about as many and more regular. */
export const truths = {
  "bg-nbd": { r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 },
  "mbg-nbd": { r: 0.525, alpha: 43.3, a: 0.891, b: 1.614 },
  "bg-cnbd-k": { k: 2, r: 0.4, alpha: 20, a: 0.793, b: 2.426 },
  "mbg-cnbd-k": { k: 2, r: 0.6, alpha: 20, a: 0.891, b: 1.614 },
  nbd: { r: 0.385, alpha: 84.5 },
  "pareto-nbd": { r: 0.553, alpha: 74, s: 0.606, beta: 81.7 },
  "ggompertz-nbd": { r: 0.553, alpha: 48.6, b: 0.0075, s: 0.6, beta: 0.5 },
  "gamma-gamma": { p: 6.25, q: 3.74, gamma: 15.44 },
} as const satisfies Readonly<Record<string, Params>>;
