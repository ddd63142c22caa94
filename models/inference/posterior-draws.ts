import type { Fit } from "../model.js";
import type { Draws } from "./draws.js";
import { type Laplace, laplace } from "./laplace.js";
import { paretoKLimit } from "./pareto-smoothing.js";

export interface PosteriorOptions {
  /**
   * "importance": draws from around the estimate, weighted; "hmc": Markov chains; "auto", the default: importance where
   * its check passes (Pareto k <= 0.7), else hmc.
   */
  readonly method?: "auto" | "importance" | "hmc";
  /** Default 4. */
  readonly chains?: number;
  /** Draws a chain. Default 1,000. */
  readonly draws?: number;
  /** Steps of each Markov chain that are not kept. Default 200. */
  readonly warmup?: number;
  /** Points that importance sampling weighs. Default chains times draws. */
  readonly candidates?: number;
}

/** By parameter, for those that were estimated; whole and fixed ones have none. */
export type PerFree<K extends string> = Readonly<Partial<Record<K, number>>>;

/** Draws from the posterior of a model's parameters, and how far to trust them. */
export interface Posterior<K extends string = string> extends Draws<K> {
  readonly model: string;
  readonly method: "importance" | "hmc";
  readonly rHat: PerFree<K>;
  /** effective numbers of independent draws, of the weighted candidates where the method is importance */
  readonly essBulk: PerFree<K>;
  readonly essTail: PerFree<K>;
  /** tail shape of the importance weights; null where none were worked out */
  readonly paretoK: number | null;
  /** mean acceptance probability of the Markov chains; null without */
  readonly acceptance: number | null;
  readonly divergences: number;
  /** likelihood evaluations over all rows */
  readonly evaluations: number;
  /** what speaks against these draws, for people; empty where nothing does */
  readonly warnings: readonly string[];
}

/** Draws beyond these get a warning. */
export const posteriorLimits = {
  rHat: 1.01,
  /** the least effective number of draws, a chain */
  essPerChain: 100,
  paretoK: paretoKLimit,
} as const;

/** With what speaks against the draws. */
export function judged<K extends string>(p: Omit<Posterior<K>, "warnings">): Posterior<K> {
  const { rHat: most, essPerChain, paretoK } = posteriorLimits;
  const least = essPerChain * p.chains.length;
  const warnings: string[] = [];
  const list = (what: string, values: PerFree<K>, bad: (value: number) => boolean, limit: string): void => {
    const named = (Object.entries(values) as [K, number][]).filter(([, value]) => bad(value));
    if (named.length === 0) return;
    const each = named.map(([k, value]) => `${k} ${value.toPrecision(4)}`).join(", ");
    warnings.push(`${what}: ${each} (${limit})`);
  };
  list("the chains have not mixed, R-hat", p.rHat, (v) => !(v <= most), `at most ${most}`);
  list("few effective draws of the middle", p.essBulk, (v) => !(v >= least), `at least ${least}`);
  list("few effective draws of the tails", p.essTail, (v) => !(v >= least), `at least ${least}`);
  if (p.divergences > 0)
    warnings.push(`${p.divergences} steps diverged: the chains may miss a part of the posterior`);
  if (p.method === "importance" && !(p.paretoK !== null && p.paretoK <= paretoK))
    warnings.push(
      `importance weights have a heavy tail, Pareto k ${p.paretoK?.toFixed(2)} (at most ${paretoK})`,
    );
  return { ...p, warnings };
}

export function perFree<K extends string>(free: readonly K[], of: (k: K) => number): PerFree<K> {
  return Object.fromEntries(free.map((k) => [k, of(k)])) as unknown as PerFree<K>;
}

/** The normal approximation of a fit that has something to draw. */
export function somethingFree<K extends string>(fit: Fit<K>): Laplace<K> {
  const approximation = laplace(fit);
  if (approximation.axes.length === 0)
    throw new RangeError(`the fit of ${fit.model} holds all its parameters: there is nothing to draw`);
  return approximation;
}

/** The options with their defaults. */
export function sizes(options: PosteriorOptions) {
  const { chains = 4, draws = 1000, warmup = 200, candidates } = options;
  if (!(Number.isInteger(chains) && chains >= 1 && Number.isInteger(draws) && draws >= 4))
    throw new RangeError(`a posterior needs at least 1 chain of 4 draws; got ${chains} of ${draws}`);
  return { chains, draws, warmup, candidates };
}
