import type { Fit, Likelihood, Params, Random } from "../model.js";
import { poissonVariate } from "../numeric/poisson.js";
import { sampleQuantile } from "../numeric/quantile.js";
import { seededRandom } from "../numeric/random.js";
import { inverseFromEigen, symmetricEigen } from "../numeric/symmetric.js";
import { minimise } from "../numeric/trust-region.js";
import { type Draws, drawsOf, sortedDraws } from "./draws.js";
import { laplace } from "./laplace.js";
import { perCustomer } from "./log-space.js";
import type { Weighted } from "./sample.js";

/** Estimates from reweighted data, one chain of them, and what they say of the estimates' precision. */
export interface Bootstrap<K extends string = string> extends Draws<K> {
  readonly model: string;
  /** natural scale; zero for whole and fixed parameters */
  readonly standardErrors: Params<K>;
  /** replicates whose search found no maximum: left out of the draws */
  readonly failed: number;
}

/**
 * Precision of a fit without the likelihood's own curvature: the fit is repeated on reweighted data.
 * @param replicates how many; 200 for standard errors, 1,000 or more for 95 % intervals
 * @example bootstrap(bgNbd, histories, fit(bgNbd, histories), 200, seededRandom(1)).standardErrors.r // 0.0128 on CDNOW
 */
export function bootstrap<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  fit: Fit<K>,
  replicates: number,
  random: Random,
): Bootstrap<K> {
  return gatherReplicates(
    fit,
    bootstrapSeeds(replicates, random).map((seed) => bootstrapReplicate(likelihood, data, fit, seed)),
  );
}

/** A seed for each replicate. */
export function bootstrapSeeds(replicates: number, random: Random): number[] {
  return Array.from({ length: replicates }, () => Math.floor(random() * 2 ** 53));
}

const tolerance = 1e-10; // of the log-likelihood per customer; what is lost is far below a replicate's own noise
const reach = 5; // a factor of 150 either way

/**
 * The estimate on reweighted data, searched from the fit's own with its curvature, which takes a few evaluations; null
 * where there is none. Whole and fixed parameters are held, and a prior of the fit is kept.
 */
export function bootstrapReplicate<K extends string, D extends Weighted>(
  likelihood: Likelihood<K, D>,
  data: D,
  fit: Fit<K>,
  seed: number,
): Params<K> | null {
  const drawn = reweighted(data, seededRandom(seed));
  let customers = 0;
  for (const n of drawn.n) customers += n;
  if (customers === 0) return null;
  const { space, mode, axes } = laplace(fit);
  if (mode.length === 0) return fit.params;
  const covariance = mode.map((_, i) => mode.map((_, j) => axes.reduce((sum, a) => sum + a[i]! * a[j]!, 0)));
  const hessian = inverseFromEigen(symmetricEigen(covariance)).map((row) =>
    row.map((v) => v / fit.customers),
  );
  const objective = perCustomer(likelihood, drawn, customers, space, fit.prior ?? null);
  const found = minimise(objective, mode, { hessian, tolerance, reach, maxEvaluations: 60 });
  return found.escaped || !Number.isFinite(found.value) ? null : space.params(found.point);
}

/** The replicates together. */
export function gatherReplicates<K extends string>(
  fit: Fit<K>,
  replicates: readonly (Params<K> | null)[],
): Bootstrap<K> {
  const found = replicates.filter((p) => p !== null);
  const draws = drawsOf(Object.keys(fit.params) as K[], [found]);
  const errors = draws.names.map((k) => [k, deviation(draws.chains[0]![k])] as const);
  return {
    ...draws,
    model: fit.model,
    standardErrors: Object.fromEntries(errors) as Params<K>,
    failed: replicates.length - found.length,
  };
}

/**
 * The data with every row's n replaced by a Poisson variate of that mean, so that each customer counts 0, 1, 2, ...
 * times without any being moved; rows left with none are dropped. The number of customers varies around its own by its
 * square root, where drawing customers with replacement (a multinomial) would keep it; the estimates, which depend on
 * shares, differ by less than 1 / customers, and rows need no common total to be drawn.
 */
export function reweighted<D extends Weighted>(data: D, random: Random): D {
  const rows = data.n.length;
  const weights = data.n.map((n) => poissonVariate(random, n));
  const kept = weights.reduce((sum, n) => (n > 0 ? sum + 1 : sum), 0);
  const taken = (column: Float64Array): Float64Array => {
    const out = new Float64Array(kept);
    let at = 0;
    for (let row = 0; row < rows; row++) if (weights[row]! > 0) out[at++] = column[row]!;
    return out;
  };
  return Object.fromEntries(
    Object.entries(data).map(([name, column]) => {
      if (name === "n") return [name, taken(weights)];
      return [name, column instanceof Float64Array && column.length === rows ? taken(column) : column];
    }),
  ) as D;
}

/**
 * Interval of one parameter that holds this share of the draws, with equal shares outside on either side.
 * @param share in (0, 1), such as 0.95
 * @example percentileInterval({ names: ["r"], chains: [{ r: Float64Array.of(0.22, 0.24, 0.25, 0.27) }] }, "r", 0.5) // [0.235, 0.255]
 */
export function percentileInterval<K extends string>(
  draws: Draws<K>,
  name: K,
  share: number,
): [low: number, high: number] {
  if (!(share > 0 && share < 1)) throw new RangeError(`a share is in (0, 1); got ${share}`);
  const sorted = sortedDraws(draws, name);
  return [sampleQuantile(sorted, (1 - share) / 2), sampleQuantile(sorted, (1 + share) / 2)];
}

function deviation(values: Float64Array): number {
  const centre = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - centre) ** 2, 0) / (values.length - 1));
}
