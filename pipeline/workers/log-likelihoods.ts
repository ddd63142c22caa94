import {
  gammaGamma,
  type Histories,
  type Likelihood,
  type Params,
  type PurchaseModelName,
  purchaseModel,
  type SpendHistories,
} from "../../models/index.js";

/** A likelihood by its name in the registry, with its data: what a thread can be sent. */
export type NamedLikelihood =
  | { readonly kind: "purchase"; readonly model: PurchaseModelName; readonly data: Histories }
  | { readonly kind: "spend"; readonly model: "gamma-gamma"; readonly data: SpendHistories };

/** What `work` makes of the likelihood of that name and its data. */
export function withLikelihood<R>(
  named: NamedLikelihood,
  work: <D extends Histories | SpendHistories>(likelihood: Likelihood<string, D>, data: D) => R,
): R {
  return named.kind === "purchase"
    ? work(purchaseModel(named.model), named.data)
    : work(gammaGamma as Likelihood<string, SpendHistories>, named.data);
}

/** Task: log-likelihoods of the data at each of the parameter points, summed over customers. */
export function logLikelihoods(named: NamedLikelihood, points: readonly Params[]): Float64Array {
  return withLikelihood(named, (likelihood, data) =>
    Float64Array.from(points, (p) => likelihood.logLikelihood(p, data)),
  );
}
