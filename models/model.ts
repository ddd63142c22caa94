/**
 * The types that every model, the fitting routine and the pipeline agree on.
 * A model is a const object of pure functions: no class, no state, no I/O, no clock.
 */

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
  | "NO_FINITE_MEAN";

/** The result of fitting any model by maximum likelihood. JSON-serialisable. */
export interface Fit<K extends string = string> {
  readonly model: string;
  /** The estimates; the starting values where nothing could be estimated (status "failed"). */
  readonly params: Params<K>;
  /** Sum over customers, never a mean. */
  readonly logLikelihood: number;
  /** d LL / d log(param) divided by the number of customers, at the estimate: the convergence measure. */
  readonly scaledGradient: Params<K>;
  /** Natural scale, from the observed information; null when it is singular. */
  readonly standardErrors: Params<K> | null;
  /** Natural scale, rows and columns in the order of the model's params; null when it is singular. */
  readonly covariance: readonly (readonly number[])[] | null;
  /** Condition number of the Hessian in log-parameters; Infinity when singular (JSON writes that as null). */
  readonly condition: number;
  readonly verdict: Verdict;
  readonly customers: number;
  readonly rows: number;
  /** Likelihood evaluations over all rows; those over the sample that gives a large fit its start are not counted. */
  readonly evaluations: number;
  /** Starting points tried: 1 unless the first led to a doubtful estimate. */
  readonly starts: number;
}

/** Something about the data that makes any fit to it hard to believe, or, when fatal, pointless. */
export interface Finding {
  readonly code: VerdictCode;
  readonly reason: string;
  /** nothing can be estimated: the fit is "failed" and its params are the starting values */
  readonly fatal: boolean;
}

/** What the one fitting routine needs to know of any likelihood. `D` is the compressed data it is evaluated on. */
export interface Likelihood<K extends string, D> {
  readonly name: string;
  readonly params: readonly K[];
  /** A cheap, data-driven starting point. */
  start(data: D): Params<K>;
  /** Sum over customers (never a mean). Fills `gradient` with d/dp on the natural scale, in the order of `params`. */
  logLikelihood(p: Params<K>, data: D, gradient?: Float64Array): number;
  /** What is wrong with the data for this likelihood, before any fitting. */
  inspect?(data: D): readonly Finding[];
  /** What is wrong with an estimate for the uses of this model, such as a mean that does not exist. */
  inspectEstimate?(p: Params<K>): readonly Finding[];
}

export interface PurchaseModel<K extends string = string> extends Likelihood<K, Histories> {
  /** Exponent of time in each parameter's unit: 1 for a time (alpha), -1 for a rate, 0 for a pure number. */
  readonly timeExponent: Readonly<Record<K, -1 | 0 | 1>>;
  /** P(alive | x, t_x, T), in [0, 1]. */
  probabilityAlive(p: Params<K>, x: number, tx: number, T: number): number;
  /** E[Y(t) | x, t_x, T]: expected purchases in (T, T + t]. */
  expectedPurchases(p: Params<K>, x: number, tx: number, T: number, t: number): number;
  /** E[Y(t) | alive at T, x, T]. E[Y(t) | x, t_x, T] = P(alive) times this; free of t_x, so scored once per (x, T). */
  expectedPurchasesIfAlive(p: Params<K>, x: number, T: number, t: number): number;
  /** E[X(t)]: expected repeat purchases of a new customer in (0, t]. */
  expectedPurchasesNewCustomer(p: Params<K>, t: number): number;
  /** P(X(t) = k) for a new customer. */
  pmf(p: Params<K>, k: number, t: number): number;
  /** P(Y(t) = k | x, t_x, T). */
  conditionalPmf(p: Params<K>, k: number, x: number, tx: number, T: number, t: number): number;
  /**
   * Discounted expected purchases in (T, T + t] of a customer alive at T, discounted continuously at rate
   * `delta` per model time unit; t = Infinity gives DERT. delta >= 0, and > 0 when t is infinite.
   */
  discountedPurchasesIfAlive(p: Params<K>, x: number, T: number, t: number, delta: number): number;
  simulate(p: Params<K>, T: number, random: Random): PurchaseTimes;
}

export interface SpendModel<K extends string = string> extends Likelihood<K, SpendHistories> {
  /** Mean spend per purchase over the population; NaN where the fit has no finite mean. */
  populationMean(p: Params<K>): number;
  /** Weight in [0, 1] of a customer's own mean in E[M | x, m] = weight * m + (1 - weight) * populationMean. */
  credibility(p: Params<K>, x: number): number;
  /** E[M | x, m]: expected spend per future purchase given mean repeat spend m over x repeat purchases. */
  expectedSpend(p: Params<K>, x: number, m: number): number;
}
