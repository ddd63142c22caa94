import type { Params } from "./model.js";

/**
 * A limit of a model's range at which it is a sound model of its own with fewer parameters, such as one rate of purchase for all
 * customers, where Gamma(r, alpha) is its mean r / alpha and only that ratio counts.
 */
export interface Limit<K extends string> {
  /** What holds there, e.g. "all customers buy at one rate". */
  readonly title: string;
  /** Parameters held so far out that the likelihood no longer depends on them. */
  readonly held: Readonly<Partial<Record<K, number>>>;
  /** Parameters that mean nothing by themselves there, `held` among them. */
  readonly replaced: readonly K[];
  /** What the data determine instead of those; null for nothing. */
  readonly instead: Instead<K> | null;
  /** Parameters at the limit that stand for the same customers as `p`, as nearly as there. */
  embed<P extends Params<K>>(p: P): P;
}

/** A quantity that is determined at a limit. */
export interface Instead<K extends string> {
  /** e.g. "rate of purchase" */
  readonly name: string;
  /** Exponent of time in its unit: -1 for a rate, 0 for a probability. */
  readonly timeExponent: -1 | 0;
  /** natural scale */
  value(p: Params<K>): number;
}

/** A limit that an estimate lies at. Held parameters have no standard error and are not counted as estimated. */
export interface AtLimit<K extends string = string> {
  readonly title: string;
  readonly held: readonly K[];
  readonly replaced: readonly K[];
  readonly instead: Determined | null;
}

/** A quantity that an estimate determines, natural scale; its standard error is null where the information is singular. */
export interface Determined {
  readonly name: string;
  readonly value: number;
  readonly standardError: number | null;
  readonly timeExponent: -1 | 0;
}
