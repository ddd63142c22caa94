import {
  type Histories,
  type Params,
  type PurchaseModelName,
  purchaseModel,
  type SpendHistories,
  type SpendModelName,
  spendModel,
} from "../../models/index.js";

/** A likelihood by its name in the registry, with its data: what a thread can be sent. */
export type NamedLikelihood =
  | { readonly kind: "purchase"; readonly model: PurchaseModelName; readonly data: Histories }
  | { readonly kind: "spend"; readonly model: SpendModelName; readonly data: SpendHistories };

/** Log-likelihoods of the data at each of the parameter points, summed over customers. */
export function logLikelihoods(input: NamedLikelihood, points: readonly Params[]): Float64Array {
  const at =
    input.kind === "purchase"
      ? (p: Params) => purchaseModel(input.model).logLikelihood(p, input.data)
      : (p: Params) => spendModel(input.model).logLikelihood(p, input.data);
  return Float64Array.from(points, at);
}
