import type { PurchaseModel } from "../../model.js";

/**
 * What changes. retention: by how much the chance of staying rises, in shares of 1 (0.01 is a point), on average over what is known of a
 * customer; over a purchase (BG models), a renewal (contracts), an opportunity (BG/BB), or a month (Pareto/NBD, GGompertz/NBD).
 * frequency: by which factor customers buy faster.
 */
export type FutureChange = { readonly retention: number } | { readonly frequency: number };

/** Discounted purchases in (T, T + t] of a customer alive at T, as PurchaseModel.discountedPurchasesIfAlive. */
export type LiveFuture = PurchaseModel["discountedPurchasesIfAlive"];

/** What changes mean to a family of models; null where they mean nothing. */
export interface ChangeableFuture {
  readonly retention: ((points: number) => LiveFuture) | null;
  readonly frequency: ((factor: number) => LiveFuture) | null;
}
