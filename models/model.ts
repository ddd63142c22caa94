/**
 * The types that every model, the fitting routine and the pipeline agree on.
 * A model is a const object of pure functions: no class, no state, no I/O, no clock.
 */
import type { AtLimit, Limit } from "./limit.js";

export type { AtLimit, Determined, Instead, Limit } from "./limit.js";

/** Parameters on their natural (positive) scale, by name. */
export type Params<K extends string = string> = Readonly<Record<K, number>>;

/**
 * Distinct purchase histories with their number of customers, sorted by x, tx, T.
 * The weighted log-likelihood over them equals the sum over customers exactly.
 * All four arrays have the same length. Times are in one unit (days in the pipeline).
 */
export interface Histories {
  /** repeat purchases: purchase days after the first, a whole number >= 0 */
  readonly x: Float64Array;
  /** first to last purchase; 0 when x = 0 */
  readonly tx: Float64Array;
  /** first purchase to the as-of date; T >= tx */
  readonly T: Float64Array;
  /** customers with this history, > 0 */
  readonly n: Float64Array;
  /**
   * Mean over the row's customers of the sum of ln(time between consecutive purchases), x terms a customer; 0 at x = 0.
   * Only models of regular buyers need it (`needs`); it enters their likelihood as a sum, so compression stays exact.
   */
  readonly logGaps?: Float64Array;
}

/**
 * Repeat spend by distinct (x, spend bin): the sums that a spend likelihood needs.
 * One row stands for n customers with x repeat purchases and nearly equal repeat spend z.
 */
export interface SpendHistories {
  /** repeat purchases, >= 1 */
  readonly x: Float64Array;
  /** customers in the row, > 0 */
  readonly n: Float64Array;
  /** mean over the row's customers of z, their total repeat spend (base currency), > 0 */
  readonly z: Float64Array;
  /** second central moment of z within the row (mean of (z_i - z)^2), >= 0 */
  readonly m2: Float64Array;
  /** third central moment of z within the row */
  readonly m3: Float64Array;
}

/** A source of uniform random numbers in [0, 1). */
export type Random = () => number;

/** Times of the repeat purchases of one simulated customer, and when it dropped out (Infinity if later than T). */
export interface PurchaseTimes {
  readonly times: readonly number[];
  readonly dropout: number;
}

/** What makes a fit hard to believe; `ok` says whether its numbers may be used at all. */
export interface Verdict {
  readonly status: "identified" | "weak" | "failed";
  /** One code per finding, empty when status is "identified". */
  readonly codes: readonly VerdictCode[];
  /** The same findings for people, with the numbers that led to them. */
  readonly reasons: readonly string[];
}

export type VerdictCode =
  | "NO_CUSTOMERS"
  | "NO_REPEAT_BUYERS"
  | "FEW_REPEAT_BUYERS"
  | "NO_OBSERVATION_TIME"
  | "NO_VARIATION"
  | "NOT_CONVERGED"
  | "NEAR_SINGULAR"
  | "BOUNDARY"
  | "WHOLE_AT_BOUND"
  | "WEAK_PRIOR"
  | "NO_FINITE_MEAN";

/** A normal distribution of ln(param), which makes the parameter lognormal. */
export interface LogNormal {
  /** of ln(param) */
  readonly mean: number;
  /** of ln(param), > 0 */
  readonly sd: number;
}

/** Independent priors on log-parameters; those without one are flat there. */
export type Prior<K extends string = string> = Readonly<Partial<Record<K, LogNormal>>>;

/** The result of fitting any model by maximum likelihood. JSON-serialisable. */
export interface Fit<K extends string = string> {
  readonly model: string;
  /** The estimates; the starting values where nothing could be estimated (status "failed"). */
  readonly params: Params<K>;
  /** Sum over customers, never a mean. */
  readonly logLikelihood: number;
  /**
   * d LL / d log(param) divided by the number of customers, at the estimate: the convergence measure. With a prior, of
   * the log-likelihood plus log-prior. Zero for whole and fixed parameters, which no search moves.
   */
  readonly scaledGradient: Params<K>;
  /** Natural scale, from the observed information; null when it is singular. Zero for whole and fixed parameters. */
  readonly standardErrors: Params<K> | null;
  /**
   * Natural scale, rows and columns in the order of the model's params; null when it is singular. Rows and columns of
   * whole and fixed parameters are zero. With a prior it is that of the posterior in the normal approximation.
   */
  readonly covariance: readonly (readonly number[])[] | null;
  /** Condition number of the Hessian in log-parameters; Infinity when singular (JSON writes that as null). */
  readonly condition: number;
  readonly verdict: Verdict;
  readonly customers: number;
  readonly rows: number;
  /** Likelihood evaluations over all rows; those over the sample that gives a large fit its start are not counted. */
  readonly evaluations: number;
  /** Starting points tried: 1 unless the first led to a doubtful estimate, or a contained model fits better. */
  readonly starts: number;
  /** Parameters estimated, whole ones included, fixed ones not. This and the criteria are absent where nothing was. */
  readonly freeParameters?: number;
  /** Akaike's criterion 2 k - 2 LL with k = freeParameters, LL in the time unit of the data. Lower is better. */
  readonly aic?: number;
  /** Schwarz's criterion k ln(customers) - 2 LL. */
  readonly bic?: number;
  /** Parameters held at values the caller gave; absent when none were. */
  readonly fixed?: readonly K[];
  /** The limits of the model that the estimate lies at, each with one parameter fewer; absent inside the model's range. */
  readonly limits?: readonly AtLimit<K>[];
  /** The prior that the estimate maximises likelihood times; absent when there was none. `logLikelihood` is without it. */
  readonly prior?: Prior<K>;
  /** Log-likelihood by the whole parameters tried; absent where the model has none or they were fixed. */
  readonly profile?: readonly ProfilePoint<K>[];
}

/** The best log-likelihood found with whole parameters held at `at`. */
export interface ProfilePoint<K extends string = string> {
  readonly at: Readonly<Partial<Record<K, number>>>;
  readonly logLikelihood: number;
  /** "sample": over the sample that gives a large fit its start, scaled up to all customers */
  readonly over: "all" | "sample";
}

/** Something about the data that makes any fit to it hard to believe, or, when fatal, pointless. */
export interface Finding {
  readonly code: VerdictCode;
  readonly reason: string;
  /** nothing can be estimated: the fit is "failed" and its params are the starting values */
  readonly fatal: boolean;
}

/** A model that another one contains as a special case or a limit. */
export interface Nested<K extends string, D> {
  readonly inner: Likelihood<string, D>;
  /** The containing model's parameters at (or, for a limit, near) the inner model's estimate. */
  embed(inner: Params): Params<K>;
}

/** What the one fitting routine needs to know of any likelihood. `D` is the compressed data it is evaluated on. */
export interface Likelihood<K extends string, D> {
  readonly name: string;
  readonly params: readonly K[];
  /** A cheap, data-driven starting point. */
  start(data: D): Params<K>;
  /** Sum over customers (never a mean). Fills `gradient` with d/dp on the natural scale, in the order of `params`. */
  logLikelihood(p: Params<K>, data: D, gradient?: Float64Array): number;
  /** Parameters that are whole numbers out of a list: held fixed in a search, chosen by likelihood. */
  readonly whole?: Readonly<Partial<Record<K, readonly number[]>>>;
  /** Models that this one contains, nearest first: it must not fit worse, and falls back to them when not identified. */
  readonly contains?: readonly Nested<K, D>[];
  /** Limits at which this model is a sound one with fewer parameters. */
  readonly limits?: readonly Limit<K>[];
  /** What is wrong with the data for this likelihood, before any fitting. */
  inspect?(data: D): readonly Finding[];
  /** What is wrong with an estimate for the uses of this model, such as a mean that does not exist. */
  inspectEstimate?(p: Params<K>): readonly Finding[];
}

/** A model in words, for people who choose one. */
export interface About {
  /** Name as the literature writes it, e.g. "BG/NBD". */
  readonly title: string;
  readonly assumes: string;
  readonly useWhen: string;
  readonly source: string;
}

/**
 * How exp(coefficients . covariates) enters the parameters: each is multiplied by it to the power given, so that a
 * positive coefficient means more purchases (purchase) or earlier dropout (dropout).
 */
export interface CovariateRoles<K extends string> {
  readonly purchase: Readonly<Partial<Record<K, 1 | -1>>>;
  readonly dropout: Readonly<Partial<Record<K, 1 | -1>>>;
}

/**
 * A model of purchases and churn. Continuous models take times in any one unit. Discrete ones count opportunities
 * (periods): x, t_x, T and t are whole numbers of them, and a purchase at opportunity k is discounted by e^(-delta k).
 */
export interface PurchaseModel<K extends string = string> extends Likelihood<K, Histories> {
  readonly about: About;
  readonly time: "continuous" | "discrete";
  /** Columns of the histories that the likelihood reads beyond x, t_x, T. */
  readonly needs: readonly "logGaps"[];
  /** Whether what a live customer will do is free of t_x. Then it is worked out once per (x, T). */
  readonly memoryless: boolean;
  /** Exponent of time in each parameter's unit: 1 for a time (alpha), -1 for a rate, 0 for a pure number. */
  readonly timeExponent: Readonly<Record<K, -1 | 0 | 1>>;
  /** Null where the model takes no covariates. */
  readonly covariates: CovariateRoles<K> | null;
  /** P(alive at T | x, t_x, T), in [0, 1]. */
  probabilityAlive(p: Params<K>, x: number, tx: number, T: number): number;
  /** P(alive at T + t | alive at T, x, t_x), in [0, 1]; times P(alive) it is P(alive) at a future date. */
  probabilityStaying(p: Params<K>, x: number, tx: number, T: number, t: number): number;
  /** E[Y(t) | x, t_x, T]: expected purchases in (T, T + t]. */
  expectedPurchases(p: Params<K>, x: number, tx: number, T: number, t: number): number;
  /** E[Y(t) | alive at T, x, t_x]. E[Y(t) | x, t_x, T] = P(alive) times this. */
  expectedPurchasesIfAlive(p: Params<K>, x: number, tx: number, T: number, t: number): number;
  /** E[X(t)]: expected repeat purchases of a new customer in (0, t]. */
  expectedPurchasesNewCustomer(p: Params<K>, t: number): number;
  /** P(X(t) = k) for a new customer. */
  pmf(p: Params<K>, k: number, t: number): number;
  /** P(Y(t) = k | x, t_x, T). */
  conditionalPmf(p: Params<K>, k: number, x: number, tx: number, T: number, t: number): number;
  /**
   * P(Y(t) = k | alive at T, x, t_x) for k = 0, 1, ... until less than `tail` is left, which no entry holds: the fast
   * way to a whole distribution.
   */
  pmfIfAlive(p: Params<K>, x: number, tx: number, T: number, t: number, tail: number): Float64Array;
  /**
   * Discounted expected purchases in (T, T + t] of a customer alive at T, discounted continuously at rate
   * `delta` per model time unit; t = Infinity gives DERT. delta >= 0, and > 0 when t is infinite.
   */
  discountedPurchasesIfAlive(
    p: Params<K>,
    x: number,
    tx: number,
    T: number,
    t: number,
    delta: number,
  ): number;
  simulate(p: Params<K>, T: number, random: Random): PurchaseTimes;
  /**
   * How many purchases a unit of time after the first one is worth in expectation, given the history. Writes two rates, in purchases per
   * time unit: out[0] = -d ln f / dT holds from the first purchase to the as-of date, out[1] = -d ln f / dt_x beside it from the first
   * purchase to the last (0 at x = 0), f being the likelihood of the history. Where time runs at a speed s(day) of a common calendar and
   * t_x, T are read off its clock, the purchases of any days minus the sum over customers of s times these rates on them is the
   * derivative of the log-likelihood by ln s there: 0 on average where s is the true speed. out[1] may be below 0 in models of regular
   * buyers, whose gaps move with t_x (operationalLogGaps). out[2], in (0, 1], is the share of the time from the first purchase to the
   * last, around its middle, in which the purchases between them are expected: 1 but for regular buyers, who keep their distance. Null in discrete models.
   */
  readonly exposure: ((p: Params<K>, x: number, tx: number, T: number, out: Float64Array) => void) | null;
}

/** An estimate by moments, which has no likelihood. JSON-serialisable. */
export interface MomentFit<K extends string = string> extends Pick<Fit<K>, "model" | "params" | "verdict"> {
  /** Natural scale, of the parameters that have one. */
  readonly standardErrors: Params;
  readonly covariance: null;
  readonly customers: number;
  readonly rows: number;
}

/** What a customer is expected to spend on a purchase: a mean of its own, weighed against that of all customers. */
export interface SpendModel<K extends string = string> {
  readonly name: string;
  readonly about: About;
  readonly params: readonly K[];
  /** Purchases that a customer's own mean is over: those after the first, or the first one too. */
  readonly ownMean: "repeat" | "all";
  /** Mean spend per purchase over the population; NaN where the fit has no finite mean. */
  populationMean(p: Params<K>): number;
  /** Weight in [0, 1] of a customer's own mean in E[M | x, m] = weight * m + (1 - weight) * populationMean. */
  credibility(p: Params<K>, x: number): number;
  /** E[M | x, m]: expected spend per future purchase of a customer with x repeat purchases and the own mean m. */
  expectedSpend(p: Params<K>, x: number, m: number): number;
}
