import {
  type CovariateHistories,
  covariateHistoriesFrom,
} from "../../../models/covariates/covariate-histories.js";
import type { CovariateLikelihood } from "../../../models/covariates/with-covariates.js";
import type { Params } from "../../../models/model.js";
import { seededRandom } from "../../../models/numeric/random.js";

/** Customers with first purchases spread over the window, each simulated at the parameters of its covariates. */
export function simulateWithCovariates(
  likelihood: CovariateLikelihood,
  p: Params,
  z: readonly (readonly number[])[],
  window: number,
  seed: number,
): CovariateHistories {
  const random = seededRandom(seed);
  const customers = z.map((row, i) => {
    const T = Math.ceil((window * (i + 1)) / z.length);
    const { times } = likelihood.model.simulate(likelihood.paramsFor(p, row), T, random);
    return { x: times.length, tx: times[times.length - 1] ?? 0, T };
  });
  return covariateHistoriesFrom(
    customers.map((c) => c.x),
    customers.map((c) => c.tx),
    customers.map((c) => c.T),
    z,
  );
}
