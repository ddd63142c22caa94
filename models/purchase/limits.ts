import type { Instead, Limit } from "../model.js";

/** Heterogeneity of a thousandth, which no likelihood distinguishes from 0. */
const farOut = 1e6;

/** Gamma(r, alpha) at r = infinity: no customer buys faster than another. */
export const oneRate = alike("all customers buy at one rate", "r", "alpha", {
  name: "rate of purchase",
  timeExponent: -1,
  value: ({ r, alpha }) => r / alpha,
});

/** Beta(a, b) at b = infinity: after every purchase each customer leaves with the same probability. */
export const oneDropoutChance = alike("all customers leave with one probability after a purchase", "b", "a", {
  name: "dropout probability",
  timeExponent: 0,
  value: ({ a, b }) => a / (a + b),
});

/** Gamma(s, beta) at s = infinity: no customer is likelier to leave than another. */
export const oneDropoutRate = alike("all customers leave at one rate", "s", "beta", {
  name: "dropout rate",
  timeExponent: -1,
  value: ({ s, beta }) => s / beta,
});

/** Beta(a, b) at a = 0. */
export const nobodyLeaves: Limit<"a" | "b"> = {
  title: "no customer leaves",
  held: { a: 1 / farOut, b: 1 },
  replaced: ["a", "b"],
  instead: null,
  embed: (p) => ({ ...p, a: 1 / farOut, b: 1 }),
};

/** A distribution over customers of which, far out, only one quantity is left: two parameters run off along their ratio. */
export function alike<K extends string>(title: string, held: K, along: K, instead: Instead<K>): Limit<K> {
  return {
    title,
    held: { [held]: farOut } as unknown as Limit<K>["held"],
    replaced: [held, along],
    instead,
    embed: (p) => ({ ...p, [held]: farOut, [along]: (p[along] * farOut) / p[held] }),
  };
}
